// Package page draws a comparison as one HTML file that needs nothing else: no script, no font, no picture from anywhere. It can be mailed,
// printed, opened without a network in ten years, and its charts are text that a search finds.
//
// A chart is a function from numbers to SVG elements: scale.go says where a value lies, svg.go writes elements, and each chart has a
// file. What they have in common is that labels stand where the eye is, next to the mark, that nothing is drawn that is no
// data, and that colours come from style.css, which has two sets of them, for light and for dark rooms.
package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/compare"
)

//go:embed page.html style.css
var files embed.FS

// Write writes the page in a language.
func Write(w io.Writer, r *compare.Report, l compare.Language) error {
	words, err := compare.WordsOf(l)
	if err != nil {
		return err
	}
	style, err := files.ReadFile("style.css")
	if err != nil {
		return err
	}
	layout, err := template.ParseFS(files, "page.html") // here, and not when the program starts: a container's start would pay for it
	if err != nil {
		return err
	}
	p := &page{Report: r, Words: words, T: textsOf(l), Language: l, Style: template.CSS(style)} //nolint:gosec // our own file
	if err := layout.Execute(w, p); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// page is what the template sees.
type page struct {
	*compare.Report
	compare.Words
	T        *texts
	Language compare.Language
	Style    template.CSS
}

// Measured are the kinds of which there is anything to show.
func (p *page) Measured() []*compare.Result {
	return slices.DeleteFunc(slices.Clone(p.Report.Kinds), func(r *compare.Result) bool { return len(r.Samples) == 0 })
}

// Absent are sentences on the kinds that were not measured, or not to the end.
func (p *page) Absent() []string {
	var lines []string
	for _, r := range p.Report.Kinds {
		for _, why := range append([]string{r.Missing, r.Failed}, r.Notes...) {
			if why != "" {
				lines = append(lines, p.Kind(r.Name)+": "+why)
			}
		}
	}
	return lines
}

// Emulation tells whether a column of the page is no virtual machine's speed.
func (p *page) Emulation() bool {
	return slices.ContainsFunc(p.Measured(), func(r *compare.Result) bool { return r.Emulated })
}

// examples are the kinds that a heading speaks of: a process, a container, and a guest, which is an emulated one only if there is no other.
func (p *page) examples() []*compare.Result {
	var chosen []*compare.Result
	measured := p.Measured()
	for _, name := range []string{compare.Process, compare.Container} {
		if i := slices.IndexFunc(measured, func(r *compare.Result) bool { return r.Name == name }); i >= 0 {
			chosen = append(chosen, measured[i])
		}
	}
	for _, emulated := range []bool{false, true} {
		i := slices.IndexFunc(measured, func(r *compare.Result) bool { return r.Guest && r.Emulated == emulated })
		if i >= 0 {
			return append(chosen, measured[i])
		}
	}
	return chosen
}

// heading is a chart's finding: what it measures, and the numbers of the examples.
func (p *page) heading(what string, number func(*compare.Result) (string, bool)) string {
	text := what
	for i, r := range p.examples() {
		if value, ok := number(r); ok {
			text += []string{": ", ", "}[min(i, 1)] + p.Kind(r.Name) + " " + value
		}
	}
	return text
}
