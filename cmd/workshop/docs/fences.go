package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
)

// checkFences compares each fence that has a directive with its source, and finds
// directives with no fence below them.
func checkFences(root string, t *text) []Problem {
	var problems []Problem
	directed := map[string]int{}
	for _, f := range t.fences {
		if f.directive == "" {
			continue
		}
		directed[f.directive]++
		want, err := fetch(root, f.directive)
		switch {
		case err != nil:
			problems = append(problems, Problem{t.name, f.open + 1, err.Error()})
		case want != t.body(f):
			problems = append(problems, Problem{t.name, f.open + 1, "differs from " + f.directive + " (workshop docs -w fills it in)"})
		}
	}
	t.prose(func(number int, line string) {
		m := directive.FindStringSubmatch(line)
		if m == nil {
			return
		}
		if directed[m[1]]--; directed[m[1]] < 0 {
			problems = append(problems, Problem{t.name, number + 1, "no fence below " + m[1]})
		}
	})
	return problems
}

// fill returns the text with its fences filled in, as far as their sources exist.
func fill(root string, t *text) string {
	var out []string
	next := 0
	for _, f := range t.fences {
		want, err := fetch(root, f.directive)
		if f.directive == "" || err != nil {
			continue
		}
		out = append(out, t.lines[next:f.open+1]...)
		for _, line := range strings.Split(strings.TrimSuffix(want, "\n"), "\n") {
			out = append(out, strings.TrimRight(f.indent+line, " "))
		}
		next = f.end
	}
	return strings.Join(append(out, t.lines[next:]...), "\n")
}

// fetch returns what a directive stands for, ending in a newline.
func fetch(root, directive string) (string, error) {
	kind, rest, _ := strings.Cut(directive, ":")
	path, what, _ := strings.Cut(strings.TrimSpace(rest), " ")
	what = strings.TrimSpace(what)
	if !filepath.IsLocal(path) {
		return "", fmt.Errorf("read %s: not a path inside the repository", path)
	}
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		return "", fmt.Errorf("read %s: no such file", path)
	}
	if kind == "code" {
		return symbol(path, data, what)
	}
	parsed, err := transcript.Parse(string(data))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return parsed.Shown(strings.TrimPrefix(what, "#"))
}
