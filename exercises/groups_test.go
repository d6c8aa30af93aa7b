//go:build linux

package exercises_test

import (
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/exercises/proof"
)

func init() {
	grade.Register(grade.Exercise{
		ID: "99/groups", Folder: "99-test/02-groups", Kind: grade.Code, Points: 1, Answer: []string{"main.go"},
		Tier: grade.Root, Groups: true, Grade: lookAtGroups,
	})
}

// lookAtGroups runs a program that does what it likes with the fake host's control groups, and ends while it is at it.
func lookAtGroups(b *grade.Bench) grade.Finding {
	run := b.Run(grade.Program)
	if run.Stdout() != "done\n" {
		return grade.Unknown(fmt.Sprintf("stdout %q, stderr %.200q", run.Stdout(), run.Stderr()), grade.Text{EN: "done", KO: "done"})
	}
	for _, t := range b.Host.Trees() {
		top := "/"
		if t.Version == 2 {
			top += fakehost.Leaf
		}
		if group := b.Host.Group(b.Host.First(), t); group != top {
			return grade.Unknown(fmt.Sprintf("the fake host is in %q of %v", group, t), grade.Text{EN: top, KO: top})
		}
	}
	return grade.Passed("")
}

// TestGroupsThatAreLentEndAtTheirTop: the program sees no group but the fake host's, changes no limit
// of the fence, gets out of none, and what it leaves behind, frozen processes too, does not stay.
func TestGroupsThatAreLentEndAtTheirTop(t *testing.T) {
	x, _ := grade.Find("99/groups")
	source, err := os.ReadFile("testdata/groups/main.go")
	if err != nil {
		t.Fatal(err)
	}
	r := proof.Check(t, proof.Place(t), x, grade.Submission{"main.go": source})
	if r.Finding.Status != grade.Pass {
		t.Errorf("%s", course.Render(r, nil, "en"))
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(mounts), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 5 || !strings.Contains(line, " - cgroup") {
			continue
		}
		entries, err := os.ReadDir(fields[4])
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), fmt.Sprintf("minicontainer-check-%d-", os.Getpid())) {
				t.Errorf("still there: %s", path.Join(fields[4], e.Name()))
			}
		}
	}
}
