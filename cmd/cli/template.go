//go:build linux

// Go templates (package text/template), with Docker's functions besides Go's own.

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/template"
	"unicode"
)

// functions are Docker's. Source: docker/cli, templates/templates.go.
func functions() template.FuncMap {
	return template.FuncMap{
		"json": toJSON, "join": join, "split": strings.Split, "lower": strings.ToLower, "upper": strings.ToUpper,
		"title": title, "pad": pad, "truncate": truncate,
	}
}

// headFunctions leave a heading as it is: what is done to a field is not done to its name.
func headFunctions() template.FuncMap {
	return template.FuncMap{
		"json": asIs, "lower": asIs, "upper": asIs, "title": asIs,
		"join":     func(s, _ string) string { return s },
		"split":    func(s, _ string) string { return s },
		"truncate": func(s string, _ int) string { return s },
		"pad":      func(s string, _, _ int) string { return s },
	}
}

func asIs(s string) string { return s }

func toJSON(v any) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return strings.TrimSpace(text.String()), err
}

// join takes texts, or anything that has a text each.
func join(list any, between string) (string, error) {
	switch list := list.(type) {
	case []string:
		return strings.Join(list, between), nil
	case []any:
		words := make([]string, len(list))
		for i, v := range list {
			words[i] = fmt.Sprint(v)
		}
		return strings.Join(words, between), nil
	}
	return "", fmt.Errorf("join a %T: it is no list of texts", list)
}

// title begins each word with a capital letter.
func title(text string) string {
	before := ' '
	return strings.Map(func(r rune) rune {
		first := !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '_' && before != '\''
		before = r
		if first {
			return unicode.ToTitle(r)
		}
		return r
	}, text)
}

// pad puts blanks before and after a text that is not empty.
func pad(text string, before, after int) string {
	if text == "" {
		return text
	}
	return strings.Repeat(" ", max(before, 0)) + text + strings.Repeat(" ", max(after, 0))
}

// truncate keeps the first n bytes.
func truncate(text string, n int) string { return text[:min(max(n, 0), len(text))] }

// parseTemplate reads what --format says.
func parseTemplate(text string) (*template.Template, error) {
	t, err := template.New("--format").Funcs(functions()).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read --format: %w", err)
	}
	return t, nil
}

// heads are the headings of a list's fields, for a template; that of a label is its own name.
type heads map[string]string

// Label is the heading of one label.
func (heads) Label(name string) string { return name }

// template prints the rows by a template. As people type it in a shell, \t and \n in it are a tab and a line's end. With
// "table" in front, tabs separate the columns of a table with headings.
func (l listing) template(w io.Writer, format string, rows []any) error {
	text, isTable := strings.CutPrefix(format, "table")
	t, err := parseTemplate(strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(strings.Trim(text, " ")))
	if err != nil {
		return err
	}
	var lines []string
	for _, row := range rows {
		line, err := execute(t, row)
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if !isTable {
		return printLines(w, lines)
	}
	head, err := execute(t.Funcs(headFunctions()), l.heads())
	if err != nil {
		return err
	}
	return tabbed(append([]string{head}, lines...)).write(w)
}

func execute(t *template.Template, data any) (string, error) {
	var text strings.Builder
	if err := t.Execute(&text, data); err != nil {
		return text.String(), fmt.Errorf("read --format: %w", err)
	}
	return text.String(), nil
}

func (l listing) heads() heads {
	h := heads{}
	for _, c := range l.columns {
		h[c.field] = c.head
	}
	return h
}

// tabbed is the table of lines whose cells are separated by tabs.
func tabbed(texts []string) table {
	var t table
	for _, line := range strings.Split(strings.Join(texts, "\n"), "\n") {
		t = append(t, strings.Split(line, "\t"))
	}
	return t
}
