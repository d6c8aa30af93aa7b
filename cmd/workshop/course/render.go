//go:build linux

package course

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// words are the labels of a failure, in both languages; they are padded to one width.
var words = map[string]grade.Text{
	"ran":        {EN: "ran", KO: "실행"},
	"observed":   {EN: "observed", KO: "본 것"},
	"expected":   {EN: "expected", KO: "기대"},
	"so":         {EN: "so", KO: "그래서"},
	"look at":    {EN: "look at", KO: "읽을 곳"},
	"reason":     {EN: "reason", KO: "이유"},
	"notChecked": {EN: "not checked", KO: "미검사"},
	"needThis":   {EN: "%s (they need this one)", KO: "%s (이것부터 통과해야 해요)"},
	"hint":       {EN: "hint 1/3:  workshop hint %[1]s", KO: "힌트 1/3:  workshop hint %[1]s"},
}

// labelWidth is the column, in terminal cells, at which what is said begins.
const labelWidth = 13

// Render is a result as a learner reads it. waiting are the exercises that could not be
// checked because of this one.
func Render(r grade.Result, waiting []string, lang string) string {
	var b strings.Builder
	x := r.Exercise
	fmt.Fprintf(&b, "%s %-16s %s %d/%d\n", string(signs[r.Finding.Status]), x.ID, say.Pad(x.Title.In(lang), 52), r.Points(), x.Points)
	switch r.Finding.Status {
	case grade.Pass:
		line(&b, "observed", strings.TrimSpace(r.Finding.Observed+"\n"+r.Cause(lang)), lang)
	case grade.Fail:
		renderFailure(&b, r, waiting, lang)
	case grade.Env, grade.Skipped:
		line(&b, "reason", r.Cause(lang), lang)
	}
	return b.String()
}

func renderFailure(b *strings.Builder, r grade.Result, waiting []string, lang string) {
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
		for _, piece := range say.Wrap(l, say.PageWidth-labelWidth-2) {
			fmt.Fprintf(b, "  %s%s\n", say.Pad(label, labelWidth), piece)
			label = ""
		}
	}
}
