//go:build linux

package cli

import (
	"io"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
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
				text.WriteString(strings.Repeat(" ", widths[i]+gap-cells.Of(cell)))
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
			widths[i] = max(widths[i], cells.Of(cell))
		}
	}
	return widths
}
