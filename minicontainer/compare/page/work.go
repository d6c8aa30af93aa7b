package page

import (
	"fmt"
	"html/template"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// Work is a row for each work with a dot for each kind, where it is in relation to the process on the host: 1 is as fast.
func (p *page) Work() template.HTML {
	base := p.Find(compare.Process)
	if base == nil || len(base.Values(probe.WorkHash)) == 0 {
		return ""
	}
	rows := p.with(probe.WorkHash)
	least, most := 1.0, 1.0
	for _, r := range rows {
		for _, name := range probe.Works() {
			if ratio := r.Medians[name+"_seconds"] / base.Medians[name+"_seconds"]; ratio > 0 {
				least, most = min(least, ratio), max(most, ratio)
			}
		}
	}
	const keys = 30.0
	d := &drawing{width: chartWidth, height: topRoom + rowHeight*float64(len(probe.Works())) + keys*float64((len(rows)+3)/4)}
	x, ticks := decades(max(least, 0.11), most, gutter, chartWidth-labelRoom)
	rowsEnd := topRoom + rowHeight*float64(len(probe.Works()))
	for _, value := range ticks {
		d.line("grid", x.at(value), topRoom-6, x.at(value), rowsEnd)
		d.label("tick", middle, x.at(value), topRoom-12, fmt.Sprintf("%g×", value))
	}
	d.line("one", x.at(1), topRoom-6, x.at(1), rowsEnd)
	for i, name := range probe.Works() {
		p.workRow(d, x, rows, base, name, topRoom+rowHeight*float64(i)+rowHeight/2)
	}
	p.workKeys(d, rows, rowsEnd+24)
	return d.svg(p.T.WorkHeading)
}

func (p *page) workRow(d *drawing, x scale, rows []*compare.Result, base *compare.Result, name string, y float64) {
	d.label("name", left, gutter-14, y-2, p.T.Works[name])
	d.label("note", left, gutter-14, y+13, compare.Duration(base.Medians[name+"_seconds"]))
	d.line("track", x.begin, y, x.end, y)
	farthest, at := 0.0, 0.0
	for _, r := range rows {
		median, ok := r.Median(name + "_seconds")
		if !ok {
			continue
		}
		ratio := median / base.Medians[name+"_seconds"]
		class := "work " + classOf(r)
		if r.Emulated {
			class += " emulated"
		}
		d.dot(class, x.at(ratio), y, 6)
		if x.at(ratio) > at {
			farthest, at = ratio, x.at(ratio)
		}
	}
	d.label("value", right, at+12, y+5, compare.Times(farthest))
}

// workKeys say which dot is which, four on a line.
func (p *page) workKeys(d *drawing, rows []*compare.Result, y float64) {
	x := gutter
	for _, r := range rows {
		width := 34 + textWidth(p.Kind(r.Name))
		if x+width > chartWidth && x > gutter {
			x, y = gutter, y+24
		}
		class := "work " + classOf(r)
		if r.Emulated {
			class += " emulated"
		}
		d.dot(class, x+6, y-4, 6)
		d.label("key", right, x+18, y+1, p.Kind(r.Name))
		x += width
	}
}
