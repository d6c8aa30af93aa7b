package transcript

import (
	"regexp"
	"strings"
)

// holes are the parts of output that differ from run to run. Anything else in
// angle brackets is itself.
var holes = map[string]string{
	"<pid>":  `[0-9]+`,
	"<n>":    `-?[0-9]+(?:\.[0-9]+)?`,
	"<id>":   `[0-9a-f]{8,64}`,
	"<ip>":   `(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)`,
	"<time>": `[0-9][0-9TZ:.,µnmshd+-]*(?: [0-9:.]+)?`,
	"<any>":  `.*`,
}

var holeName = regexp.MustCompile(`<(?:pid|n|id|ip|time|any)>`)

// Fits reports whether a line of output is what the pattern, a line of a
// transcript, asks for.
func Fits(pattern, line string) bool {
	if !HasHole(pattern) {
		return pattern == line
	}
	return compile(pattern).MatchString(line)
}

// HasHole reports whether a line of a transcript has a hole.
func HasHole(pattern string) bool { return holeName.MatchString(pattern) }

func compile(pattern string) *regexp.Regexp {
	var b strings.Builder
	end := 0
	for _, at := range holeName.FindAllStringIndex(pattern, -1) {
		b.WriteString(regexp.QuoteMeta(pattern[end:at[0]]))
		b.WriteString(holes[pattern[at[0]:at[1]]])
		end = at[1]
	}
	b.WriteString(regexp.QuoteMeta(pattern[end:]))
	return regexp.MustCompile("^(?:" + b.String() + ")$")
}
