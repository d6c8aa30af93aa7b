package docs

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var (
	linkInHeading = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	tagInHeading  = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)
	emphasis      = regexp.MustCompile(`(^|[^\pL\pN_])_+([^_]+)_+($|[^\pL\pN_])`)
)

// slug is the anchor GitHub gives a heading: what is shown of it, in lower case,
// spaces as hyphens, and of the rest only letters (of any script), marks, digits,
// hyphens and underscores. "1. 루트 파일 시스템!" becomes 1-루트-파일-시스템.
func slug(heading string) string {
	heading = linkInHeading.ReplaceAllString(heading, "$1")
	heading = tagInHeading.ReplaceAllString(heading, "")
	heading = emphasis.ReplaceAllString(heading, "$1$2$3")
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(heading)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.Nl, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// numbered tells headings with the same slug apart as GitHub does: the second is
// slug-1, the third slug-2.
func numbered(slug string, uses map[string]int) string {
	n := uses[slug]
	uses[slug]++
	if n > 0 {
		return slug + "-" + strconv.Itoa(n)
	}
	return slug
}
