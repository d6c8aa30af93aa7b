//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
)

// The rules are never sent.
func masquerade(subnet netip.Prefix, bridge string) error {
	c, err := nftables.New()
	if err != nil {
		return fmt.Errorf("talk to nftables: %w", err)
	}
	// A table of our own: nobody else's rules are in it. Added, deleted and added again in one transaction, it is empty
	// whether it was there or not, and no packet meets anything in between.
	table := &nftables.Table{Family: nftables.TableFamilyIPv4, Name: "containers"}
	c.AddTable(table)
	c.DelTable(table)
	c.AddTable(table)
	// After routing, as only then it is known by which interface a packet leaves.
	chain := c.AddChain(&nftables.Chain{
		Table: table, Name: "leaving", Type: nftables.ChainTypeNAT,
		Hooknum: nftables.ChainHookPostrouting, Priority: nftables.ChainPriorityNATSource,
	})
	c.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: leaves(subnet, bridge)})
	return nil
}

func leaves(subnet netip.Prefix, bridge string) []expr.Any {
	name := make([]byte, 16)
	copy(name, bridge)
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: 12, Len: 4},
		&expr.Bitwise{SourceRegister: 1, DestRegister: 1, Len: 4, Mask: net.CIDRMask(subnet.Bits(), 32), Xor: make([]byte, 4)},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: subnet.Masked().Addr().AsSlice()},
		&expr.Meta{Key: expr.MetaKeyOIFNAME, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpNeq, Data: name},
		&expr.Masq{},
	}
}
