package cgroup_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// limits are those that the tests ask for; 0 is none.
type limits struct {
	Memory, Pids   int64
	NoBlockDevices bool
}

func (l limits) named(path string) cgroup.Request {
	r := cgroup.Request{Path: path, Beside: true, Limits: &specs.LinuxResources{}}
	if l.Memory > 0 {
		r.Limits.Memory = &specs.LinuxMemory{Limit: &l.Memory}
		if cgroup.CountsSwap() {
			r.Limits.Memory.Swap = &l.Memory
		}
	}
	if l.Pids > 0 {
		r.Limits.Pids = &specs.LinuxPids{Limit: l.Pids}
	}
	if l.NoBlockDevices {
		r.Limits.Devices = []specs.LinuxDeviceCgroup{{Type: "b"}}
	}
	return r
}

// group makes a group of this test's own, which is removed with the test.
func group(t *testing.T, l limits) *cgroup.Group {
	t.Helper()
	testenv.RealRoot(t)
	g, err := cgroup.New(l.named(name()))
	var unavailable *cgroup.Unavailable
	if errors.As(err, &unavailable) {
		testenv.Missing(t, "cgroup", err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Remove(); err != nil {
			t.Error(err)
		}
	})
	return g
}

func name() string { return fmt.Sprintf("minicontainer-test-%d", os.Getpid()) }

// run runs a shell script in the group and returns what it wrote.
func run(t *testing.T, g *cgroup.Group, script string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command("sh", "-c", script)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := g.Start(cmd); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	return out.String(), err
}

// hold starts a script that prints a line when it is ready, and waits for the line.
func hold(t *testing.T, g *cgroup.Group, script string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Start(cmd); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func counted(g *cgroup.Group, of func(cgroup.Usage) int) (int, error) {
	u, err := g.Usage()
	return of(u), err
}

func killed(cmd *exec.Cmd) bool {
	var exit *exec.ExitError
	return errors.As(cmd.Wait(), &exit) && exit.Sys().(syscall.WaitStatus).Signal() == unix.SIGKILL
}

func TestAForkBombStaysWithinPids(t *testing.T) {
	const most = 16
	g := group(t, limits{Pids: most})
	// Each child waits for the end of a pipe that the script holds open. In dash a fork
	// that is refused ends the script, and the children wait for nobody; in others it does not.
	cmd := exec.Command("sh", "-c", "i=0; while [ $i -lt 200 ]; do cat <&3 & i=$((i+1)); done; wait")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	cmd.ExtraFiles = []*os.File{r}
	if err := g.Start(cmd); err != nil {
		t.Fatal(err)
	}
	r.Close()
	for refused := 0; refused == 0; {
		pids, err := g.Pids()
		if err != nil || len(pids) > most {
			t.Fatalf("%d processes, %v", len(pids), err)
		}
		if refused, err = counted(g, func(u cgroup.Usage) int { return u.PidsRefused }); err != nil {
			t.Fatal(err)
		}
	}
	if pids, err := g.Pids(); err != nil || len(pids) == 0 || len(pids) > most {
		t.Errorf("%d processes, %v", len(pids), err)
	}
	if err := g.Kill(); err != nil {
		t.Error(err)
	}
	if pids, err := g.Pids(); err != nil || len(pids) != 0 {
		t.Errorf("after the kill: %v, %v", pids, err)
	}
	cmd.Wait() //nolint:errcheck // killed, or ended by the refusal
}

func TestAProgramOverItsMemoryIsKilled(t *testing.T) {
	g := group(t, limits{Memory: 32 << 20})
	if kills, err := counted(g, func(u cgroup.Usage) int { return u.OOMKills }); err != nil || kills != 0 {
		t.Fatalf("a new group has %d kills, %v", kills, err)
	}
	// From a pipe, tail must keep what it will print. The status is tail's.
	out, err := run(t, g, "head -c 200m /dev/zero | tail -c 200m >/dev/null")
	if err == nil {
		t.Fatalf("it had 200 MB: %s", out)
	}
	if kills, err := counted(g, func(u cgroup.Usage) int { return u.OOMKills }); err != nil || kills < 1 {
		t.Errorf("%d kills, %v", kills, err)
	}
	if _, err := run(t, g, "head -c 2m /dev/zero | tail -c 2m >/dev/null"); err != nil {
		t.Errorf("a program within the limit: %v", err)
	}
}

func TestASecondGroupOfTheNameIsRefusedAndTheFirstStays(t *testing.T) {
	g := group(t, limits{Pids: 64})
	if _, err := cgroup.New(limits{Pids: 64}.named(name())); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	if _, err := run(t, g, "true"); err != nil {
		t.Errorf("the first: %v", err)
	}
}

func TestATreeThatIsMountedReadOnlyIsToldAndTheRemedyHelps(t *testing.T) {
	testenv.RealRoot(t)
	trees, err := cgroup.Detect()
	if err != nil || len(trees) == 0 {
		testenv.Missing(t, "cgroup", fmt.Sprintf("no tree of control groups is mounted (%v)", err))
	}
	err = testenv.OwnMounts(func() {
		for _, tree := range trees {
			if err := unix.Mount("", tree.Point, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
				t.Fatal(err)
			}
		}
		var unavailable *cgroup.Unavailable
		if _, _, err := cgroup.Plan(limits{Pids: 7}.named(name())); !errors.As(err, &unavailable) || !strings.Contains(err.Error(), " is mounted read-only") {
			t.Errorf("a plan for read-only trees: %v", err)
		}
		points := cgroup.ReadOnly(trees)
		if len(points) == 0 {
			t.Fatal("no tree is read-only")
		}
		if out, err := exec.Command("sh", "-c", cgroup.RemountLine(points)).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
		if left := cgroup.ReadOnly(trees); len(left) > 0 {
			t.Errorf("still read-only: %v", left)
		}
		if _, _, err := cgroup.Plan(limits{Pids: 7}.named(name())); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
