// How a published port comes to lead somewhere else, without a moment in which it leads nowhere.
//
// One transaction is not enough. It takes effect between two lookups, not between two packets: one that did not find the port in ports, as
// it was in balanced, does not find it there if it has moved to ports meanwhile. So the new entry is made before the old one
// is taken away, and between the two we wait until no packet is under way that began before. As ports is asked first, an entry
// there covers what happens to the one in balanced (each │ is such a wait):
//
//	one → several      make balanced │ take away ports
//	several → one      make ports    │ take away balanced
//	several → others   make ports    │ change balanced     │ take away ports

package firewall

import (
	"errors"
	"net/netip"
	"slices"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// there is what an entry has in the kernel.
type there struct {
	one     []byte // where ports leads to, nil if nowhere
	several bool   // balanced leads to the chain
	chain   bool   // the chain is there
	to      []netip.AddrPort
}

// look asks for what is there. It costs the same however many ports are published.
func (e entry) look(c *nftables.Conn, a asker) (is there, err error) {
	if is.one, _, err = a.element(e.set(toOne), e.key()); err != nil {
		return is, err
	}
	if _, is.several, err = a.element(e.set(toSeveral), e.key()); err != nil {
		return is, err
	}
	if is.chain, err = a.chain(e.chain()); err == nil && is.chain {
		is.to, err = e.turns(c, e.chain())
	}
	return is, err
}

// turns reads the targets back from the rule of a chain.
func (t Table) turns(c *nftables.Conn, chain string) ([]netip.AddrPort, error) {
	rules, err := c.GetRules(t.table(), &nftables.Chain{Name: chain})
	if err != nil || len(rules) != 1 {
		return nil, err
	}
	for _, e := range rules[0].Exprs {
		if l, ok := e.(*expr.Lookup); ok {
			list, err := c.GetSetElements(&nftables.Set{Table: t.table(), Name: l.SetName})
			return inOrder(list), err
		}
	}
	return nil, nil
}

// inOrder puts the targets in the order of their turns, which are their keys.
func inOrder(list []nftables.SetElement) []netip.AddrPort {
	slices.SortFunc(list, func(a, b nftables.SetElement) int { return slices.Compare(a.Key, b.Key) })
	to := make([]netip.AddrPort, len(list))
	for i, e := range list {
		to[i], _ = readTarget(e.Val)
	}
	return to
}

// phase is a transaction.
type phase func(c *nftables.Conn) error

// phases make the entry lead to e.to instead of where it leads.
func (e entry) phases(is there) []phase {
	switch len(e.to) {
	case 0:
		if is.one == nil && !is.several && !is.chain {
			return nil
		}
		return []phase{func(c *nftables.Conn) error { return errors.Join(e.setOne(c, is.one, nil), e.dropSeveral(c, is)) }}
	case 1:
		return e.phasesToOne(is, targetBytes(e.to[0]))
	}
	return e.phasesToSeveral(is)
}

func (e entry) phasesToOne(is there, want []byte) (list []phase) {
	if !slices.Equal(is.one, want) {
		list = append(list, func(c *nftables.Conn) error { return e.setOne(c, is.one, want) })
	}
	if is.several || is.chain {
		list = append(list, func(c *nftables.Conn) error { return e.dropSeveral(c, is) })
	}
	return list
}

func (e entry) phasesToSeveral(is there) (list []phase) {
	right := is.several && slices.Equal(is.to, e.to)
	cover := is.one
	if is.several && !right && cover == nil {
		cover = targetBytes(e.to[0])
		list = append(list, func(c *nftables.Conn) error { return e.setOne(c, nil, cover) })
	}
	if !right {
		list = append(list, func(c *nftables.Conn) error { return e.setSeveral(c, is) })
	}
	if cover != nil {
		list = append(list, func(c *nftables.Conn) error { return e.setOne(c, cover, nil) })
	}
	return list
}

// letPacketsPass waits until every packet that is under way has left our chains: the kernel looks at packets in read-side
// sections of RCU, and membarrier(2) waits for the end of all that have begun. Where it is not allowed, nothing is lost but that.
func letPacketsPass() {
	const cmdGlobal = 1                                // MEMBARRIER_CMD_GLOBAL
	unix.Syscall(unix.SYS_MEMBARRIER, cmdGlobal, 0, 0) //nolint:errcheck // see above
}

// setOne has ports lead to another target; nil is none.
func (e entry) setOne(c *nftables.Conn, is, want []byte) (err error) {
	ones := e.setNamed(e.set(toOne))
	if is != nil {
		err = c.SetDeleteElements(ones, []nftables.SetElement{{Key: e.key(), Val: is}})
	}
	if want != nil {
		err = errors.Join(err, c.SetAddElements(ones, []nftables.SetElement{{Key: e.key(), Val: want}}))
	}
	return err
}

// setSeveral has balanced lead to the chain, and the chain to e.to.
func (e entry) setSeveral(c *nftables.Conn, is there) error {
	err := e.takeTurns(c)
	if !is.several {
		err = errors.Join(err, c.SetAddElements(e.setNamed(e.set(toSeveral)), []nftables.SetElement{e.goToChain()}))
	}
	return err
}

func (e entry) dropSeveral(c *nftables.Conn, is there) (err error) {
	if is.several {
		err = c.SetDeleteElements(e.setNamed(e.set(toSeveral)), []nftables.SetElement{e.goToChain()})
	}
	if is.chain {
		chain := &nftables.Chain{Table: e.table(), Name: e.chain()}
		c.FlushChain(chain)
		c.DelChain(chain)
	}
	return err
}

func (e entry) goToChain() nftables.SetElement {
	return nftables.SetElement{Key: e.key(), VerdictData: &expr.Verdict{Kind: expr.VerdictGoto, Chain: e.chain()}}
}

// takeTurns writes the chain's one rule anew, with a nameless map that goes with the rule.
func (e entry) takeTurns(c *nftables.Conn) error {
	chain := c.AddChain(&nftables.Chain{Table: e.table(), Name: e.chain()})
	c.FlushChain(chain)
	// A number for the transaction, by which the rule finds the map.
	turns := &nftables.Set{
		Table: e.table(), ID: uint32(e.f.proto), Name: "__map%d", Anonymous: true, Constant: true, IsMap: true,
		KeyType: nftables.TypeInteger, DataType: concat(e.f.addressType(), nftables.TypeInetService),
	}
	list := make([]nftables.SetElement, len(e.to))
	for i, target := range e.to {
		list[i] = nftables.SetElement{Key: binaryutil.BigEndian.PutUint32(uint32(i)), Val: targetBytes(target)}
	}
	if err := c.AddSet(turns, list); err != nil {
		return err
	}
	code := inTurn(e.f, e.proto, e.to, turns.Name, turns.ID).code
	c.AddRule(&nftables.Rule{Table: e.table(), Chain: chain, Exprs: code})
	return nil
}
