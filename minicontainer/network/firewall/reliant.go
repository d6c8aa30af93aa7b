package firewall

import (
	"fmt"
	"slices"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
)

// Reliant names a table of somebody else's that gives packets other sources: whoever does that has the host forward them. It is
// "" if there is none. dockerd, for one, leaves forwarding as it is if it finds it on, and does not know that it was us.
func (t Table) Reliant() (string, error) {
	c, err := nftables.New(nftables.AsLasting())
	if err != nil {
		return "", fmt.Errorf("look for others who need forwarding: %w", err)
	}
	defer c.CloseLasting() //nolint:errcheck // nothing was written to it
	chains, err := c.ListChains()
	if err != nil {
		return "", fmt.Errorf("look for others who need forwarding: %w", err)
	}
	for _, ch := range chains {
		if family := familyWord(ch.Table); family == "" || ch.Table.Name == t.Name {
			continue
		}
		rules, err := c.GetRules(ch.Table, ch)
		if err != nil {
			continue // gone in this moment
		}
		for _, r := range rules {
			if changesSource(r) {
				return familyWord(ch.Table) + " " + ch.Table.Name, nil
			}
		}
	}
	return "", nil
}

func changesSource(r *nftables.Rule) bool {
	return slices.ContainsFunc(r.Exprs, func(e expr.Any) bool {
		switch e := e.(type) {
		case *expr.Masq:
			return true
		case *expr.NAT:
			return e.Type == expr.NATTypeSourceNAT
		case *expr.Target:
			return e.Name == "MASQUERADE" || e.Name == "SNAT"
		}
		return false
	})
}
