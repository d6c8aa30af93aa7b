package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

const (
	pageWidth = 80 // the terminal a projector or a phone shows
	idWidth   = 19 // the longest id and a space
)

var signs = map[Status]say.Sign{
	StatusOK: say.Good, StatusInfo: say.Note, StatusWarn: say.Warn, StatusBad: say.Bad,
}

// Print writes the report for people: a line for what was found, one for why it
// matters and to which lessons, one for what to type.
func Print(p *say.Printer, groups []Group) {
	for _, one := range p.Each() {
		for _, g := range groups {
			fmt.Fprintln(one.Out, say.Strong(g.Title.In(one.Lang)))
			for _, c := range g.Checks {
				printCheck(one, c)
			}
			fmt.Fprintln(one.Out)
		}
		for _, line := range say.Wrap(verdict(groups).In(one.Lang), pageWidth) {
			fmt.Fprintln(one.Out, line)
		}
	}
}

func verdict(groups []Group) say.Message {
	if CanRun(groups) {
		return say.T("doctor.ready")
	}
	return say.T("doctor.not-ready")
}

func printCheck(p *say.Printer, c Check) {
	margin := strings.Repeat(" ", 2+idWidth)
	for i, line := range say.Wrap(c.Found.In(p.Lang), pageWidth-len(margin)) {
		if i == 0 {
			fmt.Fprintf(p.Out, "%v %s%s\n", signs[c.Status], say.Pad(c.ID, idWidth), line)
			continue
		}
		fmt.Fprintln(p.Out, margin+line)
	}
	why := fmt.Sprintf("%s (%s)", c.Why.In(p.Lang), lessonNames(c.Lessons).In(p.Lang))
	for _, line := range say.Wrap(why, pageWidth-len(margin)) {
		fmt.Fprintln(p.Out, margin+say.Faint(line))
	}
	if !c.Remedy.IsZero() {
		printRemedy(p, margin, c.Remedy)
	}
}

func printRemedy(p *say.Printer, margin string, remedy say.Message) {
	arrow := "→ "
	for _, line := range say.Wrap(remedy.In(p.Lang), pageWidth-len(margin)-2) {
		fmt.Fprintln(p.Out, margin+arrow+line)
		arrow = "  "
	}
}

// lessonNames is one word to the eye and to Wrap.
func lessonNames(numbers []int) say.Message {
	list := strings.ReplaceAll(lessonList(numbers), " ", say.NoBreak)
	if len(numbers) == 1 {
		return say.T("doctor.lesson", list)
	}
	return say.T("doctor.lessons", list)
}

// lessonList writes 1, 2, 3, 5 as 1–3, 5.
func lessonList(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		last := i
		for last+1 < len(numbers) && numbers[last+1] == numbers[last]+1 {
			last++
		}
		part := strconv.Itoa(numbers[i])
		if last > i {
			part += "–" + strconv.Itoa(numbers[last])
		}
		parts = append(parts, part)
		i = last + 1
	}
	return strings.Join(parts, ", ")
}

// checkJSON is a check for programs. Its names and statuses stay as they are;
// its sentences are in the chosen language.
type checkJSON struct {
	ID      string `json:"id"`
	Status  Status `json:"status"`
	Found   string `json:"found"`
	Why     string `json:"why"`
	Lessons []int  `json:"lessons"`
	Remedy  string `json:"remedy,omitempty"`
}

type reportJSON struct {
	CanRun bool        `json:"can_run"`
	Checks []checkJSON `json:"checks"`
}

// WriteJSON writes the report for programs, English where no language is chosen.
func WriteJSON(w io.Writer, groups []Group, lang say.Lang) error {
	out := reportJSON{CanRun: CanRun(groups)}
	for _, g := range groups {
		for _, c := range g.Checks {
			j := checkJSON{ID: c.ID, Status: c.Status, Found: c.Found.In(lang), Why: c.Why.In(lang), Lessons: c.Lessons}
			if !c.Remedy.IsZero() {
				j.Remedy = c.Remedy.In(lang)
			}
			out.Checks = append(out.Checks, j)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}
