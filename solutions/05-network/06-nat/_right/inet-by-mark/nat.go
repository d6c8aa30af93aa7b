//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
)

// In a table for both families; what came from the bridge is marked on its way in.
func masquerade(_ netip.Prefix, bridge string) error {
	c, err := nftables.New()
	if err != nil {
		return fmt.Errorf("talk to nftables: %w", err)
	}
	// A table of our own: nobody else's rules are in it. Added, deleted and added again in one transaction, it is empty
	// whether it was there or not, and no packet meets anything in between.
	table := &nftables.Table{Family: nftables.TableFamilyINet, Name: "containers"}
	c.AddTable(table)
	c.DelTable(table)
	c.AddTable(table)
	marks := c.AddChain(&nftables.Chain{
		Table: table, Name: "coming", Type: nftables.ChainTypeFilter,
		Hooknum: nftables.ChainHookPrerouting, Priority: nftables.ChainPriorityMangle,
	})
	name := make([]byte, 16)
	copy(name, bridge)
	c.AddRule(&nftables.Rule{Table: table, Chain: marks, Exprs: []expr.Any{
		&expr.Meta{Key: expr.MetaKeyIIFNAME, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: name},
		&expr.Immediate{Register: 1, Data: []byte{7, 0, 0, 0}},
		&expr.Meta{Key: expr.MetaKeyMARK, SourceRegister: true, Register: 1},
	}})
	// After routing, as only then it is known by which interface a packet leaves.
	chain := c.AddChain(&nftables.Chain{
		Table: table, Name: "leaving", Type: nftables.ChainTypeNAT,
		Hooknum: nftables.ChainHookPostrouting, Priority: nftables.ChainPriorityNATSource,
	})
	c.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: leaves(bridge)})
	if err := c.Flush(); err != nil {
		return fmt.Errorf("set rules: %w", err)
	}
	return nil
}

func leaves(bridge string) []expr.Any {
	name := make([]byte, 16)
	copy(name, bridge)
	return []expr.Any{
		&expr.Meta{Key: expr.MetaKeyMARK, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{7, 0, 0, 0}},
		&expr.Meta{Key: expr.MetaKeyOIFNAME, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpNeq, Data: name},
		&expr.Masq{},
	}
}
