package chart

import (
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

var signs = map[Mark]string{Passes: "✓", Dies: "✗", Unclear: "?", Skipped: "–"}

// nameRoom is for the longest name of a hop.
const nameRoom = 11

// Tell writes the hops down, one a line, in lines no wider than width columns. Those that the packet does not reach share one.
func Tell(hops []Hop, width int) string {
	var b strings.Builder
	var missed []string
	for _, h := range hops {
		if h.Mark == Skipped {
			if !slices.Contains(missed, h.Name) {
				missed = append(missed, h.Name)
			}
			continue
		}
		b.WriteString(TellHop(h, width))
	}
	if len(missed) > 0 {
		b.WriteString(TellHop(Hop{"not reached", Skipped, strings.Join(missed, ", ")}, width))
	}
	return b.String()
}

// TellHop writes one down.
func TellHop(h Hop, width int) string {
	head := signs[h.Mark] + " " + h.Name + strings.Repeat(" ", max(0, nameRoom-len(h.Name))) + "  "
	return wrap(head, strings.Repeat(" ", cells.Of(head)), h.Why, width)
}

// wrap breaks a text between words: the first line begins with head, the others with indent.
func wrap(head, indent, text string, width int) string {
	if cells.Of(head)+cells.Of(text) <= width {
		return strings.TrimRight(head+text, " ") + "\n"
	}
	const narrowest = 24
	room := max(width-cells.Of(indent), narrowest)
	var b strings.Builder
	b.WriteString(head)
	used := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case used+1+cells.Of(word) > room:
			b.WriteString("\n" + indent)
			used = 0
		default:
			b.WriteString(" ")
			used++
		}
		b.WriteString(word)
		used += cells.Of(word)
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// ASCII writes a text of this package with the letters that every terminal has.
func ASCII(text string) string {
	return strings.NewReplacer(
		"─", "-", "│", "|", "├", "+", "└", "+", "┬", "+", "═", "=", "▶", ">", "→", "->", "·", "-", "✓", "+", "✗", "x", "–", "-", "…", "...",
	).Replace(text)
}
