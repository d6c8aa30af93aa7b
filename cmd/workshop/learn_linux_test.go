package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/solutions"
)

// learner makes a learner's folder as a person without a clone does, and goes into it.
func learner(t *testing.T) {
	t.Helper()
	changeTo(t, t.TempDir())
	if status, _, errOut := typed(t, "start", "01", "--lang", "en"); status != 0 {
		t.Fatal(errOut)
	}
	changeTo(t, course.FolderName)
}

// answerFile is where the answer to an exercise goes.
func answerFile(t *testing.T, id string) string {
	t.Helper()
	x, ok := grade.Find(id)
	if !ok {
		t.Fatalf("no exercise %s", id)
	}
	return filepath.Join("exercises", x.Folder, x.Answer[0])
}

// solve writes the worked answer.
func solve(t *testing.T, id string) {
	t.Helper()
	file := answerFile(t, id)
	text, err := solutions.FS.ReadFile(strings.TrimPrefix(file, "exercises/"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, file, string(text))
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// said tells whether the command ended with the status and printed all that is wanted.
func said(t *testing.T, args []string, status int, wants ...string) string {
	t.Helper()
	got, out, errOut := typed(t, append(args, "--lang", "en")...)
	if got != status {
		t.Errorf("%q: status %d, want %d:\n%s%s", args, got, status, out, errOut)
	}
	for _, want := range wants {
		if !strings.Contains(out+errOut, want) {
			t.Errorf("%q: no %q in:\n%s%s", args, want, out, errOut)
		}
	}
	return out
}

func TestListShowsTheCourseAnywhere(t *testing.T) {
	changeTo(t, t.TempDir())
	said(t, []string{"list"}, 0, "01-chroot  0/", "01/chdir", "07-runtime  not written yet")
	if _, out, _ := typed(t, "list", "--lang", "ko"); !strings.Contains(out, "준비 중") || strings.Contains(out, "not written") {
		t.Errorf("in Korean:\n%s", out)
	}
}

func TestWithoutAPlaceTheWayToOneIsTold(t *testing.T) {
	changeTo(t, t.TempDir())
	for _, args := range [][]string{{"next"}, {"check"}, {"hint"}, {"solution"}, {"give-up"}, {"reset", "01"}, {"mine", "run", "base"}, {"progress", "export"}} {
		said(t, args, 1, "start 01")
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("made %v: %v", entries, err)
	}
}

func TestStartMakesAFolderAndSaysWhereToReadAndWrite(t *testing.T) {
	changeTo(t, t.TempDir())
	out := said(t, []string{"start", "1"}, 0, "First: cd "+course.FolderName, "01/static", "check 01/static")
	for _, place := range regexp.MustCompile(course.FolderName+`/\S+`).FindAllString(out, -1) {
		if _, err := os.Stat(place); err != nil {
			t.Error(err)
		}
	}
	changeTo(t, course.FolderName)
	writeFile(t, answerFile(t, "01/chdir"), "mine")
	said(t, []string{"start"}, 0, "exercises/01-chroot")
	if got := readFile(t, answerFile(t, "01/chdir")); got != "mine" {
		t.Errorf("overwritten with %q", got)
	}
	said(t, []string{"start", "nosuch"}, 1, "find exercise nosuch: there is none")
}

func TestNextNamesFilesAsTypedFromHere(t *testing.T) {
	learner(t)
	said(t, []string{"next"}, 0, "Next: 01/static", "read   exercises/01-chroot/01-static/README.md", "write  "+answerFile(t, "01/static"))
	changeTo(t, "exercises/01-chroot")
	said(t, []string{"next"}, 0, "write  01-static/answer.sh")
}

// results runs check --json, which must print nothing else.
func results(t *testing.T, wantStatus int, names ...string) []grade.JSON {
	t.Helper()
	status, out, errOut := typed(t, append([]string{"check", "--json", "--lang", "en"}, names...)...)
	var list []grade.JSON
	if err := json.Unmarshal([]byte(out), &list); err != nil || status != wantStatus {
		t.Fatalf("check %q: status %d, %v in\n%s%s", names, status, err, out, errOut)
	}
	return list
}

func TestCheckTellsMistakesAndRemembersAPass(t *testing.T) {
	containersPossible(t)
	learner(t)
	got := results(t, 1, "01/chdir")
	if len(got) != 1 || got[0].Status != grade.Fail || got[0].MessageID != "answer.untouched" || got[0].Points != 0 || got[0].MaxPoints == 0 {
		t.Errorf("the stub: %+v", got)
	}
	said(t, []string{"check", "01/chdir"}, 1, "✗ 01/chdir", "hint 01/chdir", "id: answer.untouched", "0 of 2 points")

	solve(t, "01/chdir")
	if got := results(t, 0, "chdir"); got[0].Status == grade.Env {
		testenv.Missing(t, "root", got[0].Cause)
	} else if got[0].Status != grade.Pass || got[0].Points != got[0].MaxPoints {
		t.Errorf("the solution: %+v", got[0])
	}
	said(t, []string{"list"}, 0, "✓ 01/chdir")
	said(t, []string{"solution", "01/chdir"}, 0, "solutions/01-chroot/03-chdir/run.go")
	if l, ok := unwritten(); ok {
		said(t, []string{"check", fmt.Sprint(l.Number)}, 1, "find exercises of "+l.Slug()+": the lesson is not written yet")
	}
}

func TestHintsComeOneByOne(t *testing.T) {
	learner(t)
	x, _ := grade.Find("01/pivot")
	for i := range x.Hints {
		out := said(t, []string{"hint", "01/pivot"}, 0, "hint 1/3")
		if n := strings.Count(out, "hint "+string(rune('1'+i))+"/3"); n != 1 || strings.Contains(out, "hint "+string(rune('2'+i))+"/3") {
			t.Errorf("asked %d times:\n%s", i+1, out)
		}
		if last := i == len(x.Hints)-1; strings.Contains(out, "give-up 01/pivot") != last {
			t.Errorf("the way out is shown at hint %d:\n%s", i+1, out)
		}
	}
	said(t, []string{"hint"}, 0, "01/static")
	said(t, []string{"hint", "01"}, 1, "it is a whole lesson; name one")
}

func TestASolutionOpensAfterADeliberateYesOnly(t *testing.T) {
	learner(t)
	said(t, []string{"solution", "01/pivot"}, 1, "opens when you have passed")
	if out := said(t, []string{"give-up", "01/pivot"}, 1, "--yes"); strings.Contains(out, "func pivot") {
		t.Error("shown without a yes")
	}
	said(t, []string{"solution", "01/pivot"}, 1)
	said(t, []string{"give-up", "01/pivot", "--yes"}, 0, "func pivot")
	out := said(t, []string{"solution", "01/pivot"}, 0, "solutions/01-chroot/07-pivot/pivot.go", "func pivot")
	if strings.Contains(out, "func main") {
		t.Error("shows main.go, which is given")
	}
}

func TestResetAsksAndKeepsEverythingThatWasWritten(t *testing.T) {
	learner(t)
	answer := answerFile(t, "01/chdir")
	folder := filepath.Dir(answer)
	stub := readFile(t, answer)
	mine := map[string]string{"run.go": "my answer", "main.go": "my main", "helper.go": "package main"}
	for name, text := range mine {
		writeFile(t, filepath.Join(folder, name), text)
	}
	said(t, []string{"reset", "01/chdir"}, 1, "Nothing was done", "--yes")
	if got := readFile(t, answer); got != "my answer" {
		t.Errorf("reset without a yes: %q", got)
	}
	out := said(t, []string{"reset", "01/chdir", "--yes"}, 0, "01/chdir is as it came")
	kept := regexp.MustCompile(`exercises/\.kept/\S+`).FindString(out)
	for name, text := range mine {
		if got := readFile(t, filepath.Join(kept, name)); got != text {
			t.Errorf("kept %s: %q", name, got)
		}
	}
	if got := readFile(t, answer); got != stub {
		t.Errorf("not the stub: %q", got)
	}
	if _, err := os.Stat(filepath.Join(folder, "helper.go")); !os.IsNotExist(err) {
		t.Errorf("a file that did not come with the exercise is still there: %v", err)
	}
	if out := said(t, []string{"reset", "01"}, 0, "01/cleanup is as it came"); strings.Contains(out, "kept") {
		t.Errorf("nothing was left to keep:\n%s", out)
	}
}

func TestProgressMovesToAnotherMachineAndIsCheckedThere(t *testing.T) {
	containersPossible(t)
	learner(t)
	solve(t, "01/etc-hostname")
	answer := readFile(t, answerFile(t, "01/etc-hostname"))
	said(t, []string{"hint", "01/pivot"}, 0)
	status, line, aside := typed(t, "progress", "export", "--lang", "en")
	if status != 0 || strings.Count(line, "\n") != 1 || !strings.HasPrefix(line, "mc1.") || !strings.Contains(aside, "progress import") {
		t.Fatalf("status %d: %q, %q", status, line, aside)
	}
	file := filepath.Join(t.TempDir(), "progress")
	said(t, []string{"progress", "export", file}, 0, "progress import "+file)
	if readFile(t, file) != line {
		t.Error("the file holds another line")
	}

	learner(t)
	said(t, []string{"progress", "import", strings.TrimSpace(line)}, 0, "brought back: 1", "01/etc-hostname")
	if got := readFile(t, answerFile(t, "01/etc-hostname")); got != answer {
		t.Errorf("restored %q", got)
	}
	said(t, []string{"hint", "01/pivot"}, 0, "hint 2/3")
	said(t, []string{"progress", "import", "hello"}, 1, "import progress")
}
