package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

// drawing collects the elements of an SVG picture. Source: SVG 2, chapters 5 to 11.
type drawing struct {
	width, height float64
	text          strings.Builder
}

// svg is the whole picture. The title is what a screen reader says, and what is shown where somebody points.
func (d *drawing) svg(title string) template.HTML {
	return template.HTML(fmt.Sprintf( //nolint:gosec // all text in it has been escaped
		`<svg viewBox="0 0 %g %g" role="img"><title>%s</title>%s%s</svg>`, d.width, d.height, escape(title), hatching, d.text.String()))
}

// hatching marks what is emulated; a colour alone is lost on paper.
const hatching = `<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
	`<rect width="2.5" height="6" class="hatch"/></pattern></defs>`

// classOf is the class that style.css has a colour for. A kind that it does not know has none of its own.
func classOf(r *compare.Result) string {
	switch r.Name {
	case compare.Process, compare.Container, compare.FullContainer, compare.KVM, compare.TCG, compare.Own, compare.UML:
		return "k-" + r.Name
	}
	return "k-other"
}

func escape(text string) string { return template.HTMLEscapeString(text) }

func (d *drawing) rect(class string, x, y, width, height float64) {
	fmt.Fprintf(&d.text, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="2"/>`, class, x, y, max(width, 0.5), height)
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(&d.text, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, class, x1, y1, x2, y2)
}

func (d *drawing) dot(class string, x, y, radius float64) {
	fmt.Fprintf(&d.text, `<circle class="%s" cx="%.1f" cy="%.1f" r="%g"/>`, class, x, y, radius)
}

// Where a text is in relation to its point.
const (
	right  = "start"
	left   = "end"
	middle = "middle"
)

func (d *drawing) label(class, anchor string, x, y float64, text string) {
	fmt.Fprintf(&d.text, `<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`, class, anchor, x, y, escape(text))
}

// textWidth is about how wide a text is, in pixels, in the charts' size of letters.
func textWidth(text string) float64 { return float64(cells.Of(text)) * 7.7 }
