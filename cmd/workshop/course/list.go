//go:build linux

package course

import (
	"fmt"
	"io"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/lessons"
)

// signs show how an exercise stands.
var signs = map[grade.Status]say.Sign{grade.Pass: say.Good, grade.Fail: say.Bad, grade.Env: say.Warn, grade.Skipped: "-", "": say.Note}

var planned = grade.Text{EN: "not written yet", KO: "준비 중"}

// List writes the whole course with what is remembered.
func List(w io.Writer, known Progress, lang string) {
	for _, l := range lessons.All {
		list := lessonsExercises(l.Number)
		if len(list) == 0 {
			fmt.Fprintf(w, "%s  %s\n", l.Slug(), planned.In(lang))
			continue
		}
		got, most := known.Points(list)
		fmt.Fprintf(w, "%s  %d/%d\n", l.Slug(), got, most)
		ListOf(w, list, known, lang)
	}
}

func lessonsExercises(number int) []grade.Exercise {
	var list []grade.Exercise
	for _, x := range grade.All() {
		if x.Lesson() == fmt.Sprintf("%02d", number) {
			list = append(list, x)
		}
	}
	return list
}

// ListOf writes one line for each exercise.
func ListOf(w io.Writer, list []grade.Exercise, known Progress, lang string) {
	for _, x := range list {
		fmt.Fprintf(w, "  %s %-18s %-9s %s\n", string(signs[known[x.ID].Last]), x.ID, x.Kind, x.Title.In(lang))
	}
}
