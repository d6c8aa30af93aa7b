// A picture of an image: its layers as a stack, the top one first, with what each does to those below it.

package image

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

// Sheet is one layer of the picture.
type Sheet struct {
	ID                      string // of the blob, short
	By                      string // what made it
	Bytes                   int64  // of its files
	Added, Changed, Deleted int
	Shared                  []string // names of other images that have it
}

// Count counts one change.
func (s *Sheet) Count(k layer.Kind) {
	switch k {
	case layer.Added:
		s.Added++
	case layer.Changed:
		s.Changed++
	case layer.Deleted:
		s.Deleted++
	}
}

// Draw draws the stack, the bottom layer first in the list, as lines no wider than width columns.
func Draw(name string, sheets []Sheet, width int) string {
	inner := max(width-4, 40)
	var b strings.Builder
	edge := "+" + strings.Repeat("-", inner+2) + "+\n"
	fmt.Fprintf(&b, "%s\n", name)
	b.WriteString(edge)
	line(&b, inner, "what a container writes: its own layer, on top", "")
	for n := len(sheets) - 1; n >= 0; n-- {
		s := sheets[n]
		b.WriteString(edge)
		line(&b, inner, fmt.Sprintf("%d  %s  %s", n+1, s.ID, s.By), Decimal(s.Bytes))
		line(&b, inner, "   "+s.counts(), "")
		if len(s.Shared) > 0 {
			line(&b, inner, "   shared with "+strings.Join(s.Shared, ", "), "")
		}
	}
	b.WriteString(edge)
	return b.String()
}

func (s Sheet) counts() string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{s.Added, "added"}, {s.Changed, "changed"}, {s.Deleted, "deleted"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	if len(parts) == 0 {
		return "no files"
	}
	return strings.Join(parts, ", ")
}

// line is a row between two walls: a text, shortened if need be, and a word at its right end.
func line(b *strings.Builder, inner int, left, right string) {
	room := inner - len([]rune(right))
	if right != "" {
		room -= 2
	}
	text := []rune(left)
	if len(text) > room {
		text = append(text[:room-1], '…')
	}
	fmt.Fprintf(b, "| %s%s%s |\n", string(text), strings.Repeat(" ", inner-len(text)-len([]rune(right))), right)
}

// Decimal is a number of bytes as Docker tells it of images: three digits, in powers of ten.
func Decimal(n int64) string {
	const step = 1000
	value, units := float64(n), []string{"B", "kB", "MB", "GB", "TB"}
	for value >= step && len(units) > 1 {
		value, units = value/step, units[1:]
	}
	return fmt.Sprintf("%.3g%s", value, units[0])
}
