package applet

// POSIX regular expressions on Go's engine. The two languages of POSIX differ
// in what a backslash does: in a basic expression \( groups and ( is itself, in
// an extended one it is the other way about, as in Go. Bracket expressions are
// the same in both, and differ from Go's in that a backslash in them is
// itself. What Go cannot do is a back reference in a pattern: it would need
// backtracking, and is refused. Source: regex(7).

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var errBackReference = errors.New("back references are not supported")

// compilePOSIX compiles a translated pattern. The longest of the leftmost
// matches counts, as POSIX has it.
func compilePOSIX(pattern string, ignoreCase bool) (*regexp.Regexp, error) {
	if strings.Contains(pattern, backReference) {
		return nil, fmt.Errorf("compile pattern: %w", errBackReference)
	}
	if ignoreCase {
		pattern = "(?i)" + pattern
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("compile pattern: %w", err)
	}
	compiled.Longest()
	return compiled, nil
}

// backReference marks one in a translated pattern. No translation of anything
// else gives a NUL.
const backReference = "\x00"

// translateBRE turns a basic expression into Go's syntax.
func translateBRE(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		start := i == 0 || strings.HasSuffix(b.String(), "(") || strings.HasSuffix(b.String(), "|")
		switch ch := pattern[i]; {
		case ch == '\\' && i+1 < len(pattern):
			b.WriteString(basicEscape(pattern[i+1]))
			i += 2
		case ch == '[':
			text, length := translateBracket(pattern[i:])
			b.WriteString(text)
			i += length
		case ch == '*' && start, strings.IndexByte("(){}|+?", ch) >= 0, ch == '^' && !start, ch == '$' && !endsBasic(pattern[i+1:]):
			b.WriteString(regexp.QuoteMeta(string(ch)))
			i++
		default:
			b.WriteByte(ch)
			i++
		}
	}
	return b.String()
}

// endsBasic tells whether a $ before rest is an anchor.
func endsBasic(rest string) bool {
	return rest == "" || strings.HasPrefix(rest, `\)`) || strings.HasPrefix(rest, `\|`)
}

func basicEscape(ch byte) string {
	if strings.IndexByte("(){}|+?", ch) >= 0 {
		return string(ch)
	}
	return commonEscape(ch)
}

// commonEscape is a backslash and what follows, as far as both languages agree.
func commonEscape(ch byte) string {
	switch {
	case ch >= '1' && ch <= '9':
		return backReference
	case strings.IndexByte("wWsSbB", ch) >= 0:
		return `\` + string(ch)
	case ch == '<' || ch == '>':
		return `\b`
	case ch == 'n':
		return "\n"
	case ch == 't':
		return "\t"
	}
	return regexp.QuoteMeta(string(ch))
}

// translateERE turns an extended expression into Go's syntax.
func translateERE(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		switch ch := pattern[i]; {
		case ch == '\\' && i+1 < len(pattern):
			b.WriteString(commonEscape(pattern[i+1]))
			i += 2
		case ch == '[':
			text, length := translateBracket(pattern[i:])
			b.WriteString(text)
			i += length
		case ch == '{' && (i+1 == len(pattern) || pattern[i+1] < '0' || pattern[i+1] > '9'):
			b.WriteString(`\{`) // not a count: itself
			i++
		case ch == '(' && strings.HasPrefix(pattern[i:], "(?"):
			b.WriteString(`(\?`) // Go's extensions are not POSIX's
			i += 2
		default:
			b.WriteByte(ch)
			i++
		}
	}
	return b.String()
}

// translateBracket reads a bracket expression: its translation and its length.
// A ] right at the beginning is a member, and so is any backslash.
func translateBracket(pattern string) (text string, length int) {
	i := 1
	if strings.HasPrefix(pattern[i:], "^") {
		i++
	}
	head := pattern[:i]
	var members strings.Builder
	for first := true; i < len(pattern); first = false {
		switch ch := pattern[i]; {
		case ch == ']' && !first:
			return head + members.String() + "]", i + 1
		case ch == '[' && strings.HasPrefix(pattern[i:], "[:"):
			end := strings.Index(pattern[i:], ":]")
			if end < 0 {
				return `\[`, 1
			}
			members.WriteString(pattern[i : i+end+2])
			i += end + 2
		case strings.IndexByte(`\[]^`, ch) >= 0:
			members.WriteString(`\` + string(ch))
			i++
		default:
			members.WriteByte(ch)
			i++
		}
	}
	return `\[`, 1 // without an end it is an ordinary character
}
