package firewall

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// LetThrough plans the rules that have the others (see others.go) let our bridges' packets pass: none if there are no others.
// It is for every start of a container, as the others can have come meanwhile, or have written their rules anew.
func (t Table) LetThrough(bridges ...string) ([]plan.Step, error) {
	others, err := Others()
	if err != nil || len(others) == 0 {
		return nil, err
	}
	c, err := nftables.New()
	if err != nil {
		return nil, err
	}
	all, err := c.ListChains()
	if err != nil {
		return nil, fmt.Errorf("look for other firewalls: %w", err)
	}
	peers, err := t.peers(c, bridges)
	if err != nil {
		return nil, fmt.Errorf("look for others' bridges: %w", err)
	}
	var steps []plan.Step
	for _, o := range others {
		for _, bridge := range bridges {
			g := guest{marker: t.Name, bridge: bridge, family: o.Family}
			switch {
			case o.Unreadable:
			case o.Legacy:
				for _, g := range g.ofIptables(peers) {
					steps = append(steps, legacyGuest{g, o.into})
				}
			default:
				steps = append(steps, admissions(g, peers, placeFor(o, all))...)
			}
		}
	}
	return steps, nil
}

// TakeBack plans to remove such rules of ours, wherever they are: those for the bridges, or all if none is given.
func (t Table) TakeBack(bridges ...string) ([]plan.Step, error) {
	c, err := nftables.New(nftables.AsLasting())
	if err != nil {
		return nil, fmt.Errorf("look for rules in other firewalls: %w", err)
	}
	defer c.CloseLasting() //nolint:errcheck // nothing was written to it
	chains, err := c.ListChains()
	if err != nil {
		return nil, fmt.Errorf("look for rules in other firewalls: %w", err)
	}
	var steps []plan.Step
	for _, ch := range chains {
		if familyWord(ch.Table) == "" || ch.Table.Name == t.Name {
			continue
		}
		rules, err := c.GetRules(ch.Table, ch)
		if err != nil {
			continue // one that cannot be read has none of ours
		}
		for _, r := range rules {
			if commentOf(r) == t.Name && (len(bridges) == 0 || slices.Contains(bridges, interfaceOf(r))) {
				steps = append(steps, dismiss{t.Name, ch, r})
			}
		}
	}
	return append(steps, legacyTakeBack(t.Name, bridges)...), nil
}

// guest is a rule for a bridge in somebody else's chain.
type guest struct {
	marker string // the comment
	bridge string
	family string // of the chain's table
	packet packet
	peer   string // whom it spares
}

// packet is which ones it is about.
type packet string

const (
	leaves    packet = "comes from"
	answers   packet = "answers"
	published packet = "was published to"
	enters    packet = "answers or was published to" // in one rule, as iptables has a word for it
	spares    packet = "does not go to a bridge of others from"
)

func (g guest) that(p packet) guest {
	g.packet = p
	return g
}

func (g guest) Name() string {
	if g.packet == spares {
		return fmt.Sprintf("leave to others what goes from %s to %s", g.bridge, g.peer)
	}
	return fmt.Sprintf("let through what %s %s", g.packet, g.bridge)
}

// ofIptables are the rules of a bridge. Each is inserted at the top, so the last ones are asked first.
func (g guest) ofIptables(peers []string) []guest {
	list := []guest{g.that(leaves), g.that(enters)}
	for _, peer := range peers {
		g.peer = peer
		list = append(list, g.that(spares))
	}
	return list
}

// iptables is the rule as iptables takes it.
func (g guest) iptables() string {
	match, verdict := "-i "+plan.Quote(g.bridge), "ACCEPT"
	switch g.packet {
	case enters:
		match = "-o " + plan.Quote(g.bridge) + " -m conntrack --ctstate RELATED,ESTABLISHED,DNAT"
	case spares:
		match, verdict = match+" -o "+plan.Quote(g.peer), "RETURN"
	}
	return match + " -m comment --comment " + plan.Quote(g.marker) + " -j " + verdict
}

// nft is the rule as nft takes it.
func (g guest) nft() rule {
	name := fmt.Sprintf("oifname \"%s\"", g.bridge)
	key := expr.MetaKeyOIFNAME
	if g.packet == leaves {
		name, key = fmt.Sprintf("iifname \"%s\"", g.bridge), expr.MetaKeyIIFNAME
	}
	words := []word{{name, []expr.Any{&expr.Meta{Key: key, Register: reg1}, equal(interfaceKey(g.bridge)...)}}}
	switch g.packet {
	case answers:
		words = append(words, ctEstablished)
	case published:
		words = append(words, ctDNAT)
	}
	return say(g.marker, append(words, accept)...)
}

// place is a chain that rules are inserted in, and whether it is managed by iptables.
type place struct {
	*nftables.Chain
	managed bool
}

const dockerUser = "DOCKER-USER"

// placeFor is DOCKER-USER of the same table, or the chain that drops itself.
func placeFor(o Other, all []*nftables.Chain) place {
	var p place
	for _, ch := range all {
		if familyWord(ch.Table) != o.Family || ch.Table.Name != o.Table {
			continue
		}
		if ch.Name == dockerUser {
			return place{ch, true}
		}
		if ch.Name == o.Chain {
			p = place{ch, o.Family != "inet" && o.Table == "filter" && o.Chain == "FORWARD"}
		}
	}
	return p
}

func admissions(g guest, peers []string, p place) (steps []plan.Step) {
	if p.managed {
		for _, g := range g.ofIptables(peers) {
			steps = append(steps, admit{g, p})
		}
		return steps
	}
	return []plan.Step{admit{g.that(leaves), p}, admit{g.that(answers), p}, admit{g.that(published), p}}
}

// dismiss removes one.
type dismiss struct {
	marker string
	chain  *nftables.Chain
	rule   *nftables.Rule
}

func (s dismiss) Name() string {
	return fmt.Sprintf("take back rule %d from %s", s.rule.Handle, s.chain.Name)
}

func (s dismiss) Line() string {
	return fmt.Sprintf("nft delete rule %s %s %s handle %d", familyWord(s.chain.Table), s.chain.Table.Name, s.chain.Name, s.rule.Handle)
}

// Do removes it. One that has gone meanwhile is fine.
func (s dismiss) Do() error {
	c, err := nftables.New()
	if err == nil {
		err = c.DelRule(&nftables.Rule{Table: s.chain.Table, Chain: s.chain, Handle: s.rule.Handle})
	}
	if err == nil {
		err = c.Flush()
	}
	if err != nil && !errors.Is(err, unix.ENOENT) {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return nil
}
