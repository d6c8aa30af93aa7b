//go:build linux

package cli

import (
	"io"
	"strings"
	"unicode/utf8"
)

// table is rows of cells, the first of them the headings.
type table [][]string

// write aligns the columns, three blanks apart, as Docker does. The last one is not filled up.
func (t table) write(w io.Writer) error {
	var text strings.Builder
	widths := t.widths()
	for _, row := range t {
		for i, cell := range row {
			text.WriteString(cell)
			if i < len(row)-1 {
				text.WriteString(strings.Repeat(" ", widths[i]+gap-columns(cell)))
			}
		}
		text.WriteByte('\n')
	}
	_, err := io.WriteString(w, text.String())
	return err
}

const gap = 3

func (t table) widths() []int {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	return widths
}

// columns is how much of a terminal's line the text takes: letters of Korean, Chinese and
// Japanese take two. Source: Unicode Standard Annex 11, East Asian Width.
func columns(text string) int {
	n := utf8.RuneCountInString(text)
	for _, r := range text {
		if r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xff00 && r <= 0xff60 {
			n++
		}
	}
	return n
}
