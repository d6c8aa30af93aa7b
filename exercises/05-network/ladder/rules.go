//go:build linux

// The firewall, as a scene has it.

package ladder

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
)

// Masquerade lets packets from a network leave a host under the host's own address, if they do not go back to the network.
func Masquerade(subnet netip.Prefix, bridge string) func(*nftables.Conn) {
	return func(c *nftables.Conn) {
		t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "nat"})
		chain := c.AddChain(&nftables.Chain{
			Table: t, Name: "leaving", Type: nftables.ChainTypeNAT,
			Hooknum: nftables.ChainHookPostrouting, Priority: nftables.ChainPriorityNATSource,
		})
		name := make([]byte, 16) // as the kernel has it
		copy(name, bridge)
		mask := wire.IPNet(subnet).Mask
		c.AddRule(&nftables.Rule{Table: t, Chain: chain, Exprs: []expr.Any{
			&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: 12, Len: 4},
			&expr.Bitwise{SourceRegister: 1, DestRegister: 1, Len: 4, Mask: mask, Xor: make([]byte, 4)},
			&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: subnet.Masked().Addr().AsSlice()},
			&expr.Meta{Key: expr.MetaKeyOIFNAME, Register: 1},
			&expr.Cmp{Register: 1, Op: expr.CmpOpNeq, Data: name},
			&expr.Masq{},
		}})
	}
}

// ForwardPolicy makes a chain that lets everything be forwarded, or nothing.
func ForwardPolicy(policy nftables.ChainPolicy) func(*nftables.Conn) {
	return func(c *nftables.Conn) {
		t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "filter"})
		c.AddChain(&nftables.Chain{
			Table: t, Name: "FORWARD", Type: nftables.ChainTypeFilter,
			Hooknum: nftables.ChainHookForward, Priority: nftables.ChainPriorityFilter, Policy: &policy,
		})
	}
}

// NoRules takes all of a network's firewall away.
func NoRules(c *nftables.Conn) { c.FlushRuleset() }

// EmptyTables takes all rules away, and leaves the tables and their chains.
func EmptyTables(c *nftables.Conn) {
	all, err := c.ListTables()
	must(err)
	for _, t := range all {
		c.FlushTable(t)
	}
}

// MakeFaulty makes a network with one container at a bridge, in which all is well up to a rung. It returns the
// container and its gateway, and what undoes it.
func (s *Scene) MakeFaulty(wrong Rung) (c Container, gateway netip.Addr, undo func()) {
	subnet := s.Subnet()
	c, gateway = s.Container(), At(subnet, 101).Addr()
	address := At(subnet, 102)
	if wrong == Alone {
		address = netip.PrefixFrom(address.Addr(), 32)
	}
	must(s.Host.Bridge("br0", At(subnet, 101)))
	s.Cable(c, address, "veth0", netip.Prefix{})
	if wrong != Unplugged {
		must(s.Host.Plug("veth0", "br0"))
	}
	if wrong != Alone && wrong != NoRoute {
		must(c.Default(gateway))
	}
	if wrong == InterfaceDown {
		link, err := c.LinkByName("eth0")
		must(err)
		must(c.LinkSetDown(link))
	}
	s.Forward(wrong != NotForwarded)
	policy := nftables.ChainPolicyAccept
	if wrong == Dropped {
		policy = nftables.ChainPolicyDrop
	}
	must(s.Rules(s.Host, ForwardPolicy(policy)))
	if wrong != NotTranslated {
		must(s.Rules(s.Host, Masquerade(subnet, "br0")))
	}
	return c, gateway, s.undo
}

func (s *Scene) undo() {
	must(s.Rules(s.Host, NoRules))
	for _, name := range []string{"veth0", "br0"} {
		link, err := s.Host.LinkByName(name)
		must(err)
		must(s.Host.LinkDel(link))
	}
}

// Ruleset is a network's firewall as text, table by table, in which counters do not count: to compare it with what it was.
func (s *Scene) Ruleset(n *wire.Net) map[string]string {
	tables := map[string]string{}
	must(n.Do(func() error {
		c, err := nftables.New()
		if err != nil {
			return err
		}
		all, err := c.ListTables()
		if err != nil {
			return err
		}
		chains, err := c.ListChains()
		if err != nil {
			return err
		}
		for _, t := range all {
			tables[t.Name] += "" // a table without chains is there too; one name may be two families'
			for _, chain := range chains {
				if chain.Table.Name != t.Name || chain.Table.Family != t.Family {
					continue
				}
				text, err := chainText(c, t, chain)
				if err != nil {
					return err
				}
				tables[t.Name] += text
			}
		}
		return nil
	}))
	return tables
}

func chainText(c *nftables.Conn, t *nftables.Table, chain *nftables.Chain) (string, error) {
	rules, err := c.GetRules(t, chain)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("chain %s %s\n", chain.Name, chain.Type)
	if chain.Policy != nil {
		text += fmt.Sprintf("policy %d\n", *chain.Policy)
	}
	for _, r := range rules {
		text += "rule"
		for _, e := range r.Exprs {
			if _, counts := e.(*expr.Counter); !counts {
				text += fmt.Sprintf(" %T%+v", e, e)
			}
		}
		text += "\n"
	}
	return text, nil
}

// Others has a firewall of somebody else's on a host: what an answer must leave alone.
func Others(c *nftables.Conn) {
	t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "theirs"})
	for _, hook := range []*nftables.ChainHook{nftables.ChainHookPostrouting, nftables.ChainHookPrerouting} {
		chain := c.AddChain(&nftables.Chain{
			Table: t, Name: fmt.Sprintf("at-%d", *hook), Type: nftables.ChainTypeNAT, Hooknum: hook, Priority: nftables.ChainPriorityNATSource,
		})
		c.AddRule(&nftables.Rule{Table: t, Chain: chain, Exprs: []expr.Any{
			&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: 12, Len: 4},
			&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{172, 31, 0, 9}},
			&expr.Verdict{Kind: expr.VerdictAccept},
		}})
	}
}

// Lead leads who asks a host's port by TCP, from outside, to a container.
func Lead(port uint16, to netip.AddrPort) func(*nftables.Conn) {
	return func(c *nftables.Conn) {
		t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "published"})
		chain := c.AddChain(&nftables.Chain{Table: t, Name: "coming", Type: nftables.ChainTypeNAT, Hooknum: nftables.ChainHookPrerouting, Priority: nftables.ChainPriorityNATDest})
		c.AddRule(&nftables.Rule{Table: t, Chain: chain, Exprs: []expr.Any{
			&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
			&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{unix.IPPROTO_TCP}},
			&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
			&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: binary.BigEndian.AppendUint16(nil, port)},
			&expr.Immediate{Register: 1, Data: to.Addr().AsSlice()},
			&expr.Immediate{Register: 2, Data: binary.BigEndian.AppendUint16(nil, to.Port())},
			&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1, RegProtoMin: 2},
		}})
	}
}

// SilentICMP throws away all ICMP that a host itself sends.
func SilentICMP(c *nftables.Conn) {
	t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "silent"})
	chain := c.AddChain(&nftables.Chain{Table: t, Name: "sent", Type: nftables.ChainTypeFilter, Hooknum: nftables.ChainHookOutput, Priority: nftables.ChainPriorityFilter})
	c.AddRule(&nftables.Rule{Table: t, Chain: chain, Exprs: []expr.Any{
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{unix.IPPROTO_ICMP}},
		&expr.Verdict{Kind: expr.VerdictDrop},
	}})
}
