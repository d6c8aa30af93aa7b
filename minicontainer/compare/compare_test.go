package compare

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/compare/probe"
	"github.com/minicontainer/minicontainer/minicontainer/compare/sample"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// What a kind does wrong is told in one sentence, and nothing of it is left: TestMain looks for leaks.
func TestAKindThatFailsIsLeftOutWithOneSentence(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"hangs":          {"sleep 1000", "start fake: no line READY within 400ms; it printed nothing"},
		"hangs for good": {"trap '' TERM; echo booting; while :; do sleep 1000; done", `start fake: no line READY within 400ms; it printed "booting"`},
		"dies":           {"echo why >&2; exit 3", `start fake: it ended with exit status 3 before its line READY; it printed "why"`},
		"says nothing":   {"exit 0", "start fake: it ended before its line READY; it printed nothing"},
		"is killed":      {"kill -9 $$", "start fake: it ended with signal: killed before its line READY; it printed nothing"},
		"is not ready":   {"echo NOT READY; sleep 1000", `start fake: no line READY within 400ms; it printed "NOT READY"`},
		"leaves a child": {"setsid sleep 1000 & exit 0", "start fake: "},
		"talks nonsense": {"echo READY; echo '{'; cat", "start fake: read its answer: unexpected end of JSON input"},
		"floods":         {"yes", `start fake: no line READY within 400ms; it printed "y"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Run(context.Background(), Options{Kinds: []Kind{shell(c.script)}, Probe: "/nowhere", Deadline: 400 * time.Millisecond})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAProgramThatIsNotThereIsOneSentence(t *testing.T) {
	_, err := Run(context.Background(), Options{Kinds: []Kind{{Name: "fake", Command: []string{"/no/such/runtime"}, Probe: "p"}}})
	if err == nil || !strings.Contains(err.Error(), "start fake: fork/exec /no/such/runtime: no such file or directory") {
		t.Errorf("got %v", err)
	}
}

func TestTheEndOfTheContextEndsEverything(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	begin := time.Now()
	_, err := Run(ctx, Options{Kinds: []Kind{shell("sleep 1000")}, Progress: func(string, string, int, int) { cancel() }})
	if err == nil || err.Error() != "compare: context canceled" {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// One run on the host and in a container shows that everything is measured of both, and what differs.
func TestAProcessAndAContainerAreMeasuredAlike(t *testing.T) {
	testenv.RealRoot(t)
	file := placed(t)
	gone := Kind{Name: KVM, Missing: "no /dev/kvm", Guest: true}
	image := t.TempDir()
	r, err := Run(context.Background(), Options{
		Image: "test", Probe: file, Kinds: []Kind{{Name: Process, Probe: file, Disk: []File{{What: "image", Path: image}}}, container(t, file), gone},
		Command: []string{file, "nothing"}, Counts: []int{1, 2, 3}, Deadline: time.Minute,
	})
	// The path of the command is the host's, and so does not exist in the container.
	if err != nil {
		t.Fatal(err)
	}
	process, inner := r.Find(Process), r.Find(Container)
	if process.Failed != "" {
		t.Errorf("process: %s", process.Failed)
	}
	if !strings.Contains(inner.Failed, "run container: exit status 125; it printed") {
		t.Errorf("container: %q", inner.Failed)
	}
	for _, measure := range append(probe.Works(), "ready") {
		for _, result := range []*Result{process, inner} {
			if values := result.Values(measure); len(values) != sample.Enough {
				t.Errorf("%s: %s was measured %d times", result.Name, measure, len(values))
			}
		}
	}
	if n := len(process.Values("command")); n != sample.Enough {
		t.Errorf("the command was timed %d times", n)
	}
	checkMemory(t, process, inner)
	checkDensity(t, process.Density)
	checkIsolation(t, r, process.Isolation, inner.Isolation)
	if r.Find(KVM).Failed != "" || len(r.Find(KVM).Samples) > 0 {
		t.Errorf("the missing one: %+v", r.Find(KVM))
	}
	if len(process.Files) != 1 || process.Files[0].What != "image" {
		t.Errorf("files %+v", process.Files)
	}
}

func checkMemory(t *testing.T, process, inner *Result) {
	t.Helper()
	if touched, ready := process.Medians["touched_pss_bytes"], process.Medians["pss_bytes"]; touched-ready < (TouchMiB-4)<<20 {
		t.Errorf("%d MiB were written to, and PSS went from %.0f to %.0f", TouchMiB, ready, touched)
	}
	if process.Medians["attendance_bytes"] != 0 || inner.Medians["attendance_bytes"] == 0 {
		t.Errorf("around the process %v, around the container %v", process.Medians["attendance_bytes"], inner.Medians["attendance_bytes"])
	}
	if inner.MemorySeen == nil || inner.MemorySeen.TotalBytes != process.MemorySeen.TotalBytes {
		t.Error("a container sees the host's memory")
	}
}

func checkDensity(t *testing.T, d *Density) {
	t.Helper()
	if d == nil || len(d.Points) != 3 || d.Points[2].Count != 3 {
		t.Fatalf("density %+v", d)
	}
	if d.SlopeBytes <= 0 || d.SlopeBytes > d.Points[0].RSSBytes {
		t.Errorf("one more process costs %v, of %v that it shows", d.SlopeBytes, d.Points[0].RSSBytes)
	}
}

func checkIsolation(t *testing.T, r *Report, process, inner *Isolation) {
	t.Helper()
	if process == nil || inner == nil {
		t.Fatal("nobody looked around")
	}
	if !process.HostSeesIt || !process.SeesHost || !process.SeesSiblings || process.OwnKernel {
		t.Errorf("process: %+v", process)
	}
	if !inner.HostSeesIt || inner.SeesHost || inner.SeesSiblings || inner.OwnKernel {
		t.Errorf("container: %+v", inner)
	}
	if inner.Look.PID != 1 || inner.Look.Kernel != r.Host.Kernel || inner.Look.Sysctls["kernel.hostname"] != "inside" {
		t.Errorf("container: %+v", inner.Look)
	}
	if tree := r.Find(Container).Tree; tree == nil || tree.Files != 3 || tree.Bytes != 6 { // /, /etc, /etc/motd
		t.Errorf("tree %+v", tree)
	}
}

func TestKindsTakeTurnsAndEachRoundBeginsWithAnotherOne(t *testing.T) {
	c := &comparison{Options: Options{}.withDefaults(), report: &Report{}, begin: time.Now()}
	for _, name := range []string{"a", "b", "c"} {
		c.report.Kinds = append(c.report.Kinds, &Result{Kind: Kind{Name: name}})
	}
	c.report.Kinds[1].Missing = "not here"
	var order string
	for round := range 3 {
		c.each(context.Background(), round, "x", func(r *Result) error { order += r.Name; return nil })
	}
	if order != "accaca" {
		t.Errorf("order %s", order)
	}
}

func TestWhatTheBudgetDoesNotPayForIsNoted(t *testing.T) {
	c := &comparison{Options: Options{Budget: time.Second}.withDefaults(), report: &Report{}, begin: time.Now().Add(-time.Minute)}
	c.report.Kinds = []*Result{{Kind: Kind{Name: "a"}}}
	c.each(context.Background(), 0, "density", func(*Result) error { t.Error("measured"); return nil })
	c.each(context.Background(), 1, "density", func(*Result) error { t.Error("measured"); return nil })
	if want := "density: left out, as the 1s for everything were used up"; fmt.Sprint(c.report.Kinds[0].Notes) != "["+want+"]" {
		t.Errorf("notes %q", c.report.Kinds[0].Notes)
	}
}

func TestDiskCountsBlocksAndEachInodeOnce(t *testing.T) {
	dir := t.TempDir()
	holes := filepath.Join(dir, "holes")
	f, err := os.Create(holes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 4096), 64<<20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := os.Link(holes, filepath.Join(dir, "again")); err != nil {
		t.Fatal(err)
	}
	size, ok := measureFile(File{Path: filepath.Join(dir, "*")})
	if !ok || size.ApparentBytes != 64<<20+4096 || size.ActualBytes > 1<<20 {
		t.Errorf("got %+v", size)
	}
	if _, ok := measureFile(File{Path: filepath.Join(dir, "no such file")}); ok {
		t.Error("a file that is not there was measured")
	}
}

func TestAGuestsMemoryIsTheLargeMapping(t *testing.T) {
	const smaps = "55a-55b rw-p\nSize:  2048 kB\nPss: 1024 kB\n7f0-7f1 rw-p\nSize: 262144 kB\nPss: 102400 kB\nPss_Anon: 102400 kB\n"
	if got := guestMemory(smaps, 256); got != 100<<20 {
		t.Errorf("got %d", got)
	}
	if got := guestMemory(smaps, 0); got != 0 {
		t.Errorf("without a promise: %d", got)
	}
}

func TestANameInStatMayHoldAnything(t *testing.T) {
	p, ok := parseStat("42 (a) b (c) S 7 42 42 0")
	if !ok || p.pid != 42 || p.parent != 7 || p.name != "a) b (c" || p.zombie {
		t.Errorf("got %+v %v", p, ok)
	}
	for _, bad := range []string{"", "42", "x (a) S 1", "42 (a)", ") ("} {
		if _, ok := parseStat(bad); ok {
			t.Errorf("%q was understood", bad)
		}
	}
}
