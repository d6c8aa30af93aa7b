// Living with others.
//
// Every table that has a chain at the hook forward is asked about every packet, and a packet passes only if all of them let it: what
// dockerd, ufw or firewalld drop stays dropped, whatever our table says. dockerd and ufw set the policy of FORWARD to DROP; firewalld's
// chain ends in a reject. They cannot know our bridges, so each gets two rules, at the top:
//
//	from our bridge: accept                                       what may leave, our own table decides
//	to our bridge, if it answers or was published: accept         and nothing else may enter by this
//
// They go to DOCKER-USER where that chain is, which dockerd leaves to others and keeps when it starts again. They are known
// by their comment, which is the name of our table. In a table of iptables they have iptables' form (counters and its own matches, not those of nft),
// since iptables-save refuses a whole table in which it finds something that it cannot spell.
//
// dockerd before version 28 protects its containers from neighbours by that policy alone, so the first rule would open them to ours. In
// iptables' tables a third one therefore leaves to the others, as it was, what goes from our bridge to one of theirs.

package firewall

import (
	"fmt"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
)

// Other is a chain of somebody else's that drops what is forwarded.
type Other struct {
	Family, Table, Chain string // such as ip filter FORWARD
	Why                  string // such as "policy drop"
	Legacy               bool   // of the older iptables (ip_tables in the kernel), which nftables neither shows nor changes
	Unreadable           bool   // by the means that are here: LetThrough leaves it out, and the user has to be told

	into string // the chain that a legacy rule goes in
}

func (o Other) String() string {
	return fmt.Sprintf("%s %s %s: %s", o.Family, o.Table, o.Chain, o.Why)
}

// Others are the chains at the hook forward, of any table, that drop what they do not know.
func Others() ([]Other, error) {
	c, err := nftables.New(nftables.AsLasting())
	if err != nil {
		return nil, fmt.Errorf("look for other firewalls: %w", err)
	}
	defer c.CloseLasting() //nolint:errcheck // nothing was written to it
	chains, err := c.ListChains()
	if err != nil {
		return nil, fmt.Errorf("look for other firewalls: %w", err)
	}
	var list []Other
	for _, ch := range chains {
		if ch.Hooknum == nil || *ch.Hooknum != *nftables.ChainHookForward || ch.Type != nftables.ChainTypeFilter || familyWord(ch.Table) == "" {
			continue
		}
		o := Other{Family: familyWord(ch.Table), Table: ch.Table.Name, Chain: ch.Name}
		if o.Why, err = dropsUnknown(c, ch); err != nil {
			o.Unreadable, o.Why = true, fmt.Sprintf("cannot be read: %v", err)
		}
		if o.Why != "" {
			list = append(list, o)
		}
	}
	return append(list, legacyOthers()...), nil
}

// familyWord is empty for families that packets of ours do not meet.
func familyWord(t *nftables.Table) string {
	return map[nftables.TableFamily]string{
		nftables.TableFamilyIPv4: "ip", nftables.TableFamilyIPv6: "ip6", nftables.TableFamilyINet: "inet",
	}[t.Family]
}

// dropsUnknown says how a base chain drops what no rule of it accepts; empty if it does not.
func dropsUnknown(c *nftables.Conn, ch *nftables.Chain) (why string, err error) {
	end, err := fate(c, ch, map[string]bool{})
	switch {
	case err != nil:
		return "", err
	case end == droppedAlways:
		return "rejects what it does not know", nil
	case end == open && ch.Policy != nil && *ch.Policy == nftables.ChainPolicyDrop:
		return "policy drop", nil
	}
	return "", nil
}

// end is what becomes of a packet that no rule with a condition matches.
type end int

const (
	open           end = iota // it gets to the end of the chain
	droppedAlways             // a rule without a condition drops it
	acceptedAlways            // or accepts it
)

// fate follows the rules without conditions, through the chains they jump to.
func fate(c *nftables.Conn, ch *nftables.Chain, seen map[string]bool) (end, error) {
	if seen[ch.Name] {
		return open, nil
	}
	seen[ch.Name] = true
	rules, err := c.GetRules(ch.Table, ch)
	if err != nil {
		return open, err
	}
	for _, r := range rules {
		verdict, decided := unconditional(r)
		if !decided {
			continue
		}
		switch verdict.Kind {
		case expr.VerdictDrop:
			return droppedAlways, nil
		case expr.VerdictAccept:
			return acceptedAlways, nil
		case expr.VerdictReturn:
			return open, nil
		case expr.VerdictJump, expr.VerdictGoto:
			there, err := fate(c, &nftables.Chain{Table: ch.Table, Name: verdict.Chain}, seen)
			if err != nil || there != open || verdict.Kind == expr.VerdictGoto {
				return there, err
			}
		}
	}
	return open, nil
}

// unconditional is the verdict of a rule that has no condition: a reject counts as a drop.
func unconditional(r *nftables.Rule) (verdict expr.Verdict, decided bool) {
	for _, e := range r.Exprs {
		switch e := e.(type) {
		case *expr.Counter, *expr.Log:
		case *expr.Verdict:
			return *e, true
		case *expr.Reject:
			return expr.Verdict{Kind: expr.VerdictDrop}, true
		case *expr.Target:
			if e.Name == "REJECT" || e.Name == "DROP" {
				return expr.Verdict{Kind: expr.VerdictDrop}, true
			}
			return verdict, false
		default:
			return verdict, false
		}
	}
	return verdict, false
}
