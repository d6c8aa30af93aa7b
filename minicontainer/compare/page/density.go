package page

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

// DensityHeading is the finding.
func (p *page) DensityHeading() string {
	return p.heading(p.T.DensityHeading, func(r *compare.Result) (string, bool) {
		if r.Density == nil {
			return "", false
		}
		return compare.Size(r.Density.SlopeBytes), true
	})
}

const (
	densityHeight = 330.0
	densityLabels = 300.0 // for the names on the right
)

// Density is a line for each kind through what so many of them take, with the slope where it ends.
func (p *page) Density() template.HTML {
	rows := slices.DeleteFunc(p.Measured(), func(r *compare.Result) bool { return r.Density == nil })
	if len(rows) == 0 {
		return ""
	}
	most, count := 0.0, 0
	for _, r := range rows {
		for _, point := range r.Density.Points {
			most, count = max(most, point.PSSBytes), max(count, point.Count)
		}
	}
	d := &drawing{width: chartWidth, height: densityHeight}
	y, ticks := fromZero(most, densityHeight-40, 16)
	x := scale{to: float64(count), begin: 84, end: chartWidth - densityLabels}
	for _, value := range ticks {
		d.line("grid", x.begin, y.at(value), x.end, y.at(value))
		d.label("tick", left, x.begin-10, y.at(value)+4, tick(compare.Size(value)))
	}
	for _, point := range rows[0].Density.Points {
		d.label("tick", middle, x.at(float64(point.Count)), densityHeight-20, fmt.Sprint(point.Count))
	}
	d.label("note", middle, (x.begin+x.end)/2, densityHeight-2, p.T.AtOnce)
	for _, r := range rows {
		p.densityLine(d, x, y, r)
	}
	p.densityNames(d, x, y, rows)
	return d.svg(p.DensityHeading())
}

func (p *page) densityLine(d *drawing, x, y scale, r *compare.Result) {
	at := func(count float64) float64 { return y.at(r.Density.InterceptBytes + r.Density.SlopeBytes*count) }
	first := float64(r.Density.Points[0].Count)
	class := "slope " + classOf(r)
	if r.Emulated {
		class += " emulated"
	}
	d.line(class, x.at(first), at(first), x.at(x.to), at(x.to))
	for _, point := range r.Density.Points {
		d.dot("run "+classOf(r), x.at(float64(point.Count)), y.at(point.PSSBytes), 4)
	}
}

// densityNames stand at the ends of the lines, moved apart where they would lie on each other.
func (p *page) densityNames(d *drawing, x, y scale, rows []*compare.Result) {
	end := func(r *compare.Result) float64 { return y.at(r.Density.InterceptBytes + r.Density.SlopeBytes*x.to) }
	sorted := slices.SortedFunc(slices.Values(rows), func(a, b *compare.Result) int { return cmp.Compare(end(b), end(a)) })
	lowest := y.begin + 18
	for _, r := range sorted {
		at := min(end(r), lowest-18)
		lowest = at
		d.line("leader", x.end+7, end(r), x.end+24, at)
		d.label("ending "+classOf(r), right, x.end+28, at+4, p.Kind(r.Name)+"  +"+compare.Size(r.Density.SlopeBytes))
	}
}
