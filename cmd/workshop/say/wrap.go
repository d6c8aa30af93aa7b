// How wide text is on a terminal. A Hangul syllable takes two columns and three
// bytes, so neither len nor a count of runes says where a line ends.

package say

import (
	"strings"
	"unicode"
)

// Width returns the number of terminal columns text takes.
func Width(text string) int {
	width := 0
	for _, r := range text {
		width += columns(r)
	}
	return width
}

// wide holds the ranges of two-column characters that our texts can contain:
// Unicode's East Asian Width W and F, without the emoji. Source: UAX #11.
var wide = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x1100, Hi: 0x115f, Stride: 1},
	{Lo: 0x2e80, Hi: 0x303e, Stride: 1},
	{Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
	{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
	{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
	{Lo: 0xff00, Hi: 0xff60, Stride: 1},
}}

func columns(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

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
