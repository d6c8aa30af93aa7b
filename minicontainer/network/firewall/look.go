package firewall

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/bits"
	"net/netip"
	"slices"

	"github.com/google/nftables"
)

// Look reads what is in the kernel, and changes nothing. An error is of the kernel's: that there is no table is none.
func (t Table) Look() (State, error) {
	c, err := nftables.New(nftables.AsLasting())
	if err != nil {
		return State{}, fmt.Errorf("look at table %s: %w", t.Name, err)
	}
	defer c.CloseLasting() //nolint:errcheck // nothing was written to it
	f, err := t.look(c)
	state := State{Exists: f.exists, Whole: f.whole()}
	if err == nil && f.exists && !f.foreign {
		state.Networks, err = t.networks(c, f)
	}
	if err == nil && f.exists && !f.foreign {
		state.Ports, err = t.ports(c, f)
	}
	if err != nil {
		return state, fmt.Errorf("look at table %s: %w", t.Name, err)
	}
	return state, nil
}

// HasNetwork tells whether every element of the network's is there.
func (s State) HasNetwork(want Network) bool {
	for _, n := range s.Networks {
		if n.Bridge == want.Bridge {
			return n.Internal == want.Internal && sameSubnets(n.Subnets, want.Subnets)
		}
	}
	return false
}

func sameSubnets(got, want []netip.Prefix) bool {
	for _, p := range want {
		if !slices.Contains(got, p.Masked()) {
			return false
		}
	}
	return len(got) == len(want)
}

// HasPort tells whether the port leads to what it should, in order, and to nothing else: to nothing at all if want.To is empty.
func (s State) HasPort(want Port) bool {
	list, err := want.entries(Table{})
	if err != nil {
		return false
	}
	for _, e := range list {
		if !slices.Equal(s.targets(e), e.to) {
			return false
		}
	}
	return true
}

func (s State) targets(e entry) (to []netip.AddrPort) {
	for _, p := range s.Ports {
		if p.Proto != e.proto || p.HostPort != e.port || p.Host != e.at {
			continue
		}
		for _, a := range p.To {
			if e.f.has(a.Addr()) {
				to = append(to, a)
			}
		}
	}
	return to
}

// elementsOf lists a set; one that is not there is empty.
func (t Table) elementsOf(c *nftables.Conn, f fabric, name string) ([]nftables.SetElement, error) {
	if !f.sets[name] {
		return nil, nil
	}
	return c.GetSetElements(t.setNamed(name))
}

// networks are put together from their elements: one that lacks one of those of its bridge is none, and lacks what it lacks of the others.
func (t Table) networks(c *nftables.Conn, f fabric) ([]Network, error) {
	names, err := t.elementsOf(c, f, bridges)
	if err != nil {
		return nil, err
	}
	inside, err := t.elementsOf(c, f, internal)
	if err != nil {
		return nil, err
	}
	pairs, err := t.elementsOf(c, f, sameBridge)
	if err != nil {
		return nil, err
	}
	ranges, err := t.subnets(c, f)
	if err != nil {
		return nil, err
	}
	var list []Network
	for _, e := range names {
		pair := slices.Concat(e.Key, e.Key)
		if !slices.ContainsFunc(pairs, func(p nftables.SetElement) bool { return slices.Equal(p.Key, pair) }) {
			continue
		}
		name := readInterface(e.Key)
		hidden := slices.ContainsFunc(inside, func(i nftables.SetElement) bool { return slices.Equal(i.Key, e.Key) })
		list = append(list, Network{Bridge: name, Internal: hidden, Subnets: ranges[name]})
	}
	slices.SortFunc(list, func(a, b Network) int { return cmp.Compare(a.Bridge, b.Bridge) })
	return list, nil
}

// subnets by bridge, which is the comment.
func (t Table) subnets(c *nftables.Conn, f fabric) (map[string][]netip.Prefix, error) {
	byBridge := map[string][]netip.Prefix{}
	for _, fam := range families {
		list, err := t.elementsOf(c, f, subnets+fam.suffix)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(list, func(a, b nftables.SetElement) int { return slices.Compare(a.Key, b.Key) })
		for i, e := range list {
			if first, ok := netip.AddrFromSlice(e.Key); ok && !e.IntervalEnd {
				byBridge[e.Comment] = append(byBridge[e.Comment], netip.PrefixFrom(first, prefixBits(first, list[i+1:])))
			}
		}
	}
	return byBridge, nil
}

// prefixBits is the length of the prefix that begins at an address and ends before the next element, or with the last address there
// is: as many bits as its first and its last address have in common.
func prefixBits(first netip.Addr, after []nftables.SetElement) int {
	last := lastOf(netip.PrefixFrom(first, 0))
	for _, e := range after {
		if next, ok := netip.AddrFromSlice(e.Key); ok && next != first {
			last = next.Prev()
			break
		}
	}
	a, b := first.AsSlice(), last.AsSlice()
	same := 0
	for i := range a {
		same += bits.LeadingZeros8(a[i] ^ b[i])
		if a[i] != b[i] {
			break
		}
	}
	return same
}

// ports of both families are put together: a port that is published at every address is one Port.
func (t Table) ports(c *nftables.Conn, f fabric) ([]Port, error) {
	byKey := map[portID]*Port{}
	for _, fam := range families {
		for _, name := range []string{toOne + fam.suffix, toOne + fam.suffix + atOne, toSeveral + fam.suffix, toSeveral + fam.suffix + atOne} {
			list, err := t.elementsOf(c, f, name)
			if err != nil {
				return nil, err
			}
			for _, e := range list {
				key := readPortKey(e.Key)
				to, err := t.targets(c, e)
				if err != nil {
					return nil, err
				}
				if byKey[key] == nil {
					byKey[key] = &Port{Proto: key.proto, Host: key.host, HostPort: key.port}
				}
				byKey[key].To = append(byKey[key].To, to...)
			}
		}
	}
	var ports []Port
	for _, p := range byKey {
		ports = append(ports, *p)
	}
	slices.SortFunc(ports, func(a, b Port) int {
		return cmp.Or(cmp.Compare(a.HostPort, b.HostPort), cmp.Compare(a.Proto, b.Proto), a.Host.Compare(b.Host))
	})
	return ports, nil
}

func (t Table) targets(c *nftables.Conn, e nftables.SetElement) ([]netip.AddrPort, error) {
	if chain := chainOf(e.Val); chain != "" {
		return t.turns(c, chain)
	}
	if target, ok := readTarget(e.Val); ok {
		return []netip.AddrPort{target}, nil
	}
	return nil, nil
}

// portID is what a port is known by.
type portID struct {
	proto string
	host  netip.Addr
	port  uint16
}

// readPortKey is entry.key read back: protocol and port are the last eight bytes.
func readPortKey(key []byte) (k portID) {
	const tail = 8
	if len(key) < tail {
		return k
	}
	cut := len(key) - tail
	for name, number := range protocols {
		if number == key[cut] {
			k.proto = name
		}
	}
	k.host, _ = netip.AddrFromSlice(key[:cut])
	k.port = binary.BigEndian.Uint16(key[cut+4:])
	return k
}
