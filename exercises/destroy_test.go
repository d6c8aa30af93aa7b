//go:build linux

package exercises_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/exercises/proof"
	"github.com/minicontainer/minicontainer/minicontainer/audit"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/solutions"
)

// probes are exercises that only these tests have: what they ask for is trouble. They are
// registered for the judge, which is this program, too.
const probeLesson = "99"

func init() {
	grade.Register(grade.Exercise{
		ID: "99/destroy", Folder: "99-test/01-destroy", Kind: grade.Code, Points: 1, Answer: []string{"main.go"},
		Grade: func(b *grade.Bench) grade.Finding {
			run := b.Start(fakehost.Command{Args: []string{grade.Program}})
			const longEnough = 25 * time.Second
			run.Wait(longEnough)
			return grade.Unknown(run.Stdout(), grade.Text{EN: "nothing", KO: "없음"})
		},
	})
}

// TestTheWorstAnswerHurtsNothing runs before anything else of this package that breaks things: Go
// runs tests in the order of their files' names.
func TestTheWorstAnswerHurtsNothing(t *testing.T) {
	x, _ := grade.Find("99/destroy")
	source, err := os.ReadFile("testdata/destroy/main.go")
	if err != nil {
		t.Fatal(err)
	}
	at := proof.Place(t)
	before, machine := host(t), snapshot(t)
	r := proof.Check(t, at, x, grade.Submission{"main.go": source})
	if r.Finding.ID != "answer.damaged-host" {
		t.Errorf("told as %q:\n%s", r.Finding.ID, course.Render(r, nil, "en"))
	}
	if strings.Contains(r.Finding.Observed, "opened") {
		t.Errorf("a device was within reach: %s", r.Finding.Observed)
	}
	after := host(t)
	for name, sum := range before {
		if after[name] != sum {
			t.Errorf("%s is not what it was:\n%s\n%s", name, sum, after[name])
		}
	}
	leaks, err := audit.Settle(machine, audit.Options{Pid: os.Getpid()}, 10*time.Second)
	if err != nil || len(leaks) > 0 {
		t.Errorf("mounts, links, rules, groups are not what they were: %q: %v", leaks, err)
	}
}

func snapshot(t *testing.T) audit.Snapshot {
	t.Helper()
	s, err := audit.Take(audit.Options{Pid: os.Getpid()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// host is a summary of the real machine, as far as a program could hurt it.
func host(t *testing.T) map[string]string {
	t.Helper()
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"host name": name,
		"clock":     fmt.Sprint(time.Now().Year()),
		"/etc":      treeSum("/etc", true),
		"/usr/bin":  treeSum("/usr/bin", false),
		"/dev":      treeSum("/dev", false),
		"checkout":  treeSum("..", false),
		"sysctls":   treeSum("/proc/sys/kernel", true) + treeSum("/proc/sys/vm", true),
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// treeSum is a checksum of the names, modes and sizes below a directory, and of what is in the files
// if content is set. Values that the kernel changes by itself are left out.
func treeSum(dir string, content bool) string {
	var lines []string
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || restless(path) {
			return nil
		}
		if strings.HasSuffix(path, "/.git") {
			return fs.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		line := path + " " + info.Mode().String()
		if info.Mode().IsRegular() {
			line += fmt.Sprint(" ", info.Size())
			if text, err := os.ReadFile(path); content && err == nil {
				line += fmt.Sprintf(" %x", sha256.Sum256(text))
			}
		}
		lines = append(lines, line)
		return nil
	})
	sort.Strings(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return fmt.Sprintf("%d entries, %s", len(lines), hex.EncodeToString(sum[:8]))
}

func restless(path string) bool {
	for _, name := range []string{"/random/", "ns_last_pid", "/pts/", "/shm/", "/mqueue", "overflow", "tainted", "nr_", "pty/nr", "perf_", "testdata/golden"} {
		if strings.Contains(path, name) {
			return true
		}
	}
	return false
}

// courseExercises are those of the course, without the probes.
func courseExercises() []grade.Exercise {
	var list []grade.Exercise
	for _, x := range grade.All() {
		if x.Lesson() != probeLesson {
			list = append(list, x)
		}
	}
	return list
}

// TestAKilledCheckLeavesNothing kills the workshop's part of a check half-way: the judge, the fake
// host and the learner's program end with it, and the next check removes the fence.
func TestAKilledCheckLeavesNothing(t *testing.T) {
	testenv.Kernel(t)
	x, _ := grade.Find("01/chdir")
	at := proof.Place(t)
	s := proof.AnswerFrom(t, x, "01-chroot/03-chdir/_wrong/answer.too-slow")
	ctx, cancel := context.WithCancel(context.Background())
	sentinel := make(chan struct{})
	go func() {
		defer close(sentinel)
		waitForProgram(t, os.Getpid())
		cancel()
	}()
	if _, err := grade.CheckAnyway(ctx, at, x, s); err == nil {
		t.Error("a check that was cut off has a verdict")
	}
	<-sentinel
}

// waitForProgram returns when a learner's program runs below the process with that number. Others on
// the machine may be checking, too.
func waitForProgram(t *testing.T, ancestor int) {
	for deadline := time.Now().Add(time.Minute); ; {
		if time.Now().After(deadline) {
			t.Error("no learner's program has started")
			return
		}
		files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err == nil && strings.HasPrefix(string(text), grade.Program+"\x00") && isBelow(filepath.Dir(file), ancestor) {
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// isBelow tells whether the process of a directory of /proc descends from another one.
func isBelow(dir string, ancestor int) bool {
	for {
		text, err := os.ReadFile(filepath.Join(dir, "status"))
		if err != nil {
			return false
		}
		_, after, _ := strings.Cut(string(text), "\nPPid:")
		var parent int
		if _, err := fmt.Sscan(after, &parent); err != nil || parent == 0 {
			return false
		}
		if parent == ancestor {
			return true
		}
		dir = fmt.Sprintf("/proc/%d", parent)
	}
}

// TestWhatAKilledWorkshopLeavesIsRepaired kills a workshop by SIGKILL in the middle of a check, which
// leaves a temporary directory and a control group, and clears up after it.
func TestWhatAKilledWorkshopLeavesIsRepaired(t *testing.T) {
	testenv.Kernel(t)
	at := proof.Place(t)
	dir := t.TempDir()
	cmd := exec.Command("/proc/self/exe")
	cmd.Args = []string{"killed-workshop", at.Module, at.State}
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForProgram(t, cmd.Process.Pid)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() //nolint:errcheck // killed
	if left := must(os.ReadDir(dir)); len(left) == 0 {
		t.Error("a killed check leaves nothing: this test proves nothing")
	}
	t.Setenv("TMPDIR", dir)
	if err := grade.Sweep(); err != nil {
		t.Fatal(err)
	}
	if left := must(os.ReadDir(dir)); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
}

// killedWorkshop is the process that the test above kills.
func killedWorkshop() {
	if os.Args[0] != "killed-workshop" {
		return
	}
	x, _ := grade.Find("01/chdir")
	source := must(solutions.FS.ReadFile("01-chroot/03-chdir/_wrong/answer.too-slow/run.go"))
	grade.CheckAnyway(context.Background(), grade.Place{Module: os.Args[1], State: os.Args[2]}, x, grade.Submission{"run.go": source})
	os.Exit(1)
}
