package applet

// Backslash escapes of echo -e, printf and tr. Source: printf(1), echo(1).

import (
	"strconv"
	"strings"
)

// octalStyle says what begins an octal escape: \101 in a format, \0101 in an
// argument of echo -e and %b.
type octalStyle int

const (
	octalPlain octalStyle = iota
	octalAfterZero
)

// unescape replaces the escapes of s. stop is true when \c was met: nothing is
// to be printed after it, not even a newline.
func unescape(s string, style octalStyle) (text string, stop bool) {
	var b strings.Builder
	for len(s) > 0 {
		if s[0] != '\\' || len(s) == 1 {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		if s[1] == 'c' {
			return b.String(), true
		}
		value, length := escapeSequence(s[1:], style)
		if length == 0 {
			b.WriteByte('\\')
			s = s[1:]
			continue
		}
		b.WriteByte(value)
		s = s[1+length:]
	}
	return b.String(), false
}

// escapeSequence reads what follows a backslash: the byte it means and how many
// characters it took; none when it is no escape.
func escapeSequence(s string, style octalStyle) (value byte, length int) {
	const letters, values = `\abefnrtv"'`, "\\\a\b\x1b\f\n\r\t\v\"'"
	if i := strings.IndexByte(letters, s[0]); i >= 0 {
		return values[i], 1
	}
	if s[0] == 'x' {
		value, length = digitsValue(s[1:], 16, 2)
		if length == 0 {
			return 0, 0
		}
		return value, length + 1
	}
	if style == octalAfterZero && s[0] == '0' {
		value, length = digitsValue(s[1:], 8, 3)
		return value, length + 1
	}
	return digitsValue(s, 8, 3)
}

func digitsValue(s string, base, most int) (value byte, length int) {
	digits := "0123456789abcdefABCDEF"
	if base == 8 {
		digits = digits[:8]
	}
	for length < most && length < len(s) && strings.IndexByte(digits, s[length]) >= 0 {
		length++
	}
	n, _ := strconv.ParseUint(s[:length], base, 16)
	return byte(n), length
}
