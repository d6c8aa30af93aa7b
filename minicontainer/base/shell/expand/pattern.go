package expand

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Match reports whether all of s matches a shell pattern: * ? [a-z] [!a-z]
// [[:alpha:]], and a backslash takes the meaning from what follows.
// Source: POSIX Shell Command Language 2.14, fnmatch(3).
//
// A star is tried with nothing first and with one character more after each
// failure; only the last star has to be remembered, because an earlier one
// could only leave less.
func Match(pattern, s string) bool {
	var retryPattern, retryText string
	star := false
	for {
		if strings.HasPrefix(pattern, "*") {
			pattern = pattern[1:]
			retryPattern, retryText, star = pattern, s, true
			continue
		}
		if s == "" {
			return pattern == ""
		}
		if rest, n, ok := matchOne(pattern, s); ok {
			pattern, s = rest, s[n:]
			continue
		}
		if !star {
			return false
		}
		retryText = retryText[runeLen(retryText):]
		pattern, s = retryPattern, retryText
	}
}

// matchOne matches one element of the pattern against the first character.
func matchOne(pattern, s string) (rest string, n int, ok bool) {
	if pattern == "" {
		return "", 0, false
	}
	r, n := utf8.DecodeRuneInString(s)
	switch pattern[0] {
	case '?':
		return pattern[1:], n, true
	case '[':
		if width, in := bracket(pattern, r); width > 0 {
			return pattern[width:], n, in
		}
	case '\\':
		if len(pattern) > 1 {
			pattern = pattern[1:]
		}
	}
	width := runeLen(pattern)
	return pattern[width:], n, pattern[:width] == s[:n]
}

// bracket parses [...] and reports whether r is in it; width 0 means that the
// bracket is never closed and stands for itself.
func bracket(pattern string, r rune) (width int, in bool) {
	i := 1
	negate := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negate {
		i++
	}
	for first := i; i < len(pattern); {
		if pattern[i] == ']' && i > first {
			return i + 1, in != negate
		}
		if name, _, ok := strings.Cut(pattern[i:], ":]"); ok && strings.HasPrefix(name, "[:") {
			in = in || inClass(name[2:], r)
			i += len(name) + 2
			continue
		}
		lo, n := bracketRune(pattern[i:])
		i += n
		hi := lo
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			hi, n = bracketRune(pattern[i+1:])
			i += 1 + n
		}
		in = in || lo <= r && r <= hi
	}
	return 0, false
}

func bracketRune(s string) (rune, int) {
	if len(s) > 1 && s[0] == '\\' {
		r, n := utf8.DecodeRuneInString(s[1:])
		return r, n + 1
	}
	return utf8.DecodeRuneInString(s)
}

func inClass(name string, r rune) bool {
	switch name {
	case "alpha":
		return unicode.IsLetter(r)
	case "digit":
		return '0' <= r && r <= '9'
	case "alnum":
		return unicode.IsLetter(r) || '0' <= r && r <= '9'
	case "upper":
		return unicode.IsUpper(r)
	case "lower":
		return unicode.IsLower(r)
	case "space":
		return unicode.IsSpace(r)
	case "blank":
		return r == ' ' || r == '\t'
	case "punct":
		return unicode.IsPunct(r) || unicode.IsSymbol(r)
	case "print":
		return unicode.IsPrint(r)
	case "graph":
		return unicode.IsGraphic(r) && r != ' '
	case "cntrl":
		return unicode.IsControl(r)
	case "xdigit":
		return strings.ContainsRune("0123456789abcdefABCDEF", r)
	}
	return false
}

// toPattern writes pieces as a pattern, with a backslash before each character
// that was quoted and would otherwise mean something.
func toPattern(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.quoted {
			b.WriteString(escape(p.text))
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

var escape = strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `\`, `\\`, `-`, `\-`, `!`, `\!`, `^`, `\^`).Replace

// cutPrefix removes the shortest or the longest prefix that matches.
func cutPrefix(s, pattern string, longest bool) string {
	found := -1
	for i := 0; i <= len(s); i++ {
		if atRune(s, i) && Match(pattern, s[:i]) {
			found = i
			if !longest {
				break
			}
		}
	}
	return s[max(found, 0):]
}

func cutSuffix(s, pattern string, longest bool) string {
	found := len(s)
	for i := len(s); i >= 0; i-- {
		if atRune(s, i) && Match(pattern, s[i:]) {
			found = i
			if !longest {
				break
			}
		}
	}
	return s[:found]
}

// atRune reports whether s may be cut at i without breaking a character.
func atRune(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

func replace(s, pattern, with string, all bool) string {
	var b strings.Builder
	for s != "" {
		rest := cutPrefix(s, pattern, true)
		if len(rest) == len(s) {
			n := runeLen(s)
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		b.WriteString(with)
		if s = rest; !all {
			break
		}
	}
	return b.String() + s
}
