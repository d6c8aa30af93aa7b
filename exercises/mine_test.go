//go:build linux

package exercises_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/exercises/proof"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// mine runs the answers together and returns what they printed.
func mine(t *testing.T, answers map[string]grade.Submission, args ...string) (output string, status int) {
	t.Helper()
	at := proof.Place(t)
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	status, complaint, err := grade.Mine(context.Background(), at, answers, args, grade.Streams{In: null, Out: out, Err: out})
	if err != nil || complaint != "" {
		if os.Geteuid() != 0 {
			testenv.Missing(t, "root", "no fake host for this user")
		}
		t.Fatalf("%v\n%s", err, complaint)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text), status
}

func TestTheSolutionsAddUpToARuntime(t *testing.T) {
	answers := map[string]grade.Submission{}
	for _, x := range courseExercises() {
		answers[x.ID] = proof.AnswerFrom(t, x, x.Folder)
	}
	output, status := mine(t, answers, "run", "base", "/bin/sh", "-c", "ls /dev; cat /etc/os-release; echo $HOME; hostname; echo process $$; exit 7")
	for _, want := range []string{"null\n", "minicontainer base image", "/root\n", "mine\n", "process 1\n"} {
		if !strings.Contains(output, want) {
			t.Errorf("no %q in the output:\n%s", want, output)
		}
	}
	if status != 7 || strings.Contains(output, "mine: without") {
		t.Errorf("status %d:\n%s", status, output)
	}
}

func TestTheStubsAddUpToAListOfWhatIsMissing(t *testing.T) {
	answers := map[string]grade.Submission{}
	for _, x := range courseExercises() {
		s := grade.Submission{}
		for name, text := range x.Stub() {
			if x.IsAnswer(name) {
				s[name] = text
			}
		}
		answers[x.ID] = s
	}
	output, status := mine(t, answers, "run", "base", "/bin/true")
	if status == 0 {
		t.Error("nothing was run, and the status is 0")
	}
	for _, want := range []string{"mine: nothing was run", "without 01/pivot", "without 01/chdir", "without 01/cleanup", "without 02/hostname", "without 02/proc"} {
		if !strings.Contains(output, want) {
			t.Errorf("no %q in the output:\n%s", want, output)
		}
	}
}
