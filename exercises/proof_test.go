//go:build linux

// The proof of the graders: they are judged before any learner is.
//
//	the stub            earns nothing
//	the solution        passes, twice
//	other right ones    pass, however unusual (solutions/…/_right)
//	each wrong answer   fails with exactly its own message
//	after each          nothing is left behind on the machine
//
// A check waits for most of its time, for a program to start, to stop or to end. So there is more than one at a time.
//
// The texts of the failures, in both languages, are golden files: go test ./exercises
// -update writes them again.
package exercises_test

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	_ "github.com/minicontainer/minicontainer/exercises"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/solutions"
)

var update = flag.Bool("update", false, "write the golden texts again")

func TestMain(m *testing.M) {
	base.RunIfApplet()
	grade.RunIfJudge()
	killedWorkshop()
	flag.Parse()
	// Not as root of a user namespace: the judge makes its own, also for an ordinary user.
	os.Exit(testenv.Audited(func() int {
		var err error
		if state, err = os.MkdirTemp("", "state-"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(state)
		return m.Run()
	}))
}

// state is where the base image is unpacked, once for all checks as on a learner's machine.
var state string

func place(t *testing.T) grade.Place {
	t.Helper()
	testenv.Kernel(t)
	root, err := checkout.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	return grade.Place{Module: root, State: state}
}

func check(t *testing.T, at grade.Place, x grade.Exercise, s grade.Submission) grade.Result {
	t.Helper()
	r, err := grade.CheckAnyway(context.Background(), at, x, s)
	if err != nil {
		t.Fatal(err)
	}
	if r.Finding.Status == grade.Env {
		testenv.Missing(t, "root", r.Cause("en"))
	}
	return r
}

// answerFrom reads a submission from the embedded solutions; what it lacks is the solution's.
func answerFrom(t *testing.T, x grade.Exercise, dir string) grade.Submission {
	t.Helper()
	s := grade.Submission{}
	for _, from := range []string{x.Folder, dir} {
		entries, err := fs.ReadDir(solutions.FS, from)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !x.IsAnswer(e.Name()) {
				continue
			}
			if s[e.Name()], err = solutions.FS.ReadFile(path.Join(from, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

func TestStubsEarnNothing(t *testing.T) {
	t.Parallel()
	for _, x := range courseExercises() {
		t.Run(x.ID, func(t *testing.T) {
			t.Parallel()
			s := grade.Submission{}
			for name, text := range x.Stub() {
				if x.IsAnswer(name) {
					s[name] = text
				}
			}
			at := place(t)
			r, err := grade.Check(context.Background(), at, x, s)
			if err != nil || r.Finding.ID != "answer.untouched" || r.Points() != 0 {
				t.Errorf("the stub is told as %q with %d points: %v", r.Finding.ID, r.Points(), err)
			}
			if r := check(t, at, x, s); r.Finding.Status != grade.Fail || r.Points() != 0 {
				t.Errorf("graded all the same the stub is %q with %d points", r.Finding.Status, r.Points())
			}
		})
	}
}

// TestSolutionsPassTwice tries each twice, as what the first run leaves must not be in the way of the second; with -short once.
func TestSolutionsPassTwice(t *testing.T) {
	t.Parallel()
	times := 2
	if testing.Short() {
		times = 1
	}
	for _, x := range courseExercises() {
		t.Run(x.ID, func(t *testing.T) {
			t.Parallel()
			at := place(t)
			s := answerFrom(t, x, x.Folder)
			for range times {
				if r := check(t, at, x, s); r.Finding.Status != grade.Pass {
					t.Errorf("the solution fails:\n%s", course.Render(r, nil, "en"))
				}
			}
		})
	}
}

// TestEachWrongAnswerIsToldAsWhatItIs tries all of them; with -short every eighth.
func TestEachWrongAnswerIsToldAsWhatItIs(t *testing.T) {
	t.Parallel()
	sample := 0
	for _, x := range courseExercises() {
		proved := map[string]bool{}
		for _, wrong := range variants(t, x, "_wrong") {
			id, _, _ := strings.Cut(wrong, "@")
			proved[id] = true
			if sample++; testing.Short() && sample%8 != 0 {
				continue
			}
			t.Run(x.ID+" "+wrong, func(t *testing.T) {
				t.Parallel()
				s := answerFrom(t, x, path.Join(x.Folder, "_wrong", wrong))
				r := check(t, place(t), x, s)
				if r.Finding.Status != grade.Fail || r.Finding.ID != id {
					t.Errorf("told as %q:\n%s", r.Finding.ID, course.Render(r, nil, "en"))
					return // and no golden text of it
				}
				compareGolden(t, x, wrong, r)
			})
		}
		for _, m := range x.Mistakes {
			if !proved[m.ID] {
				t.Errorf("%s: no wrong answer proves %s", x.ID, m.ID)
			}
		}
	}
}

// TestUnusualRightAnswersPass guards against the worst that a grader can do; with -short it tries every fourth.
func TestUnusualRightAnswersPass(t *testing.T) {
	t.Parallel()
	sample := 0
	for _, x := range courseExercises() {
		for _, right := range variants(t, x, "_right") {
			if sample++; testing.Short() && sample%4 != 0 {
				continue
			}
			t.Run(x.ID+" "+right, func(t *testing.T) {
				t.Parallel()
				s := answerFrom(t, x, path.Join(x.Folder, "_right", right))
				if r := check(t, place(t), x, s); r.Finding.Status != grade.Pass {
					t.Errorf("a right answer fails:\n%s", course.Render(r, nil, "en"))
				}
			})
		}
	}
}

// variants are the answers beside a solution in its folder _wrong or _right, if it has one.
func variants(t *testing.T, x grade.Exercise, folder string) []string {
	t.Helper()
	entries, err := fs.ReadDir(solutions.FS, path.Join(x.Folder, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// varying are the parts of a failure that differ from run to run.
var varying = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`/proc/\d+`), "/proc/<pid>"},
	{regexp.MustCompile(`pid \d+`), "pid <pid>"},
	{regexp.MustCompile(`\b55\d{9}\b`), "<sentinel>"},
	{regexp.MustCompile(`\b[0-9a-f]{16}\b`), "<token>"},
	{regexp.MustCompile(`\b\d+:\d+ `), "<dev> "},
	{regexp.MustCompile(`_map has [1-9]\d+`), "_map has <id>"},
	{regexp.MustCompile(`\b\d+ kB`), "<n> kB"}, // of a machine's memory
	{regexp.MustCompile(`\b\d+ of 12 times`), "<n> of 12 times"},
	{regexp.MustCompile(`\b\d+ of \d+ processes`), "<n> of <n> processes"},
	{regexp.MustCompile(`:\[\d+\]`), ":[<inode>]"}, // of a namespace
	{regexp.MustCompile(`(shared|master):\d+`), "$1:<n>"},
	{regexp.MustCompile(`mount /\S*bin/\w+`), "mount <tool>"}, // those that a machine has
	{regexp.MustCompile(`/\S*/ld[-.]\S+`), "<loader>"},        // the C library's, another on each kind of machine
	{regexp.MustCompile(`([^/\s]+\.so[.\w]*\s+)*[^/\s]+\.so[.\w]*\n`), "<libraries>\n"},
}

// varyingLimits are the parts of a failure that differ in exercises about limits.
var varyingLimits = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`\b\d{8}\b`), "<bytes>"},
	{regexp.MustCompile(`<bytes> \d\d\b`), "<bytes> <processes>"},
	{regexp.MustCompile(`(exit|status|상태) \d\d\b`), "$1 <status>"},
	{regexp.MustCompile(`(pids web|pids\.max:|refused:|may be|스레드가|Max processes) \d+`), "$1 <count>"},
	{regexp.MustCompile(`quota and period: \d+ \d+`), "quota and period: <quota> <period>"},
	{regexp.MustCompile(`\b\d+\.\d\d\d\b`), "<share>"},
	{regexp.MustCompile(`(cpu web(-<token>)?|weight of the group:) \d+`), "$1 <number>"},
	{regexp.MustCompile(`in its group: \d+ bytes`), "in its group: <few> bytes"},
	{regexp.MustCompile(`(pids: |<bytes> bytes, and |<bytes>바이트, 프로세스 )\d\d`), "$1<processes>"},
}

// eitherVersion are the names that a group's place and files have in the two versions of control groups, in what was
// observed: the texts are the same on a machine of either.
var eitherVersion = []struct {
	form *regexp.Regexp
	hole string
}{
	{regexp.MustCompile(`/sys/fs/cgroup(/(unified|memory|pids|freezer|cpuset|cpu[\w,]*|blkio|devices|hugetlb|systemd))?`), "<groups>"},
	{regexp.MustCompile(`memory\.(max|limit_in_bytes)\b`), "<memory limit>"},
	{regexp.MustCompile(`memory\.(swap\.max|memsw\.limit_in_bytes)\b`), "<swap limit>"},
	{regexp.MustCompile(`cpu\.(max|cfs_quota_us)\b`), "<cpu limit>"},
	{regexp.MustCompile(`of version [12]`), "of version <n>"},
	{regexp.MustCompile(`(limit>: )\d+`), "${1}<number>"},
	{regexp.MustCompile(`in the group \S+`), "in the group <group>"},
	{regexp.MustCompile(`\nanswer: .*invalid argument`), ""}, // only version 1 has an opinion on order
	{regexp.MustCompile(`permission denied|no such file or directory`), "<refused>"},
	{regexp.MustCompile(`cgroup\.(clone_children|controllers): `), "<file>: "}, // the first one in a group
}

// recorded is what evidence begins with that was not measured on this machine.
const recorded = "recorded on Linux"

func compareGolden(t *testing.T, x grade.Exercise, wrong string, r grade.Result) {
	t.Helper()
	if strings.HasPrefix(x.ID, "03/") && x.ID != "03/which" { // which is about recorded machines
		for _, v := range eitherVersion {
			r.Finding.Observed = v.form.ReplaceAllString(r.Finding.Observed, v.hole)
		}
	}
	for _, lang := range []string{"en", "ko"} {
		got := course.Render(r, nil, lang)
		for _, v := range varying {
			got = v.form.ReplaceAllString(got, v.hole)
		}
		for _, v := range varyingLimits {
			if strings.HasPrefix(x.ID, "03/") {
				got = v.form.ReplaceAllString(got, v.hole)
			}
		}
		file := filepath.Join("testdata", "golden", filepath.FromSlash(x.Folder), wrong+"."+lang+".txt")
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("no golden text; go test ./exercises -update: %v", err)
			continue
		}
		if strings.Contains(got, recorded) && !strings.Contains(string(want), recorded) {
			continue // nothing could be measured here, as an ordinary user cannot, and the text tells so
		}
		if got != string(want) {
			t.Errorf("the text of the failure is\n%s\nand in %s it is\n%s", got, file, want)
		}
	}
}

// TestRecordedEvidenceSaysWhatIsMeasured compares the verdicts on answers in words where nothing can be
// run with those of the judge, which the tests above have compared with what is expected.
func TestRecordedEvidenceSaysWhatIsMeasured(t *testing.T) {
	for _, x := range courseExercises() {
		if x.Recorded == nil {
			continue
		}
		if f := x.Recorded(answerFrom(t, x, x.Folder)); f.Status != grade.Pass {
			t.Errorf("%s: by the record the solution is %q", x.ID, f.ID)
		}
		for _, wrong := range variants(t, x, "_wrong") {
			id, _, _ := strings.Cut(wrong, "@")
			if f := x.Recorded(answerFrom(t, x, path.Join(x.Folder, "_wrong", wrong))); f.ID != id {
				t.Errorf("%s %s: by the record it is %q", x.ID, wrong, f.ID)
			}
		}
	}
}
