//go:build linux

package cli

import (
	"io"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

// table is rows of cells, the first of them the headings.
type table [][]string

// write aligns the columns as Docker does: ten wide or more, and three blanks apart. The last one is not filled up.
func (t table) write(w io.Writer) error {
	var text strings.Builder
	widths := t.widths()
	for _, row := range t {
		for i, cell := range row {
			text.WriteString(cell)
			if i < len(row)-1 {
				text.WriteString(strings.Repeat(" ", max(widths[i]+gap, narrowest)-cells.Of(cell)))
			}
		}
		text.WriteByte('\n')
	}
	_, err := io.WriteString(w, text.String())
	return err
}

const (
	gap       = 3
	narrowest = 10 // with its gap
)

func (t table) widths() (widths []int) {
	for _, row := range t {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cells.Of(cell))
		}
	}
	return widths
}
