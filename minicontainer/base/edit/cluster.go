package edit

import (
	"unicode/utf8"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
)

// A cluster is what a person takes for one character: a character and all that
// the terminal draws into the same cell. Terminals go by wcwidth(3), so this
// does too, rather than by Unicode's grapheme rules: an emoji joined to another
// is one picture on some terminals, but two cells wide each for wcwidth.

// nextCluster returns the length of the cluster at the start of text.
func nextCluster(text string) int {
	if text == "" {
		return 0
	}
	_, n := utf8.DecodeRuneInString(text)
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if !joins(r, size) {
			break
		}
		n += size
	}
	return n
}

// previousCluster returns the length of the cluster at the end of text.
func previousCluster(text string) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeLastRuneInString(text[:len(text)-n])
		n += size
		if !joins(r, size) {
			break
		}
	}
	return n
}

// boundary moves an offset that is inside a cluster to its end: what was typed
// before a vowel may have become one with it.
func boundary(text string, offset int) int {
	at := 0
	for at < offset {
		at += nextCluster(text[at:])
	}
	return at
}

// joins reports that a character takes no column of its own. A byte that is
// not UTF-8 never does.
func joins(r rune, size int) bool {
	return cells.OfRune(r) == 0 && (r != utf8.RuneError || size != 1)
}

// display is what is written to the terminal for a cluster, and its width. A
// control character must not reach the terminal: it is shown as ^X. Nor must a
// byte that is no UTF-8, after which some terminals lose count.
func display(cluster string) (text string, width int) {
	r, size := utf8.DecodeRuneInString(cluster)
	switch {
	case r == utf8.RuneError && size == 1:
		return "\uFFFD" + cluster[1:], 1
	case r < ' ':
		return "^" + string(r+'@') + cluster[1:], 2
	case r == 0x7f:
		return "^?" + cluster[1:], 2
	case r >= 0x80 && r < 0xa0:
		return "\uFFFD" + cluster[size:], 1
	}
	return cluster, cells.OfRune(r)
}
