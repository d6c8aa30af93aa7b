//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// First everything is made clean.
func publish(proto string, port uint16, to netip.AddrPort) error {
	c, err := nftables.New()
	if err != nil {
		return fmt.Errorf("talk to nftables: %w", err)
	}
	c.FlushRuleset()
	table := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "published"})
	// What comes from elsewhere passes prerouting, what the host itself sends passes output: no packet passes both.
	for name, hook := range map[string]*nftables.ChainHook{"coming": nftables.ChainHookPrerouting, "own": nftables.ChainHookOutput} {
		chain := c.AddChain(&nftables.Chain{Table: table, Name: name, Type: nftables.ChainTypeNAT, Hooknum: hook, Priority: nftables.ChainPriorityNATDest})
		c.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: lead(proto, port, to)})
	}
	// What goes from 127.0.0.1 to a container gets another sender: in there 127.0.0.1 is the container itself.
	leaving := c.AddChain(&nftables.Chain{
		Table: table, Name: "leaving", Type: nftables.ChainTypeNAT,
		Hooknum: nftables.ChainHookPostrouting, Priority: nftables.ChainPriorityNATSource,
	})
	c.AddRule(&nftables.Rule{Table: table, Chain: leaving, Exprs: fromLocalhost(to)})
	if err := c.Flush(); err != nil {
		return fmt.Errorf("set rules: %w", err)
	}
	// And the kernel lets no packet with an address of 127.0.0.0/8 out of a host, unless it is told to.
	if err := os.WriteFile("/proc/sys/net/ipv4/conf/all/route_localnet", []byte("1"), 0); err != nil {
		return fmt.Errorf("let packets of localhost out: %w", err)
	}
	return nil
}

// lead is: fib daddr type local meta l4proto PROTO th dport PORT dnat to ADDRESS:PORT.
func lead(proto string, port uint16, to netip.AddrPort) []expr.Any {
	number := byte(unix.IPPROTO_TCP)
	if proto == "udp" {
		number = unix.IPPROTO_UDP
	}
	return []expr.Any{
		&expr.Fib{Register: 1, FlagDADDR: true, ResultADDRTYPE: true},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: binary.NativeEndian.AppendUint32(nil, unix.RTN_LOCAL)},
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{number}},
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: binary.BigEndian.AppendUint16(nil, port)},
		&expr.Immediate{Register: 1, Data: to.Addr().AsSlice()},
		&expr.Immediate{Register: 2, Data: binary.BigEndian.AppendUint16(nil, to.Port())},
		&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1, RegProtoMin: 2},
	}
}

// fromLocalhost is: ip saddr 127.0.0.0/8 ip daddr ADDRESS masquerade. An IP header has the source at byte 12, the
// destination at 16.
func fromLocalhost(to netip.AddrPort) []expr.Any {
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: 12, Len: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{127}},
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: 16, Len: 4},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: to.Addr().AsSlice()},
		&expr.Masq{},
	}
}
