package grade

import (
	"fmt"
	"strings"
)

// words are the labels of a failure, in both languages; they are padded to one width.
var words = map[string]Text{
	"ran":        {"ran", "실행"},
	"observed":   {"observed", "본 것"},
	"expected":   {"expected", "기대"},
	"so":         {"so", "그래서"},
	"look at":    {"look at", "읽을 곳"},
	"reason":     {"reason", "이유"},
	"notChecked": {"not checked", "미검사"},
	"needThis":   {"%s (they need this one)", "%s (이것부터 통과해야 해요)"},
	"hint":       {"hint 1/3:  workshop hint %[1]s", "힌트 1/3:  workshop hint %[1]s"},
}

// labelWidth is the column, in terminal cells, at which what is said begins.
const labelWidth = 13

// Marks of the four outcomes.
var marks = map[Status]string{Pass: "✓", Fail: "✗", Skipped: "-", Env: "!"}

// Render is a result as a learner reads it. waiting are the exercises that could not be
// checked because of this one.
func Render(r Result, waiting []string, lang string) string {
	var b strings.Builder
	x := r.Exercise
	fmt.Fprintf(&b, "%s %-16s %s %d/%d\n", marks[r.Finding.Status], x.ID, pad(x.Title.In(lang), 52), r.Points(), x.Points)
	switch r.Finding.Status {
	case Pass:
		line(&b, "observed", strings.TrimSpace(r.Finding.Observed+"\n"+r.Cause(lang)), lang)
	case Fail:
		renderFailure(&b, r, waiting, lang)
	case Env, Skipped:
		line(&b, "reason", r.Cause(lang), lang)
	}
	return b.String()
}

func renderFailure(b *strings.Builder, r Result, waiting []string, lang string) {
	line(b, "ran", r.Ran, lang)
	line(b, "observed", r.Finding.Observed, lang)
	line(b, "expected", r.Expected(lang), lang)
	line(b, "so", r.Cause(lang), lang)
	line(b, "look at", r.Exercise.LookAt.In(lang), lang)
	if len(waiting) > 0 {
		line(b, "notChecked", words["needThis"].In(lang, strings.Join(waiting, ", ")), lang)
	}
	fmt.Fprintf(b, "  %s\n  id: %s\n", words["hint"].In(lang, r.Exercise.ID), r.Finding.ID)
}

// line writes one labelled line, or as many as the text has.
func line(b *strings.Builder, label, text, lang string) {
	if text == "" {
		return
	}
	label = words[label].In(lang)
	for _, l := range strings.Split(text, "\n") {
		for _, piece := range wrap(l, pageWidth-labelWidth-2) {
			fmt.Fprintf(b, "  %s%s\n", pad(label, labelWidth), piece)
			label = ""
		}
	}
}

// pageWidth is what a terminal has where nobody has made it wider.
const pageWidth = 80

// wrap breaks a line between words; a word that is too long stays whole.
func wrap(text string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Split(text, " ") {
		if current != "" && cells(current)+1+cells(word) > width {
			lines, current = append(lines, current), ""
		}
		if current != "" {
			current += " "
		}
		current += word
	}
	return append(lines, current)
}

// pad fills up to a width in terminal cells, of which a Hangul syllable takes two.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(1, width-cells(text)))
}

func cells(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xff00 && r <= 0xff60) {
			n++
		}
	}
	return n
}
