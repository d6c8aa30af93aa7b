package page

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

// fact is a line of a list: what, and its value.
type fact struct{ Name, Value string }

// MachineFacts describe the host.
func (p *page) MachineFacts() []fact {
	m, t := p.Machine, p.T.Machine
	virtualizing := strings.Join(m.Virtualizing, ", ")
	if virtualizing == "" {
		virtualizing = t.NoVirtualizing
	}
	if m.Nested {
		virtualizing += t.Nested
	}
	facts := []fact{
		{t.Processor, fmt.Sprintf("%s, %s, %d %s", m.Processor, m.Architecture, m.Cores, p.Table.Cores)},
		{t.Virtualizing, virtualizing}, {t.Memory, compare.Size(float64(m.MemoryBytes))}, {t.Kernel, "Linux " + m.Kernel},
		{t.Load, fmt.Sprintf("%.2f", m.Load1)}, {t.Date, p.Date.Format("2006-01-02 15:04 UTC")},
		{t.Took, fmt.Sprintf("%.0f s", p.TookSeconds)},
	}
	for _, name := range slices.Sorted(maps.Keys(p.Versions)) {
		facts = append(facts, fact{name, p.Versions[name]})
	}
	return facts
}

// MethodLines are how it was measured, a sentence each.
func (p *page) MethodLines() []string {
	m := p.Method
	lines := []string{fmt.Sprintf(p.T.Method.Runs, m.Runs, m.ColdFactor)}
	return append(lines, p.T.Method.Rest...)
}

// disk is a line of the table on disks.
type disk struct {
	Kind, What, Actual, Apparent, Whose string
	Holes                               bool // much of it is on no disk
}

// Disks are the files of all kinds.
func (p *page) Disks() []disk {
	var rows []disk
	for _, r := range p.Measured() {
		for _, f := range r.Files {
			whose := p.Table.Shared
			if f.Each {
				whose = p.Table.Each
			}
			rows = append(rows, disk{
				p.Kind(r.Name), p.File(f.What), compare.Size(float64(f.ActualBytes)), compare.Size(float64(f.ApparentBytes)), whose,
				f.ActualBytes < f.ApparentBytes/2,
			})
		}
	}
	return rows
}

// TreeLine says whether all kinds have the same files.
func (p *page) TreeLine() string {
	same, compared := p.SameTree()
	switch {
	case !compared:
		return ""
	case !same:
		return p.Table.OtherTree
	}
	for _, r := range p.Measured() {
		if r.Tree != nil {
			return fmt.Sprintf(p.Table.SameTree, short(r.Tree.Digest), r.Tree.Files)
		}
	}
	return ""
}

// Title is the page's.
func (p *page) Title() string { return fmt.Sprintf(p.T.Title, p.Image) }
