package expand

import (
	"os"
	"strings"
)

// names is the last step for one field: the file names its pattern matches, in
// byte order, or the text itself when there is no pattern or no such file.
func (c *Config) names(field []piece) []string {
	if !c.NoGlob && isPattern(field) {
		if names := glob(toPattern(field)); len(names) > 0 {
			return names
		}
	}
	return []string{join(field)}
}

func isPattern(field []piece) bool {
	for _, p := range field {
		if !p.quoted && strings.ContainsAny(p.text, "*?[") {
			return true
		}
	}
	return false
}

// glob walks the pattern one path component at a time.
func glob(pattern string) []string {
	prefixes := []string{""}
	for pattern != "" {
		part, rest := pattern, ""
		if i := strings.IndexByte(pattern, '/'); i >= 0 {
			part, rest = pattern[:i], pattern[i:]
		}
		slashes := rest[:len(rest)-len(strings.TrimLeft(rest, "/"))]
		pattern = rest[len(slashes):]
		prefixes = globComponent(prefixes, part, slashes)
	}
	return prefixes
}

func globComponent(prefixes []string, part, slashes string) []string {
	var found []string
	for _, prefix := range prefixes {
		for _, name := range componentNames(prefix, part) {
			path := prefix + name + slashes
			if _, err := os.Lstat(path); err == nil {
				found = append(found, path)
			}
		}
	}
	return found
}

// componentNames lists the names in a directory that match. A leading dot must
// be written out: that is all that makes a file hidden.
func componentNames(dir, part string) []string {
	if !strings.ContainsAny(part, `*?[`) {
		return []string{stripEscapes(part)}
	}
	if dir == "" {
		dir = "."
	}
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if hidden := e.Name()[0] == '.'; hidden && !strings.HasPrefix(strings.TrimPrefix(part, `\`), ".") {
			continue
		}
		if Match(part, e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

func stripEscapes(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
