package edit

import (
	"unicode"
	"unicode/utf8"
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
	return runeWidth(r) == 0 && (r != utf8.RuneError || size != 1)
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
	return cluster, runeWidth(r)
}

// runeWidth is the number of columns: 2 for East Asian wide characters and
// emoji, 0 for what combines with the character before it. The vowels and final
// consonants of Hangul (jamo) are 0: they are drawn into the cell of the leading
// consonant. Source: Unicode Standard Annex 11, wcwidth(3).
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case inRanges(r, jamoTails), unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case inRanges(r, wide):
		return 2
	}
	return 1
}

func inRanges(r rune, table [][2]rune) bool {
	for _, span := range table {
		if r < span[0] {
			return false
		}
		if r <= span[1] {
			return true
		}
	}
	return false
}

var jamoTails = [][2]rune{{0x1160, 0x11ff}, {0xd7b0, 0xd7ff}}

// wide holds the ranges of EastAsianWidth W and F, in order, gaps of
// unassigned characters closed.
var wide = [][2]rune{
	{0x1100, 0x115f}, {0x231a, 0x231b}, {0x2329, 0x232a}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x23f3, 0x23f3},
	{0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267f, 0x267f}, {0x2693, 0x2693}, {0x26a1, 0x26a1},
	{0x26aa, 0x26ab}, {0x26bd, 0x26be}, {0x26c4, 0x26c5}, {0x26ce, 0x26ce}, {0x26d4, 0x26d4}, {0x26ea, 0x26ea},
	{0x26f2, 0x26f3}, {0x26f5, 0x26f5}, {0x26fa, 0x26fa}, {0x26fd, 0x26fd}, {0x2705, 0x2705}, {0x270a, 0x270b},
	{0x2728, 0x2728}, {0x274c, 0x274c}, {0x274e, 0x274e}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},
	{0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50}, {0x2b55, 0x2b55},
	{0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3},
	{0xf900, 0xfaff}, {0xfe10, 0xfe19}, {0xfe30, 0xfe6f}, {0xff01, 0xff60}, {0xffe0, 0xffe6},
	{0x16fe0, 0x18aff}, {0x1b000, 0x1b2ff}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e},
	{0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393},
	{0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e},
	{0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567},
	{0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5},
	{0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7}, {0x1f6dc, 0x1f6df}, {0x1f6eb, 0x1f6ec},
	{0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7f0}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff},
	{0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
}
