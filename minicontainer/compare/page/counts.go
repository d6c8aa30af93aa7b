package page

import "github.com/minicontainer/minicontainer/minicontainer/compare"

// counted is a line of the table of memory: the same instance, counted in several ways.
type counted struct {
	Kind  string
	Cells []string
}

// MemoryCounts are what the different counts say: sums over processes, the control group, and what the kernel inside tells.
func (p *page) MemoryCounts() []counted {
	var rows []counted
	for _, r := range p.with("pss") {
		row := counted{Kind: p.Kind(r.Name)}
		for _, name := range []string{"pss", "rss", "cgroup", "cgroup_anon", "cgroup_file", "touched_pss"} {
			row.Cells = append(row.Cells, sizeOf(r, name+"_bytes"))
		}
		told := "–"
		if r.MemorySeen != nil {
			told = compare.Size(float64(r.MemorySeen.TotalBytes)) + " / " + compare.Size(float64(r.MemorySeen.AvailableBytes))
		}
		row.Cells = append(row.Cells, told)
		rows = append(rows, row)
	}
	return rows
}

func sizeOf(r *compare.Result, name string) string {
	if value, ok := r.Median(name); ok {
		return compare.Size(value)
	}
	return "–"
}
