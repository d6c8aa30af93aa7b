package grade

import (
	"fmt"
	"strings"
)

// Words reads an answer in words: lines of the form "question = answer". Empty lines
// and what follows a # are passed over; case and surrounding spaces do not count, nor
// does the mark that Windows editors begin a file with. The error names
// the line that has another form.
func Words(text string) (map[string]string, error) {
	answers := map[string]string{}
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(strings.TrimSuffix(line, "\r"))
		if line == "" {
			continue
		}
		question, answer, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("line %d: %q is not of the form question = answer", i+1, line)
		}
		answers[strings.ToLower(strings.TrimSpace(question))] = strings.ToLower(strings.TrimSpace(answer))
	}
	return answers, nil
}
