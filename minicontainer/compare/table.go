// The comparison for a terminal of 80 columns.

package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
)

// Width is how many columns the tables need.
const Width = 80

// WriteTable writes the comparison for a terminal.
func (r *Report) WriteTable(w io.Writer, l Language) error {
	words, err := WordsOf(l)
	if err != nil {
		return err
	}
	t := &tables{Words: words, report: r}
	t.head()
	t.section(words.Table.Time, t.times())
	t.section(words.Table.Work, t.works())
	t.section(words.Table.Walls, t.walls())
	t.section(words.Table.Disk, t.disk())
	t.foot()
	_, err = io.WriteString(w, t.text.String())
	return err
}

type tables struct {
	Words
	report *Report
	text   strings.Builder
}

func (t *tables) line(format string, args ...any) {
	for _, line := range wrap(fmt.Sprintf(format, args...), Width) {
		t.text.WriteString(line + "\n")
	}
}

func (t *tables) head() {
	m := t.report.Machine
	t.line(t.Table.Title, t.report.Image)
	t.line("%s · %s, %d %s, %s, Linux %s", t.report.Date.Format("2006-01-02 15:04 UTC"), m.Processor, m.Cores, t.Table.Cores,
		Size(float64(m.MemoryBytes)), m.Kernel)
}

// section writes rows below their heading; none without one.
func (t *tables) section(title string, rows [][]string) {
	if len(rows) < 2 {
		return
	}
	t.line("\n%s", title)
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], cells.Of(cell))
		}
	}
	for _, row := range rows {
		t.text.WriteString(strings.TrimRight(aligned(row, widths), " ") + "\n")
	}
}

// aligned has the first cell on the left and numbers on the right.
func aligned(row []string, widths []int) string {
	var line strings.Builder
	for i, cell := range row {
		room := strings.Repeat(" ", widths[i]-cells.Of(cell))
		if i == 0 {
			line.WriteString(cell + room)
		} else {
			line.WriteString("  " + room + cell)
		}
	}
	return line.String()
}

// measured are the kinds of which there is anything to show.
func (t *tables) measured() []*Result {
	return slices.DeleteFunc(slices.Clone(t.report.Kinds), func(r *Result) bool { return len(r.Samples) == 0 })
}

func (t *tables) times() [][]string {
	rows := [][]string{{"", t.Measures["ready_seconds"], t.Table.Range, t.Measures["pss_bytes"], t.Table.Around, t.Table.OneMore}}
	for _, r := range t.measured() {
		values := r.Values("ready")
		if len(values) == 0 {
			continue
		}
		between := span(slices.Min(values), slices.Max(values))
		if r.cold("ready") {
			between += "*"
		}
		more := "–"
		if r.Density != nil {
			more = Size(r.Density.SlopeBytes)
		}
		around := r.Medians["attendance_bytes"] + r.Medians["hypervisor_bytes"]
		rows = append(rows, []string{t.Kind(r.Name), Duration(r.Medians["ready_seconds"]), between, Size(r.Medians["pss_bytes"]), Size(around), more})
	}
	return rows
}

func (r *Result) cold(measure string) bool {
	return slices.ContainsFunc(r.Samples, func(s Sample) bool { return s.Measure == measure && s.Cold })
}

func (t *tables) works() [][]string {
	names := probe.Works()
	if len(t.report.Method.Command) > 0 {
		names = append(names, "command")
	}
	heads := []string{""}
	for _, name := range names {
		heads = append(heads, t.Measures[name+"_seconds"])
	}
	rows := [][]string{heads}
	for _, r := range t.measured() {
		row := []string{t.Kind(r.Name)}
		for _, name := range names {
			cell := "–"
			if median, ok := r.Median(name + "_seconds"); ok {
				cell = Duration(median)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows
}

func (t *tables) walls() [][]string {
	rows := [][]string{{"", t.Table.OwnKernel, t.Table.Processes, t.Table.HostSees, t.Table.SeesHost, t.Table.Devices}}
	for _, r := range t.measured() {
		if i := r.Isolation; i != nil {
			rows = append(rows, []string{
				t.Kind(r.Name), t.yes(i.OwnKernel), fmt.Sprint(i.Look.Processes), t.yes(i.HostSeesIt), t.yes(i.SeesHost), fmt.Sprint(i.Look.DeviceFiles),
			})
		}
	}
	return rows
}

func (t *tables) yes(is bool) string {
	if is {
		return t.Table.Yes
	}
	return t.Table.No
}

func (t *tables) disk() [][]string {
	rows := [][]string{{"", t.Table.File, t.Table.Actual, t.Table.Apparent, ""}}
	for _, r := range t.measured() {
		for _, f := range r.Files {
			whose := t.Table.Shared
			if f.Each {
				whose = t.Table.Each
			}
			rows = append(rows, []string{t.Kind(r.Name), t.File(f.What), Size(float64(f.ActualBytes)), Size(float64(f.ApparentBytes)), whose})
		}
	}
	return rows
}

func (t *tables) foot() {
	t.line("")
	if same, compared := t.report.SameTree(); compared && same {
		tree := t.report.tree()
		t.line(t.Table.SameTree, tree.Digest[:min(12, len(tree.Digest))], tree.Files)
	} else if compared {
		t.line("%s", t.Table.OtherTree)
	}
	t.line(t.Table.Runs, t.report.Method.Runs)
	if slices.ContainsFunc(t.measured(), func(r *Result) bool { return r.Emulated }) {
		t.line("%s", t.Table.Emulation)
	}
	for _, r := range t.report.Kinds {
		if r.Missing != "" {
			t.line("%s: %s: %s", t.Table.Missing, t.Kind(r.Name), r.Missing)
		}
		if r.Failed != "" {
			t.line("%s: %s: %s", t.Table.Failed, t.Kind(r.Name), r.Failed)
		}
		for _, note := range r.Notes {
			t.line("%s: %s", t.Kind(r.Name), note)
		}
	}
}

// wrap breaks a line between words.
func wrap(text string, width int) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		current := ""
		for _, word := range strings.Fields(line) {
			if current != "" && cells.Of(current)+1+cells.Of(word) > width {
				lines = append(lines, current)
				current = "  " + word
				continue
			}
			if current != "" {
				current += " "
			}
			current += word
		}
		lines = append(lines, current)
	}
	return lines
}
