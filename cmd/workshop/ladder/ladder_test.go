package ladder

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/lessons"
)

// madeUp is a course of three lessons, two of them written, that has no fault.
func madeUp() map[string]string {
	return map[string]string{
		"minicontainer/doc.go":      "package minicontainer\n",
		"minicontainer/mount/m.go":  importing("mount", "fmt"),
		"minicontainer/cgroup/c.go": importing("cgroup", "minicontainer/mount"),
		"minicontainer/audit/a.go":  "package audit\n",
		"lessons/lessons.go":        "package lessons\n",
		"lessons/01-chroot/main.go": importing("main", "minicontainer/mount"),
		"lessons/01-chroot/run.go":  "package main\n\nfunc one() {}\n",
		"lessons/02-ns/main.go":     importing("main", "minicontainer/mount", "minicontainer/cgroup"),
		"lessons/02-ns/run.go":      "package main\n\n// more\nfunc one() {}\nfunc two() {}\n",

		"lessons/01-chroot/testdata/keeps-root.txtar":  "exec stage true\n",
		"lessons/01-chroot/testdata/flaw-escape.txtar": "# ended by lesson 2\nexec stage escape\n",
		"lessons/01-chroot/testdata/flaw-memory.txtar": "# ended by lesson 3\nexec stage eat\n",
	}
}

// importing is a Go file that imports packages, ours where they have a slash.
func importing(name string, packages ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\n", name)
	for _, p := range packages {
		if strings.Contains(p, "/") {
			p = "github.com/minicontainer/minicontainer/" + p
		}
		fmt.Fprintf(&b, "import _ %q\n", p)
	}
	return b.String()
}

func course(t *testing.T, files map[string]string) Ladder {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Ladder{
		Root:     root,
		Lessons:  []lessons.Lesson{{Number: 1, Topic: "chroot", Written: true}, {Number: 2, Topic: "ns", Written: true}, {Number: 3, Topic: "cgroups"}},
		Packages: map[string]int{".": lessons.Tools, "audit": lessons.Tools, "mount": 1, "cgroup": 2},
	}
}

func TestCourseWithoutAFaultHasNoProblem(t *testing.T) {
	problems, err := course(t, madeUp()).Check()
	if err != nil || len(problems) != 0 {
		t.Errorf("problems %q, %v", problems, err)
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	long := "package main\n" + strings.Repeat("var _ = 1\n", StepAim+1)
	for _, c := range []struct {
		name, file, content string // the file that is changed; empty content removes it
		problem             string
	}{
		{"unlisted package", "minicontainer/new/sub/x.go", "package sub\n",
			"minicontainer/new/sub: not in the table of lessons/lessons.go"},
		{"listed but gone", "minicontainer/cgroup/c.go", "",
			"lessons/lessons.go: lists cgroup, which is not a package of minicontainer/"},
		{"against the arrow", "minicontainer/mount/m.go", importing("mount", "lessons/x"),
			"minicontainer/mount/m.go: imports lessons/x, against the arrow"},
		{"a test against the arrow", "minicontainer/mount/m_test.go", importing("mount", "cmd/workshop"),
			"minicontainer/mount/m_test.go: imports cmd/workshop, against the arrow"},
		{"too early", "lessons/01-chroot/extra.go", importing("main", "minicontainer/cgroup"),
			"lessons/01-chroot/extra.go: imports minicontainer/cgroup, which lesson 2 introduces"},
		{"written but not said", "lessons/03-cgroups/main.go", "package main\n",
			"lessons/03-cgroups: exists, but the table says it is not written"},
		{"said but not written", "lessons/02-ns/main.go", "",
			"lessons/02-ns: has no main.go, but the table says it is written"},
		{"too large a step", "lessons/02-ns/run.go", long,
			"lessons/02-ns/run.go: 42 lines differ from 01-chroot, more than 40"},
		{"script of no kind", "lessons/01-chroot/testdata/other.txtar", "x\n",
			"lessons/01-chroot/testdata/other.txtar: name begins with neither keeps- nor flaw-"},
		{"flaw without an end", "lessons/01-chroot/testdata/flaw-escape.txtar", "exec stage\n",
			`lessons/01-chroot/testdata/flaw-escape.txtar: no line "# ended by lesson N"`},
		{"flaw that ends at once", "lessons/01-chroot/testdata/flaw-escape.txtar", "# ended by lesson 1\n",
			"lessons/01-chroot/testdata/flaw-escape.txtar: ended by lesson 1, not a later one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := madeUp()
			if c.content == "" {
				delete(files, c.file)
			} else {
				files[c.file] = c.content
			}
			problems, err := course(t, files).Check()
			if d := cmp.Diff([]string{c.problem}, problems); err != nil || d != "" {
				t.Errorf("%v (-want +got):\n%s", err, d)
			}
		})
	}
}

func TestTrialsRunKeepsEverywhereAndFlawsUntilTheirEnd(t *testing.T) {
	trials, err := course(t, madeUp()).Trials()
	if err != nil {
		t.Fatal(err)
	}
	const dir = "lessons/01-chroot/testdata/"
	want := []Trial{
		{dir + "flaw-escape.txtar", 1, true},
		{dir + "flaw-escape.txtar", 2, false},
		{dir + "flaw-escape.txtar", Final, false},
		{dir + "flaw-memory.txtar", 1, true},
		{dir + "flaw-memory.txtar", 2, true}, // and no word of the final stage: lesson 3 is not written
		{dir + "keeps-root.txtar", 1, true},
		{dir + "keeps-root.txtar", 2, true},
		{dir + "keeps-root.txtar", Final, true},
	}
	if d := cmp.Diff(want, trials); d != "" {
		t.Errorf("trials (-want +got):\n%s", d)
	}
}

func TestStagePackageOfALessonAndOfTheEnd(t *testing.T) {
	l := New("/x")
	if got := l.StagePackage(3); got != "./lessons/03-cgroups" {
		t.Errorf("stage 3 is %s", got)
	}
	if got := l.StagePackage(Final); got != "./cmd/minicontainer" {
		t.Errorf("the final stage is %s", got)
	}
}
