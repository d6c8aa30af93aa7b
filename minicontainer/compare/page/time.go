package page

import (
	"html/template"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

// The measures of all charts, in pixels.
const (
	chartWidth = 880.0
	gutter     = 196.0 // for the names on the left
	rowHeight  = 44.0
	barHeight  = 18.0
	topRoom    = 28.0
	labelRoom  = 84.0 // for a number on the right
)

// TimeHeading is the finding.
func (p *page) TimeHeading() string {
	return p.heading(p.T.TimeHeading, func(r *compare.Result) (string, bool) {
		median, ok := r.Median("ready_seconds")
		return compare.Duration(median), ok
	})
}

// Time is bars to the medians, and a dot for each run. The axis is logarithmic, as the kinds are powers of ten apart: a step to the right
// is ten times as long. So the bars' lengths have no meaning, and are drawn pale; their ends have.
func (p *page) Time() template.HTML {
	rows := p.with("ready")
	if len(rows) == 0 {
		return ""
	}
	least, most := rows[0].Values("ready")[0], 0.0
	for _, r := range rows {
		least, most = min(least, slices.Min(r.Values("ready"))), max(most, slices.Max(r.Values("ready")))
	}
	d := &drawing{width: chartWidth, height: topRoom + rowHeight*float64(len(rows)) + 8}
	x, ticks := decades(least, most, gutter, chartWidth-labelRoom)
	d.grid(x, ticks, compare.Duration)
	for i, r := range rows {
		p.timeRow(d, x, r, topRoom+rowHeight*float64(i)+rowHeight/2)
	}
	return d.svg(p.TimeHeading())
}

// timeRow is one kind, on a line whose middle is y.
func (p *page) timeRow(d *drawing, x scale, r *compare.Result, y float64) {
	median := r.Medians["ready_seconds"]
	d.label("name", left, gutter-14, y+4, p.Kind(r.Name))
	d.bar(r, x.begin, y-barHeight/2, x.at(median)-x.begin)
	d.line("median "+classOf(r), x.at(median), y-barHeight/2-3, x.at(median), y+barHeight/2+3)
	last := median
	for _, s := range r.Samples {
		if s.Measure != "ready" {
			continue
		}
		last = max(last, s.Value)
		class := "run " + classOf(r)
		if s.Cold {
			class = "cold " + classOf(r)
			d.label("note", middle, x.at(s.Value), y-barHeight/2-4, p.T.Cold)
		}
		d.dot(class, x.at(s.Value), y, 3.5)
	}
	d.label("value", right, x.at(last)+11, y+5, compare.Duration(median))
}

// bar is pale, and hatched if its kind is emulated.
func (d *drawing) bar(r *compare.Result, x, y, width float64) {
	d.rect("bar "+classOf(r), x, y, width, barHeight)
	if r.Emulated {
		d.rect("hatched", x, y, width, barHeight)
	}
}

// grid draws the axis above the rows.
func (d *drawing) grid(x scale, ticks []float64, write func(float64) string) {
	for _, value := range ticks {
		d.line("grid", x.at(value), topRoom-6, x.at(value), d.height)
		d.label("tick", middle, x.at(value), topRoom-12, tick(write(value)))
	}
}

// with are the kinds that have samples of a measure.
func (p *page) with(measure string) []*compare.Result {
	return slices.DeleteFunc(p.Measured(), func(r *compare.Result) bool { return len(r.Values(measure)) == 0 })
}
