// Package transcript reads, runs and records what a terminal shows.
//
// A transcript is a text file:
//
//	# a comment: for whoever edits this file, shown to nobody
//	## part-name                        begins a part that a text can ask for
//	$ echo hello; echo $$               a command; it must succeed
//	hello
//	<pid>                               a hole: any process id fits
//	! cat /no/such/file                 a command; it must fail
//	cat: /no/such/file: No such file or directory
//	$ cat <<END                         a command of several lines
//	> one
//	> END
//	one
//
// A line of output that begins with "$ ", "! ", "# ", "## ", "> " or a backslash is
// written with a backslash in front. The same file is a lesson's text, a slide, a
// live demo and a test, so nobody types output by hand.
package transcript

import (
	"fmt"
	"slices"
	"strings"
)

// Transcript is a parsed file.
type Transcript struct {
	items []item
}

type kind int

const (
	comment kind = iota
	part
	command
)

// item is a comment line, the heading of a part, or a command with its output.
type item struct {
	kind   kind
	text   string // without its mark; of a command all lines, joined by newlines
	fails  bool
	output []string // unescaped; may hold holes
	line   int
}

// Parse reads a transcript. Output before the first command is an error.
func Parse(text string) (Transcript, error) {
	var t Transcript
	continued := false
	for i, line := range splitLines(text) {
		next, isItem := parseItem(line, i+1)
		last := len(t.items) - 1
		switch {
		case isItem:
			t.items = append(t.items, next)
		case last >= 0 && continued && strings.HasPrefix(line, "> "):
			t.items[last].text += "\n" + line[2:]
			continue
		case last >= 0 && t.items[last].kind == command:
			t.items[last].output = append(t.items[last].output, unescape(line))
		case line != "":
			return Transcript{}, fmt.Errorf("read transcript: line %d: output before a command", i+1)
		}
		continued = isItem && next.kind == command
	}
	return t, nil
}

func parseItem(line string, number int) (item, bool) {
	for _, mark := range []struct {
		prefix string
		item   item
	}{
		{"$ ", item{kind: command}},
		{"! ", item{kind: command, fails: true}},
		{"## ", item{kind: part}},
		{"# ", item{kind: comment}},
	} {
		if text, ok := strings.CutPrefix(line, mark.prefix); ok {
			mark.item.text, mark.item.line = text, number
			return mark.item, true
		}
	}
	return item{}, false
}

// String returns the file's text; Parse and String are inverse up to the final
// newline and blank lines in front of the first command.
func (t Transcript) String() string {
	var b strings.Builder
	for _, it := range t.items {
		b.WriteString(it.mark())
		b.WriteString(strings.ReplaceAll(it.text, "\n", "\n> "))
		b.WriteByte('\n')
		for _, line := range it.output {
			b.WriteString(escape(line) + "\n")
		}
	}
	return b.String()
}

func (it item) mark() string {
	switch {
	case it.kind == comment:
		return "# "
	case it.kind == part:
		return "## "
	case it.fails:
		return "! "
	}
	return "$ "
}

// Shown returns what a reader of a text sees: commands behind a "$ " and their
// output, of one part or, where name is empty, of the whole. A part ends where
// the next begins; a name that is not there is an error.
func (t Transcript) Shown(name string) (string, error) {
	if name != "" && !slices.ContainsFunc(t.items, func(it item) bool { return it.kind == part && it.text == name }) {
		return "", fmt.Errorf("find part %q of transcript: no such part", name)
	}
	var b strings.Builder
	current := ""
	for _, it := range t.items {
		if it.kind == part {
			current = it.text
		}
		if it.kind != command || name != "" && current != name {
			continue
		}
		b.WriteString("$ " + strings.ReplaceAll(it.text, "\n", "\n> ") + "\n")
		for _, line := range it.output {
			b.WriteString(line + "\n")
		}
	}
	return b.String(), nil
}

var marks = []string{"$ ", "! ", "# ", "## ", "> ", `\`}

func escape(line string) string {
	for _, mark := range marks {
		if strings.HasPrefix(line, mark) {
			return `\` + line
		}
	}
	return line
}

func unescape(line string) string { return strings.TrimPrefix(line, `\`) }

func splitLines(text string) []string {
	text = strings.TrimSuffix(text, "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
