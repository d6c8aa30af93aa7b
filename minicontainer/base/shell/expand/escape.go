package expand

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Unescape replaces the backslash sequences of $'…': \n \t \e \x41 \101 …
func Unescape(s string) string {
	var b strings.Builder
	for s != "" {
		if s[0] != '\\' || len(s) == 1 {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		text, n := Escape(s[1:])
		b.WriteString(text)
		s = s[1+n:]
	}
	return b.String()
}

// Escape reads one escape sequence, the backslash already taken, and returns
// what it stands for and its length. An unknown one stands for itself.
func Escape(s string) (text string, n int) {
	if s == "" {
		return `\`, 0
	}
	if i := strings.IndexByte(`abefnrtv\'"`, s[0]); i >= 0 {
		return "\a\b\x1b\f\n\r\t\v\\'\""[i : i+1], 1
	}
	switch {
	case s[0] >= '0' && s[0] <= '7':
		return numeric(s, 0, 3, 8)
	case s[0] == 'x':
		return numeric(s, 1, 2, 16)
	case s[0] == 'u':
		return numeric(s, 1, 4, 16)
	case s[0] == 'U':
		return numeric(s, 1, 8, 16)
	}
	return `\` + s[:1], 1
}

// numeric reads up to size digits after skip characters. \x and octal make a
// byte, \u and \U a character.
func numeric(s string, skip, size, base int) (string, int) {
	end := skip
	for end < len(s) && end < skip+size {
		if _, err := strconv.ParseUint(s[end:end+1], base, 8); err != nil {
			break
		}
		end++
	}
	n, err := strconv.ParseUint(s[skip:end], base, 32)
	if err != nil {
		return `\` + s[:1], 1
	}
	if size > 3 {
		return string(utf8.AppendRune(nil, rune(n))), end
	}
	return string([]byte{byte(n)}), end
}
