//go:build linux

package course_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

func TestProgressSurvivesALostMachine(t *testing.T) {
	old := folder(t)
	x := exercise(t, "01/chdir")
	write(t, old, x, "package main // 내 답\n")
	if err := old.Update(x.ID, func(r *course.Record) { r.Hints, r.GaveUp, r.Last = 2, true, grade.Pass }); err != nil {
		t.Fatal(err)
	}
	line, err := old.Export("ko")
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(line, " \n") || len(line) > course.LongestLine {
		t.Errorf("not one short word: %q", line)
	}

	// A chat window breaks it.
	saved, err := course.ReadLine(" " + line[:20] + "\n" + line[20:] + "\n")
	if err != nil {
		t.Fatal(err)
	}
	fresh := folder(t)
	restored, kept, err := fresh.Import(saved)
	if err != nil || len(restored) != 1 || len(kept) != 0 {
		t.Fatalf("restored %d, kept %q: %v", len(restored), kept, err)
	}
	if got := read(t, fresh, x); got != "package main // 내 답\n" {
		t.Errorf("restored as %q", got)
	}
	known, err := fresh.Progress()
	if err != nil {
		t.Fatal(err)
	}
	if r := known[x.ID]; r.Hints != 2 || !r.GaveUp || r.Last != "" {
		t.Errorf("remembered %+v; a line must not claim a pass", r)
	}
	if saved.Lang != "ko" {
		t.Errorf("language %q", saved.Lang)
	}
}

func TestALineThatIsDamagedOrNotOursIsRefused(t *testing.T) {
	p := folder(t)
	write(t, p, exercise(t, "01/chdir"), "package main\n")
	line, err := p.Export("en")
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"cut off":    line[:len(line)-4],
		"cut short":  line[:len(line)/2],
		"one letter": strings.Replace(line, line[10:11], string(line[10]^1), 1),
		"other":      "hello",
		"empty":      "",
		"form":       "mc9" + line[3:],
	} {
		_, err := course.ReadLine(bad)
		if err == nil {
			t.Errorf("%s: taken", name)
		}
		if course.IsLine(bad) != strings.HasPrefix(name, "cut") && name != "one letter" || course.IsLine(bad) && !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImportKeepsWhatIsThereAlready(t *testing.T) {
	x := exercise(t, "01/chdir")
	old, fresh := folder(t), folder(t)
	write(t, old, x, "from the line")
	write(t, fresh, x, "from here")
	line, err := old.Export("")
	if err != nil {
		t.Fatal(err)
	}
	saved, err := course.ReadLine(line)
	if err != nil {
		t.Fatal(err)
	}
	_, kept, err := fresh.Import(saved)
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %q: %v", kept, err)
	}
	text, err := os.ReadFile(filepath.Join(kept[0], x.Answer[0]))
	if err != nil || string(text) != "from here" {
		t.Errorf("kept %q: %v", text, err)
	}
	if got := read(t, fresh, x); got != "from the line" {
		t.Errorf("restored %q", got)
	}
}

func TestAnImportedAnswerIsWholeAndNotCheckedYet(t *testing.T) {
	x := exercise(t, "01/chdir")
	old, fresh := folder(t), folder(t)
	write(t, old, x, "from the line")
	helper := filepath.Join(fresh.Folder(x), "helper.go")
	if err := os.WriteFile(helper, []byte("package main"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := fresh.Update(x.ID, func(r *course.Record) { r.Last = grade.Pass }); err != nil {
		t.Fatal(err)
	}
	line, err := old.Export("")
	if err != nil {
		t.Fatal(err)
	}
	saved, err := course.ReadLine(line)
	if err != nil {
		t.Fatal(err)
	}
	_, kept, err := fresh.Import(saved)
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %q: %v", kept, err)
	}
	if _, err := os.Stat(helper); !os.IsNotExist(err) {
		t.Errorf("a file of the other answer would be compiled with this one: %v", err)
	}
	if known, err := fresh.Progress(); err != nil || known[x.ID].Last != "" {
		t.Errorf("counts as %q: %v", known[x.ID].Last, err)
	}
}

func TestChangesAtTheSameTimeAreAllRemembered(t *testing.T) {
	p := folder(t)
	const windows, hints = 4, 10
	failed := make(chan error)
	for range windows {
		go func() {
			var err error
			for range hints {
				err = errors.Join(err, p.Update("01/chdir", func(r *course.Record) { r.Hints++ }))
			}
			failed <- err
		}()
	}
	for range windows {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	if known, err := p.Progress(); err != nil || known["01/chdir"].Hints != windows*hints {
		t.Errorf("%d of %d: %v", known["01/chdir"].Hints, windows*hints, err)
	}
}
