//go:build linux

package firstrun

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

const labelWidth = 14

// Print shows the two views, question by question.
func Print(p *say.Printer, outside, inside View) {
	for _, one := range p.Each() {
		one.Say("first.here-it-is")
		row(one, one.Text("first.hostname"), outside.Hostname, inside.Hostname)
		row(one, one.Text("first.processes"), processes(one, outside), processes(one, inside))
		row(one, one.Text("first.files"), strings.Join(outside.Files, " "), strings.Join(inside.Files, " "))
		row(one, one.Text("first.kernel"), outside.Kernel, inside.Kernel)
		fmt.Fprintln(one.Out)
		one.Paragraph(say.T("first.meaning"))
	}
}

// processes tells how many there are and which is the first.
func processes(p *say.Printer, v View) string {
	first := v.First
	if first == "" {
		first = p.Text("first.hidden")
	}
	return p.Text("first.count", v.Processes, first)
}

// row prints one question and the two answers, each cut to the page.
func row(p *say.Printer, question, outside, inside string) {
	fmt.Fprintf(p.Out, "\n%s\n", say.Strong(question))
	answer(p, p.Text("first.outside"), outside)
	answer(p, p.Text("first.inside-label"), inside)
}

func answer(p *say.Printer, label, text string) {
	fmt.Fprintf(p.Out, "  %s %s\n", say.Pad(label, labelWidth), cut(text, say.PageWidth-labelWidth-3))
}

// cut shortens text to the given number of columns.
func cut(text string, width int) string {
	if say.Width(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && say.Width(string(runes)) > width-1 {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}
