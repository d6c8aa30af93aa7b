package docs

import (
	"regexp"
	"strings"
)

// text is one Markdown file, taken apart. Line numbers count from 0.
type text struct {
	name     string
	content  string
	lines    []string
	fences   []fence
	headings []heading
}

// fence is a code block between two lines of backticks or tildes.
type fence struct {
	open, end int    // the lines of the marks; end is len(lines) if it never ends
	indent    string // before the marks, as in a list; not part of the body
	directive string // the comment above: "code: a.go F", or empty
}

type heading struct {
	level, line int
	text        string
}

var (
	fenceMark = regexp.MustCompile("^(\\s*)(`{3,}|~{3,})\\s*([^`]*)$")
	headMark  = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	directive = regexp.MustCompile(`^\s*<!--\s+((?:code|transcript):\s+.*?)\s+-->\s*$`)
)

func parse(name, content string) *text {
	t := &text{name: name, content: content, lines: strings.Split(content, "\n")}
	above := ""
	for i := 0; i < len(t.lines); i++ {
		line := t.lines[i]
		if mark := fenceMark.FindStringSubmatch(line); mark != nil {
			end := fenceEnd(t.lines, i, mark[2])
			t.fences = append(t.fences, fence{i, end, mark[1], above})
			i, above = end, ""
			continue
		}
		if m := headMark.FindStringSubmatch(line); m != nil {
			t.headings = append(t.headings, heading{len(m[1]), i, m[2]})
		}
		above = directiveAbove(above, line)
	}
	return t
}

// directiveAbove carries a directive over blank lines to the fence below it.
func directiveAbove(above, line string) string {
	if m := directive.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	if strings.TrimSpace(line) == "" {
		return above
	}
	return ""
}

func fenceEnd(lines []string, open int, mark string) int {
	for i := open + 1; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if len(line) >= len(mark) && strings.Trim(line, mark[:1]) == "" {
			return i
		}
	}
	return len(lines)
}

// body returns the lines between a fence's marks, each ending in a newline.
func (t *text) body(f fence) string {
	var b strings.Builder
	for _, line := range t.lines[min(f.open+1, f.end):f.end] {
		b.WriteString(strings.TrimPrefix(line, f.indent) + "\n")
	}
	return b.String()
}

// prose returns the lines outside of fences' bodies, numbered by a callback.
func (t *text) prose(each func(number int, line string)) {
	next := 0
	for number, line := range t.lines {
		if next < len(t.fences) && number > t.fences[next].open {
			if number >= t.fences[next].end {
				next++
			}
			continue
		}
		each(number, line)
	}
}
