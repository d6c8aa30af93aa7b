package firewall

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/google/nftables"
)

// elements are what one network has in one set.
type elements struct {
	set  string
	list []nftables.SetElement
	text string // as nft reads the element
}

// elements of a network. Those of subnets carry the bridge's name as a comment, so that one can see whose they are.
func (n Network) elements() []elements {
	name := interfaceKey(n.Bridge)
	quoted := `"` + n.Bridge + `"`
	list := []elements{
		{bridges, []nftables.SetElement{{Key: name}}, quoted},
		{sameBridge, []nftables.SetElement{{Key: append(interfaceKey(n.Bridge), name...)}}, quoted + " . " + quoted},
	}
	if n.Internal {
		list = append(list, elements{internal, []nftables.SetElement{{Key: name}}, quoted})
	}
	for _, p := range n.Subnets {
		for _, f := range families {
			if f.has(p.Addr()) {
				list = append(list, elements{subnets + f.suffix, subnetRange(p, n.Bridge), p.Masked().String() + " comment " + quoted})
			}
		}
	}
	return list
}

// subnetRange is how the kernel stores a range: where it begins, and where what is not in it begins.
func subnetRange(p netip.Prefix, comment string) []nftables.SetElement {
	list := []nftables.SetElement{{Key: p.Masked().Addr().AsSlice(), Comment: comment}}
	if next := lastOf(p).Next(); next.IsValid() {
		list = append(list, nftables.SetElement{Key: next.AsSlice(), IntervalEnd: true})
	}
	return list
}

// lastOf is the last address of a subnet.
func lastOf(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for bit := p.Bits(); bit < 8*len(b); bit++ {
		b[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(b)
	return last
}

// check wants what can be an element. A name from outside must not become a piece of nft's language.
func (n Network) check() error {
	const longest = 15 // IFNAMSIZ with its zero
	if n.Bridge == "" || len(n.Bridge) > longest || strings.ContainsAny(n.Bridge, "\"\\ \t\n/*") {
		return fmt.Errorf("name of a bridge %q: not one", n.Bridge)
	}
	for _, p := range n.Subnets {
		if !p.IsValid() {
			return errors.New("a subnet is none")
		}
	}
	return nil
}

type addNetwork struct {
	Table
	Network
}

func (s addNetwork) Name() string { return "enter network " + s.Bridge }

func (s addNetwork) Line() string { return s.line("add", s.Table) }

func (n Network) line(verb string, t Table) string {
	var lines []string
	for _, e := range n.elements() {
		lines = append(lines, fmt.Sprintf("nft '%s element inet %s %s { %s }'", verb, t.Name, e.set, e.text))
	}
	return strings.Join(lines, "\n")
}

// Do enters it: for what is in already, the kernel does nothing.
func (s addNetwork) Do() error {
	if err := s.check(); err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return s.transact(s.Name(), func(c *nftables.Conn) error {
		return s.each(c.SetAddElements)
	})
}

func (s addNetwork) each(do func(*nftables.Set, []nftables.SetElement) error) error {
	for _, e := range s.elements() {
		if err := do(s.setNamed(e.set), e.list); err != nil {
			return err
		}
	}
	return nil
}

type removeNetwork struct {
	Table
	Network
}

func (s removeNetwork) Name() string { return "take out network " + s.Bridge }

func (s removeNetwork) Line() string { return s.line("delete", s.Table) }

// Do adds before it removes, in one transaction: to remove what is not there would be an error.
func (s removeNetwork) Do() error {
	if err := s.check(); err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return s.transact(s.Name(), func(c *nftables.Conn) error {
		there, err := s.exists(c)
		if err != nil || !there {
			return err
		}
		n := addNetwork(s)
		return errors.Join(n.each(c.SetAddElements), n.each(c.SetDeleteElements))
	})
}
