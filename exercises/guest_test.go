//go:build linux

package exercises_test

import (
	"context"
	"path"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/exercises/proof"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
)

// TestOnAPureV2Host has the judge at work in a virtual machine: where control groups are of version 2
// only, where mounts spread, and where there is nothing but what this test brought. There is no
// compiler, so the answers are compiled here.
func TestOnAPureV2Host(t *testing.T) {
	if testing.Short() {
		t.Skip("one emulated processor takes minutes")
	}
	t.Parallel()
	vmtest.Kernel(t)
	dir := t.TempDir()
	for _, a := range guestAnswers(t) {
		if err := grade.Prebuild(context.Background(), proof.Place(t), a.exercise, a.text, dir); err != nil {
			t.Fatal(err)
		}
	}
	const inside = "/prebuilt"
	vmtest.Run(t, vmtest.Options{
		Tests:   "^TestInsideAnswersAreJudgedAsElsewhere$",
		Timeout: 10 * time.Minute, // beside other checks
		Files:   map[string]string{inside: dir},
		Env:     []string{grade.PrebuiltEnv + "=" + inside},
	})
}

func TestInsideAnswersAreJudgedAsElsewhere(t *testing.T) {
	if !vmtest.Inside() {
		t.Skip("runs in the guest, by TestOnAPureV2Host")
	}
	at := proof.Place(t) // one for all: unpacking the base image takes a second there
	for _, a := range guestAnswers(t) {
		t.Run(a.name, func(t *testing.T) {
			r := proof.Check(t, at, a.exercise, a.text)
			if told := r.Finding.ID; told != a.told || (r.Finding.Status == grade.Pass) != (a.told == "") {
				t.Errorf("told as %q:\n%s", told, course.Render(r, nil, "en"))
			}
		})
	}
}

// guestAnswer is an answer that the guest judges.
type guestAnswer struct {
	exercise grade.Exercise
	name     string // its folder in solutions/
	text     grade.Submission
	told     string // the id of its failure; "" if it is right
}

// guestAnswers are the solutions of the exercises that get control groups of their own, and a right answer and a
// wrong one to an exercise of another lesson: the emulated processor takes five seconds over each.
func guestAnswers(t *testing.T) []guestAnswer {
	t.Helper()
	var answers []guestAnswer
	add := func(x grade.Exercise, folder, told string) {
		text := proof.AnswerFrom(t, x, path.Join(x.Folder, folder))
		answers = append(answers, guestAnswer{x, path.Join(x.Folder, folder), text, told})
	}
	for _, x := range courseExercises() {
		// 03/kill-all has processes fork as fast as they can, which leaves an emulated processor no time for anything else.
		if x.Groups && x.ID != "03/kill-all" {
			add(x, "", "")
		}
	}
	// Mounts spread in the guest, which they do not on every test machine.
	propagation, _ := grade.Find("02/propagation")
	add(propagation, "", "")
	add(propagation, "_wrong/ns.propagation.later", "ns.propagation.later")
	return answers
}
