package firewall

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
)

// EnsureTable is the step of Table.Ensure.
type EnsureTable struct {
	Table   Table
	emptied bool
}

// Name is the step's, as plan.Step has it.
func (s *EnsureTable) Name() string { return "ensure table " + s.Table.Name }

// Line is the shell's, as plan.Step has it: it makes the table where it is not.
func (s *EnsureTable) Line() string {
	return fmt.Sprintf("nft list table inet %s > /dev/null 2>&1 || nft -f - <<'END'\n%sEND", s.Table.Name, s.Table.text())
}

// Emptied tells, after Do, that the table or a set of it was not there, so that networks and ports have to be entered again.
func (s *EnsureTable) Emptied() bool { return s.emptied }

// Do makes what is missing.
func (s *EnsureTable) Do() error {
	s.emptied = false
	return s.Table.transact(s.Name(), func(c *nftables.Conn) error {
		there, err := s.Table.look(c)
		if err != nil || there.whole() {
			return err
		}
		s.emptied = there.lacksSets()
		if there.foreign {
			// Of our names, but something else: no set or chain changes its type. What goes in one transaction is never missing.
			s.emptied = true
			c.DelTable(s.Table.table())
		}
		return s.Table.build(c)
	})
}

// build asks for everything. What is there already stays, apart from the rules, which are written anew.
func (t Table) build(c *nftables.Conn) error {
	c.AddTable(t.table())
	for i, s := range sets() {
		made := s.in(t)
		made.ID = uint32(i + 1)
		if err := c.AddSet(made, nil); err != nil {
			return err
		}
	}
	for _, ch := range chains() {
		c.FlushChain(c.AddChain(ch.in(t)))
	}
	for _, ch := range chains() {
		for _, r := range ch.rules {
			c.AddRule(&nftables.Rule{Table: t.table(), Chain: ch.in(t), Exprs: r.code(), UserData: r.userData()})
		}
	}
	return nil
}

// text is the table as `nft -f` reads it.
func (t Table) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "table inet %s {\n", t.Name)
	for _, s := range sets() {
		fmt.Fprintf(&b, "  %s\n", s.text())
	}
	for _, ch := range chains() {
		fmt.Fprintf(&b, "  chain %s {\n", ch.name)
		if ch.hook != nil {
			fmt.Fprintf(&b, "    type %s hook %s; policy accept;\n", ch.kind, ch.spelled)
		}
		for _, r := range ch.rules {
			fmt.Fprintf(&b, "    %s\n", r.text())
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// fabric is what is there of the table: without the elements of its sets.
type fabric struct {
	exists  bool
	foreign bool            // a set or a chain of one of our names is something else
	sets    map[string]bool // of ours, those that are there
	rules   bool            // each of our chains is there, and has our rules
}

func (f fabric) lacksSets() bool { return len(f.sets) < len(sets()) }

func (f fabric) whole() bool { return f.exists && !f.foreign && !f.lacksSets() && f.rules }

// look reads it.
func (t Table) look(c *nftables.Conn) (f fabric, err error) {
	if f.exists, err = t.exists(c); err != nil || !f.exists {
		return f, err
	}
	kinds, err := t.lookAtSets(c)
	if err != nil {
		return f, err
	}
	f.sets = map[string]bool{}
	for _, want := range sets() {
		got, there := kinds[want.name]
		if there {
			f.sets[want.name] = true
			f.foreign = f.foreign || got != kindOf(want.in(t))
		}
	}
	err = t.lookAtChains(c, &f)
	return f, err
}

// kind of a set, as far as the library reads it back: of a map of verdicts it forgets the key's type.
type kind struct {
	isMap, interval bool
	key, data       uint32
}

func kindOf(s *nftables.Set) kind {
	k := kind{isMap: s.IsMap, interval: s.Interval}
	if s.DataType.Name != nftables.TypeVerdict.Name && s.KeyType.Name != nftables.TypeVerdict.Name {
		k.key, k.data = s.KeyType.GetNFTMagic(), s.DataType.GetNFTMagic()
	}
	return k
}

func (t Table) lookAtSets(c *nftables.Conn) (map[string]kind, error) {
	list, err := c.GetSets(t.table())
	if err != nil {
		return nil, err
	}
	kinds := make(map[string]kind, len(list))
	for _, s := range list {
		if !s.Anonymous {
			kinds[s.Name] = kindOf(s)
		}
	}
	return kinds, nil
}

func (t Table) lookAtChains(c *nftables.Conn, f *fabric) error {
	list, err := c.ListChainsOfTableFamily(nftables.TableFamilyINet)
	if err != nil {
		return err
	}
	there := map[string]*nftables.Chain{}
	for _, ch := range list {
		if ch.Table.Name == t.Name {
			there[ch.Name] = ch
		}
	}
	f.rules = true
	for _, want := range chains() {
		got := there[want.name]
		if got == nil {
			f.rules = false
			continue
		}
		f.foreign = f.foreign || !sameHook(want.in(t), got)
		rules, err := c.GetRules(t.table(), got)
		if err != nil {
			return err
		}
		f.rules = f.rules && sameRules(want.rules, rules) && samePolicy(got)
	}
	return nil
}

func sameHook(want, got *nftables.Chain) bool {
	if want.Hooknum == nil || got.Hooknum == nil {
		return want.Hooknum == got.Hooknum
	}
	return *want.Hooknum == *got.Hooknum && *want.Priority == *got.Priority && want.Type == got.Type
}

func samePolicy(got *nftables.Chain) bool {
	return got.Hooknum == nil || got.Policy != nil && *got.Policy == nftables.ChainPolicyAccept
}

// sameRules compares the instructions as they would be sent.
func sameRules(want []rule, got []*nftables.Rule) bool {
	if len(want) != len(got) {

		return false
	}
	for i := range want {
		if !bytes.Equal(want[i].userData(), got[i].UserData) || !sameCode(nftables.TableFamilyINet, want[i].code(), got[i].Exprs) {
			return false
		}
	}
	return true
}

func sameCode(family nftables.TableFamily, want, got []expr.Any) bool {
	if len(want) != len(got) {

		return false
	}
	for i := range want {
		w, wantErr := expr.Marshal(byte(family), want[i])
		g, gotErr := expr.Marshal(byte(family), got[i])
		if wantErr != nil || gotErr != nil || !bytes.Equal(w, g) {

			return false
		}
	}
	return true
}
