package docs

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	inlineLink = regexp.MustCompile(`\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	namedLink  = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s+["'(].*)?$`)
	htmlLink   = regexp.MustCompile(`<(?:a|img)\s[^>]*?(?:href|src)="([^"]*)"`)
	codeSpan   = regexp.MustCompile("`+[^`]*`+")
	anchorTag  = regexp.MustCompile(`<a\s[^>]*?(?:id|name)="([^"]+)"`)
)

// checkLinks follows the links that stay inside the repository.
func checkLinks(root string, t *text, texts map[string]*text) []Problem {
	var problems []Problem
	t.prose(func(number int, line string) {
		for _, target := range targets(line) {
			if complaint := follow(root, t.name, target, texts); complaint != "" {
				problems = append(problems, Problem{t.name, number + 1, complaint})
			}
		}
	})
	return problems
}

func targets(line string) []string {
	line = codeSpan.ReplaceAllString(line, "")
	var found []string
	for _, kind := range []*regexp.Regexp{inlineLink, namedLink, htmlLink} {
		for _, m := range kind.FindAllStringSubmatch(line, -1) {
			found = append(found, m[1])
		}
	}
	return found
}

// follow returns what is wrong with a link, or nothing. A link that names a scheme
// or a host leaves the repository and is not ours to check.
func follow(root, from, target string, texts map[string]*text) string {
	link, err := url.Parse(target)
	if err != nil {
		return "link to " + target + ": not a valid address"
	}
	if link.Scheme != "" || link.Host != "" {
		return ""
	}
	name := from
	if link.Path != "" {
		name = resolve(from, link.Path)
		if _, err := os.Stat(filepath.Join(root, name)); err != nil || !filepath.IsLocal(name) {
			return "link to " + target + ": no such file"
		}
	}
	if t := texts[name]; link.Fragment != "" && t != nil && !t.anchors()[link.Fragment] {
		return "link to " + target + ": no such heading"
	}
	return ""
}

// resolve reads a link as GitHub does: from the file's folder, or from the root of
// the repository if it begins with a slash.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return path.Clean(target[1:])
	}
	return path.Join(path.Dir(from), target)
}

// anchors are the fragments that lead into a text.
func (t *text) anchors() map[string]bool {
	all := map[string]bool{}
	uses := map[string]int{}
	for _, h := range t.headings {
		all[numbered(slug(h.text), uses)] = true
	}
	t.prose(func(_ int, line string) {
		for _, m := range anchorTag.FindAllStringSubmatch(line, -1) {
			all[m[1]] = true
		}
	})
	return all
}
