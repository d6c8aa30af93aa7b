package page

import (
	"html/template"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

// parts are what the memory of a kind is made of, in the order in which they are stacked.
var parts = []string{"program_anon", "program_file", "attendance", "guest_memory", "hypervisor"}

// MemoryHeading is the finding.
func (p *page) MemoryHeading() string {
	return p.heading(p.T.MemoryHeading, func(r *compare.Result) (string, bool) {
		median, ok := r.Median("pss_bytes")
		return compare.Size(median), ok
	})
}

// Memory is a bar for each kind, of parts that add up to the PSS of all its processes.
func (p *page) Memory() template.HTML {
	rows := p.with("pss")
	if len(rows) == 0 {
		return ""
	}
	most := 0.0
	for _, r := range rows {
		most = max(most, stackOf(r))
	}
	legend := p.legendLines()
	d := &drawing{width: chartWidth, height: topRoom + rowHeight*float64(len(rows)) + 24*float64(legend) + 14}
	x, ticks := fromZero(most, gutter, chartWidth-labelRoom)
	rowsEnd := topRoom + rowHeight*float64(len(rows)) + 4
	for _, value := range ticks {
		d.line("grid", x.at(value), topRoom-6, x.at(value), rowsEnd)
		d.label("tick", middle, x.at(value), topRoom-12, tick(compare.Size(value)))
	}
	for i, r := range rows {
		p.memoryRow(d, x, r, topRoom+rowHeight*float64(i)+rowHeight/2)
	}
	p.legend(d, rowsEnd+24)
	return d.svg(p.MemoryHeading())
}

func (p *page) memoryRow(d *drawing, x scale, r *compare.Result, y float64) {
	d.label("name", left, gutter-14, y+4, p.Kind(r.Name))
	sum := 0.0
	for _, part := range parts {
		if size := r.Medians[part+"_bytes"]; size > 0 {
			d.rect("part-"+part, x.at(sum), y-barHeight/2, x.at(sum+size)-x.at(sum)-0.6, barHeight)
			sum += size
		}
	}
	d.label("value", right, x.at(sum)+8, y+5, compare.Size(r.Medians["pss_bytes"]))
}

func stackOf(r *compare.Result) float64 {
	sum := 0.0
	for _, part := range parts {
		sum += r.Medians[part+"_bytes"]
	}
	return sum
}

// legend names the parts that occur.
func (p *page) legend(d *drawing, y float64) {
	x := gutter
	for _, part := range p.occurring() {
		width := 34 + textWidth(p.Roles[part])
		if x+width > chartWidth && x > gutter {
			x, y = gutter, y+24
		}
		d.rect("part-"+part, x, y-10, 12, 12)
		d.label("key", right, x+18, y+1, p.Roles[part])
		x += width
	}
}

func (p *page) legendLines() int {
	x, lines := gutter, 1
	for _, part := range p.occurring() {
		width := 34 + textWidth(p.Roles[part])
		if x+width > chartWidth && x > gutter {
			x, lines = gutter, lines+1
		}
		x += width
	}
	return lines
}

func (p *page) occurring() []string {
	var found []string
	for _, part := range parts {
		for _, r := range p.with("pss") {
			if r.Medians[part+"_bytes"] > 0 {
				found = append(found, part)
				break
			}
		}
	}
	return found
}
