//go:build linux

package course_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	_ "github.com/minicontainer/minicontainer/exercises"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// folder makes a learner's folder without a clone.
func folder(t *testing.T) course.Place {
	t.Helper()
	p, err := course.Make(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func exercise(t *testing.T, id string) grade.Exercise {
	t.Helper()
	x, ok := grade.Find(id)
	if !ok {
		t.Fatalf("no exercise %s", id)
	}
	return x
}

// write answers an exercise with a text.
func write(t *testing.T, p course.Place, x grade.Exercise, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.Folder(x), x.Answer[0]), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, p course.Place, x grade.Exercise) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.Folder(x), x.Answer[0]))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFolderMadeWithoutACloneHoldsEveryStubAndIsFoundFromInside(t *testing.T) {
	p := folder(t)
	for _, x := range grade.All() {
		answer, err := grade.ReadSubmission(x, p.Folder(x))
		if err != nil || !x.Untouched(answer) {
			t.Errorf("%s: not the stub: %v", x.ID, err)
		}
		found, err := course.Find(p.Folder(x))
		if err != nil || found != p {
			t.Errorf("from %s: %v, %v", p.Folder(x), found, err)
		}
	}
	if _, err := course.Find(filepath.Dir(p.Root)); !errors.Is(err, course.ErrNoPlace) {
		t.Errorf("outside: %v", err)
	}
}

func TestTheFoldersLibraryIsTheClonesOwn(t *testing.T) {
	p := folder(t)
	for _, name := range []string{"go.mod", "go.sum"} {
		ours, err := os.ReadFile(filepath.Join(p.Root, name))
		if err != nil {
			t.Fatal(err)
		}
		clones, err := os.ReadFile(filepath.Join("..", "..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(ours), "\n") {
			line = strings.TrimPrefix(line, "require ")
			if strings.HasPrefix(line, "golang.org/") && !strings.Contains(string(clones), line) {
				t.Errorf("%s: %q is not in the clone's", name, line)
			}
		}
	}
}

func TestMakingTheFolderAgainOverwritesNothing(t *testing.T) {
	p := folder(t)
	x := exercise(t, "01/chdir")
	write(t, p, x, "mine")
	if _, err := course.Make(filepath.Dir(p.Root)); err != nil {
		t.Fatal(err)
	}
	if got := read(t, p, x); got != "mine" {
		t.Errorf("overwritten with %q", got)
	}
}

func TestResetBringsTheStubBackAndKeepsACopy(t *testing.T) {
	p, x := folder(t), exercise(t, "01/chdir")
	write(t, p, x, "half an answer")
	kept, err := p.Reset(x)
	if err != nil || kept == "" {
		t.Fatalf("kept %q: %v", kept, err)
	}
	if text, err := os.ReadFile(filepath.Join(kept, x.Answer[0])); err != nil || string(text) != "half an answer" {
		t.Errorf("the copy is %q: %v", text, err)
	}
	answer, err := grade.ReadSubmission(x, p.Folder(x))
	if err != nil || !x.Untouched(answer) {
		t.Errorf("not the stub: %v", err)
	}
	if kept, err := p.Reset(x); err != nil || kept != "" {
		t.Errorf("a second reset keeps %q: %v", kept, err)
	}
}

func TestSelectKnowsTheWaysToNameAnExercise(t *testing.T) {
	for name, want := range map[string]string{"01/chdir": "01/chdir", "1/chdir": "01/chdir", "chdir": "01/chdir", "01-chroot/03-chdir": "01/chdir", "exercises/01-chroot/03-chdir/": "01/chdir"} {
		found, err := course.Select(name)
		if err != nil || len(found) != 1 || found[0].ID != want {
			t.Errorf("%q: %d found, %v", name, len(found), err)
		}
	}
	for _, name := range []string{"01", "1", "01-chroot", "exercises/01-chroot/", ""} {
		if found, err := course.Select(name); err != nil || len(found) < 8 {
			t.Errorf("%q: %d found, %v", name, len(found), err)
		}
	}
	for _, name := range []string{"nosuch", "../..", "09", "01/../01/chdir"} {
		if _, err := course.Select(name); err == nil {
			t.Errorf("%q is found", name)
		}
	}
}

// TestASaveIsSeenHoweverAnEditorSaves writes in place, and by renaming a new file over the old one.
func TestASaveIsSeenHoweverAnEditorSaves(t *testing.T) {
	p, x := folder(t), exercise(t, "01/chdir")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	seen := make(chan string)
	ended := make(chan error)
	go func() {
		ended <- p.Watch(ctx, grade.All(), func(list []grade.Exercise) { seen <- list[0].ID })
	}()
	<-seen // the whole list: the watch has begun
	save := map[string]func(){
		"in place": func() { write(t, p, x, "one") },
		"by rename": func() {
			if err := p.Write(filepath.Join(p.Folder(x), x.Answer[0]), []byte("two")); err != nil {
				t.Error(err)
			}
		},
	}
	for name, do := range save {
		if !seenAfter(ctx, do, seen, x.ID) {
			t.Errorf("saved %s, and nobody noticed", name)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// seenAfter saves and waits until the watch reports the exercise.
func seenAfter(ctx context.Context, save func(), seen <-chan string, want string) bool {
	save()
	select {
	case id := <-seen:
		return id == want
	case <-ctx.Done():
		return false
	}
}
