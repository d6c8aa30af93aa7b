// Lines of a terminal: how wide text is, and where it is broken.

package say

import (
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

// Width returns the number of terminal columns text takes.
func Width(text string) int { return cells.Of(text) }

// NoBreak is a space at which Wrap does not break; it prints as a plain one.
const NoBreak = "\u00a0"

// Wrap breaks text at spaces into lines of at most width columns; a word longer
// than that stays whole, because it may be something to type.
func Wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		if line != "" && Width(line)+1+Width(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += strings.ReplaceAll(word, NoBreak, " ")
	}
	return append(lines, line)
}

// Pad returns text followed by spaces up to width columns.
func Pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-Width(text)))
}
