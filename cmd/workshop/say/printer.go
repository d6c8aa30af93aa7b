package say

import (
	"fmt"
	"io"

	"github.com/fatih/color"
)

// Printer says messages in the chosen language. With Lang Unknown it says each
// twice, English first. It is not safe for concurrent use.
type Printer struct {
	Out  io.Writer
	Lang Lang
}

// Say prints one message as a line.
func (p *Printer) Say(id string, args ...any) {
	for _, one := range p.Each() {
		fmt.Fprintln(one.Out, T(id, args...).In(one.Lang))
	}
}

// PageWidth is the number of columns that a projector or a phone shows.
const PageWidth = 80

// Paragraph prints one message, broken into lines that fit the page.
func (p *Printer) Paragraph(m Message) {
	for _, one := range p.Each() {
		for _, line := range Wrap(m.In(one.Lang), PageWidth) {
			fmt.Fprintln(one.Out, line)
		}
	}
}

// Text returns one message in the chosen language, English where none is chosen:
// for a place that has room for one, such as a column or a command's help.
func (p *Printer) Text(id string, args ...any) string {
	return T(id, args...).In(p.Lang)
}

// Each returns a printer for each language to be printed. A screen that belongs
// together is printed whole for one of them, then whole for the next.
func (p *Printer) Each() []*Printer {
	if p.Lang != Unknown {
		return []*Printer{p}
	}
	return []*Printer{{Out: p.Out, Lang: English}, {Out: p.Out, Lang: Korean}}
}

// Sign is a mark at the start of a line. The sign carries the meaning, its
// colour repeats it: a screen reader, a log file and NO_COLOR lose nothing.
type Sign string

// The signs.
const (
	Good Sign = "✓"
	Bad  Sign = "✗"
	Warn Sign = "!"
	Note Sign = "·"
)

var colours = map[Sign]*color.Color{
	Good: color.New(color.FgGreen),
	Bad:  color.New(color.FgRed, color.Bold),
	Warn: color.New(color.FgYellow, color.Bold),
	Note: color.New(color.FgCyan),
}

// String returns the sign, coloured where standard output takes colour.
func (s Sign) String() string { return colours[s].Sprint(string(s)) }

// Faint returns text to be read second.
func Faint(text string) string { return color.New(color.Faint).Sprint(text) }

// Strong returns text to be read first.
func Strong(text string) string { return color.New(color.Bold).Sprint(text) }
