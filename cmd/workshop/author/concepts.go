package author

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/lessons"
)

// conceptsLack reads the tables of docs/concepts.md and its sibling: a row for a lesson that is
// written must lead to a place in that lesson. That links lead somewhere is the texts' own check.
func conceptsLack(root string) ([]string, error) {
	var lines []string
	counts := map[string]int{}
	for _, name := range []string{"docs/concepts.md", "docs/concepts.ko.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(text), "\n") {
			row, ok := parseRow(line)
			if !ok {
				continue
			}
			counts[name]++
			for _, slug := range row.written() {
				if !strings.Contains(row.shown, "](../lessons/"+slug+"/") {
					lines = append(lines, fmt.Sprintf("%s:%d: %s has no link to lessons/%s, which is written", name, i+1, row.id, slug))
				}
			}
		}
	}
	if counts["docs/concepts.md"] == 0 || counts["docs/concepts.md"] != counts["docs/concepts.ko.md"] {
		lines = append(lines, fmt.Sprintf("docs/concepts.md: %d rows, and %d in the Korean table", counts["docs/concepts.md"], counts["docs/concepts.ko.md"]))
	}
	return lines, nil
}

// row is a concept: | `id` | concept | what is loose | lessons | shown in |
type row struct{ id, lessons, shown string }

func parseRow(line string) (row, bool) {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	const columns = 5
	if len(cells) != columns || !strings.HasPrefix(strings.TrimSpace(cells[0]), "`") {
		return row{}, false
	}
	return row{strings.Trim(strings.TrimSpace(cells[0]), "`"), cells[3], cells[4]}, true
}

// written are the slugs of the row's lessons that exist.
func (r row) written() []string {
	var slugs []string
	for _, word := range strings.FieldsFunc(r.lessons, func(c rune) bool { return c == ',' || c == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			continue
		}
		for _, l := range lessons.All {
			if l.Number == n && l.Written {
				slugs = append(slugs, l.Slug())
			}
		}
	}
	return slugs
}
