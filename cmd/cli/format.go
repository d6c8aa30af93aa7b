//go:build linux

// How the rows of a list are shown: --format and -q, with Docker's words.
//
//	table            the list's own columns; so, too, if nothing is said
//	table TEMPLATE   columns of one's own: 'table {{.ID}}\t{{.Names}}'
//	json             an object a line
//	raw              a field a line
//	TEMPLATE         whatever one likes, a line for each row
//
// A row is a struct with a string for each field, under Docker's names. They are in alphabetical order, in which Docker's
// JSON has them. What a person reads of a row is text; what a program reads of a thing is for inspect.

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
)

// column is a field of a list's rows, and what stands above it.
type column struct{ field, head string }

// listing is how the rows of one list can be shown.
type listing struct {
	columns []column
	table   []string // the fields of the table
	quiet   string   // the field that -q shows
	raw     []column // what raw shows, with the words in front; none: there is no raw
}

// formatFlags are the flags with which a list is shown.
type formatFlags struct {
	format       string
	quiet, whole bool
	quietWins    bool // -q has a say even where a format of one's own is given
}

// addFormat adds the flags to a command that shows a list of things with ids.
func (f *formatFlags) addFormat(cmd *cobra.Command, shown string) {
	f.addTemplate(cmd)
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "show "+shown+" only")
	if shown == "ids" {
		cmd.Flags().BoolVar(&f.whole, "no-trunc", false, "shorten nothing")
	}
}

// addTemplate adds --format alone.
func (f *formatFlags) addTemplate(cmd *cobra.Command) {
	const help = "table (default), json, or a Go `TEMPLATE`, as in\n'{{.Name}}'; 'table TEMPLATE' puts headings above"
	cmd.Flags().StringVar(&f.format, "format", "", help)
}

// asTable tells whether the list's own columns are to be shown.
func (f formatFlags) asTable() bool { return f.format == "" || f.format == "table" }

// wants tells whether a field will be shown: some take long to find out.
func (f formatFlags) wants(field string) bool {
	return strings.Contains(f.format, "."+field) || strings.Contains(f.format, "json .")
}

// show prints the rows in the form that the flags ask for. Of a template that is wrong, nothing or a part is printed.
func (l listing) show(w io.Writer, f formatFlags, rows []any) error {
	if f.quiet && (f.quietWins || f.asTable()) {
		return printLines(w, textOf(rows, func(row any) string { return fieldOf(row, l.quiet) }))
	}
	switch {
	case f.asTable():
		return l.columnsOf(l.table, rows).write(w)
	case f.format == "json":
		return jsonLines(w, rows)
	case f.format == "raw" && l.raw != nil:
		return printLines(w, textOf(rows, l.rawText))
	}
	return l.template(w, f.format, rows)
}

func textOf(rows []any, text func(row any) string) (lines []string) {
	for _, row := range rows {
		lines = append(lines, text(row))
	}
	return lines
}

func printLines(w io.Writer, lines []string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// fieldOf is a field of a row by its name.
func fieldOf(row any, name string) string { return reflect.ValueOf(row).FieldByName(name).String() }

// columnsOf is a table of some fields.
func (l listing) columnsOf(fields []string, rows []any) table {
	t := table{nil}
	for _, name := range fields {
		t[0] = append(t[0], l.head(name))
	}
	for _, row := range rows {
		var cells []string
		for _, name := range fields {
			cells = append(cells, fieldOf(row, name))
		}
		t = append(t, cells)
	}
	return t
}

func (l listing) head(field string) string {
	for _, c := range l.columns {
		if c.field == field {
			return c.head
		}
	}
	return ""
}

// rawText is a row with a field a line; the last line is empty.
func (l listing) rawText(row any) string {
	var text strings.Builder
	for _, c := range l.raw {
		fmt.Fprintf(&text, "%s:%s\n", c.head, pad(fieldOf(row, c.field), 1, 0))
	}
	return text.String()
}

func jsonLines(w io.Writer, rows []any) error {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for _, row := range rows {
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return nil
}
