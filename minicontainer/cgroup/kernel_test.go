package cgroup_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
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

func TestAProgramIsBornInside(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64, Memory: 64 << 20}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			for range starts() {
				out, err := run(t, g, "exec cat /proc/self/cgroup")
				if err != nil || !strings.Contains(out, "/"+name()+"\n") || (l.Pids > 0) != (strings.Count(out, name()) > 1) && !pure(t) {
					t.Fatalf("born in %s, %v", out, err)
				}
			}
			own, err := os.ReadFile("/proc/self/cgroup")
			if err != nil || strings.Contains(string(own), name()) {
				t.Errorf("this process itself is in %s, %v", own, err)
			}
		})
	}
}

// starts is how often a race is tried; a guest takes its time.
func starts() int {
	if vmtest.Inside() {
		return 15
	}
	return 200
}

// pure tells whether version 2 has all the controllers.
func pure(t *testing.T) bool {
	t.Helper()
	hierarchies, err := cgroup.Detect()
	if err != nil {
		t.Fatal(err)
	}
	return len(hierarchies) == 1 && hierarchies[0].Version == 2
}

func TestBlockDevicesAreDeniedAndOthersAreNot(t *testing.T) {
	for _, l := range []limits{{NoBlockDevices: true}, {NoBlockDevices: true, Pids: 64}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			node := filepath.Join(t.TempDir(), "disk")
			// Number 7:0 is the first loop device; without a driver behind it, an open that
			// is allowed says ENXIO.
			if err := unix.Mknod(node, unix.S_IFBLK|0o600, int(unix.Mkdev(7, 0))); err != nil {
				t.Fatal(err)
			}
			if out, err := run(t, g, "exec 3<"+node); err == nil || !strings.Contains(strings.ToLower(out), "operation not permitted") {
				t.Errorf("open of a block device: %v, %s", err, out)
			}
			if out, err := run(t, g, "exec mknod "+node+"2 b 7 0"); err == nil || !strings.Contains(strings.ToLower(out), "operation not permitted") {
				t.Errorf("mknod of a block device: %v, %s", err, out)
			}
			if out, err := run(t, g, "echo hello > /dev/null && head -c 1 /dev/zero >/dev/null && mknod "+node+"3 c 1 3"); err != nil {
				t.Errorf("character devices: %v, %s", err, out)
			}
			f, err := os.Open(node)
			if errors.Is(err, unix.EPERM) {
				t.Errorf("outside the group: %v", err)
			}
			f.Close()
		})
	}
}

func TestRemoveKillsWhatIsInsideAndMayBeCalledAgain(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64, Memory: 64 << 20}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			cmd := hold(t, g, "sleep 60 & echo; wait")
			if pids, err := g.Pids(); err != nil || len(pids) != 2 {
				t.Errorf("the shell and its child are %v, %v", pids, err)
			}
			if err := g.Remove(); err != nil {
				t.Fatal(err)
			}
			if !killed(cmd) {
				t.Error("the shell was not killed")
			}
			if err := g.Remove(); err != nil {
				t.Errorf("a second time: %v", err)
			}
			again := group(t, l)
			if _, err := run(t, again, "true"); err != nil {
				t.Errorf("a new group of the same name: %v", err)
			}
		})
	}
}

func TestGroupsThatAProgramMadeBelowGoWithIt(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			inner := filepath.Join(g.Dirs()[0], "inner", "most")
			cmd := hold(t, g, "mkdir -p "+inner+" && echo $$ > "+inner+"/cgroup.procs && echo && exec sleep 60")
			if err := g.Remove(); err != nil {
				t.Fatal(err)
			}
			if !killed(cmd) {
				t.Error("the program in the innermost group was not killed")
			}
			if _, err := os.Stat(filepath.Dir(filepath.Dir(inner))); !os.IsNotExist(err) {
				t.Errorf("the group: %v", err)
			}
		})
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

// TestALimitThatTheKernelRefusesUndoesTheGroup: no file takes a number over 64 bits, and
// pids.max takes none over its own maximum.
func TestALimitThatTheKernelRefusesUndoesTheGroup(t *testing.T) {
	group(t, limits{Pids: 1}).Remove() //nolint:errcheck // only asks whether there are groups
	if _, err := cgroup.New(limits{Pids: 1 << 40}.named(name())); err == nil || !strings.Contains(err.Error(), `write "1099511627776" to `) {
		t.Errorf("got %v", err)
	}
	// Nothing of it is in the way of another.
	group(t, limits{Pids: 64, Memory: 64 << 20})
}

func TestTheDeathSignalWaitsForTheProcessNotTheThread(t *testing.T) {
	g := group(t, limits{Pids: 64})
	cmd := exec.Command("sh", "-c", "read line; echo $line")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := g.Start(cmd); err != nil {
		t.Fatal(err)
	}
	// Threads that end do so within this: 20 starts, each on one of its own.
	for range 20 {
		run(t, g, "true") //nolint:errcheck // for its thread
	}
	fmt.Fprintln(in, "alive")
	in.Close()
	if err := cmd.Wait(); err != nil || out.String() != "alive\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestAProgramThatIsMissingIsAnErrorOfStart(t *testing.T) {
	g := group(t, limits{Pids: 64})
	if err := g.Start(exec.Command("/nonexistent/program")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// TestKillWinsAgainstProcessesThatAreNeverTheSame: each lives only until it has forked its
// successor, so that a list of them is old when it has been read.
func TestKillWinsAgainstProcessesThatAreNeverTheSame(t *testing.T) {
	g := group(t, limits{Pids: 5000})
	cmd := hold(t, g, "f() { f & }; for i in 1 2 3 4 5; do f & done; echo; sleep 60")
	if err := g.Kill(); err != nil {
		t.Error(err)
	}
	if pids, err := g.Pids(); err != nil || len(pids) != 0 {
		t.Errorf("there are still %v, %v", pids, err)
	}
	if !killed(cmd) {
		t.Error("the script was not killed")
	}
}

func TestAGroupThatWasLeftIsFoundAgain(t *testing.T) {
	left, other := name()+"-left", name()+"-other"
	testenv.RealRoot(t)
	for _, path := range []string{left + "/a", left + "/b", other + "/a"} {
		g, err := cgroup.New(limits{Pids: 8}.named(path))
		if err != nil {
			testenv.Missing(t, "cgroup", err.Error())
		}
		t.Cleanup(func() { g.Remove() }) //nolint:errcheck // the audit looks
	}
	got, err := cgroup.Left(left + "/")
	if err != nil || !slices.Equal(got, []string{left + "/a", left + "/b"}) {
		t.Errorf("left are %q: %v", got, err)
	}
	second, err := cgroup.Find(left + "/b")
	if err != nil || !second.Exists() {
		t.Fatalf("not found: %v", err)
	}
	files, err := second.Procs()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, err := fmt.Fprint(f, cmd.Process.Pid); err != nil {
			t.Error(err)
		}
		f.Close()
	}
	if pids, err := second.Pids(); err != nil || !slices.Contains(pids, cmd.Process.Pid) {
		t.Errorf("in the group are %v: %v", pids, err)
	}
	if err := second.Remove(); err != nil {
		t.Error(err)
	}
	cmd.Wait() //nolint:errcheck // killed by Remove
	if gone, err := cgroup.Find(left + "/b"); err != nil || gone.Exists() || gone.Remove() != nil {
		t.Errorf("a group that is gone: %v, %v", gone.Dirs(), err)
	}
}

func TestAProcessFollowsAnotherIntoItsGroups(t *testing.T) {
	for _, l := range []limits{{}, {Pids: 64, Memory: 64 << 20}} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			g := group(t, l)
			leader := hold(t, g, "echo; exec sleep 60")
			door, err := cgroup.DoorOf(leader.Process.Pid)
			if err != nil {
				t.Fatal(err)
			}
			defer door.Close()
			follower := exec.Command("sleep", "60")
			follower.SysProcAttr = &syscall.SysProcAttr{}
			if err := through(door, follower); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				follower.Process.Kill() //nolint:errcheck // it runs
				follower.Wait()         //nolint:errcheck // killed
			})
			groupsOf := func(cmd *exec.Cmd) string {
				text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", cmd.Process.Pid))
				if err != nil {
					t.Fatal(err)
				}
				return string(text)
			}
			if groupsOf(leader) != groupsOf(follower) {
				t.Errorf("leader\n%s\nfollower\n%s", groupsOf(leader), groupsOf(follower))
			}
			if err := g.Remove(); err != nil {
				t.Fatal(err)
			}
			if !killed(leader) {
				t.Error("the leader was not killed")
			}
		})
	}
}

// through starts a program from a thread of its own, which goes through the door.
func through(door *cgroup.Door, cmd *exec.Cmd) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			result <- through(door, cmd)
			runtime.UnlockOSThread()
			return
		}
		release, err := door.Attach(cmd.SysProcAttr)
		if err == nil {
			err = cmd.Start()
			release()
		}
		result <- err
	}()
	return <-result
}

// TestTheLastRuleThatSpeaksOfADeviceCounts has rules of all kinds, which version 2 turns into a program.
func TestTheLastRuleThatSpeaksOfADeviceCounts(t *testing.T) {
	testenv.RealRoot(t)
	number := func(n int64) *int64 { return &n }
	g, err := cgroup.New(cgroup.Request{Path: name(), Beside: true, Limits: &specs.LinuxResources{Devices: []specs.LinuxDeviceCgroup{
		{Access: "rwm"},
		{Allow: true, Type: "c", Access: "m"},
		{Allow: true, Type: "c", Major: number(1), Minor: number(3), Access: "rwm"},
		{Allow: true, Type: "c", Major: number(1), Minor: number(5), Access: "r"},
	}}})
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
	dir := t.TempDir()
	for _, c := range []struct {
		script  string
		allowed bool
	}{
		{"echo x >/dev/null", true},
		{"exec 3</dev/zero", true},
		{"exec 3>/dev/zero", false},
		{"exec 3</dev/full", false},
		{"mknod " + dir + "/any c 4 64", true},
		{"mknod " + dir + "/disk b 7 0", false},
	} {
		if out, err := run(t, g, c.script); (err == nil) != c.allowed {
			t.Errorf("%s: %v, %s", c.script, err, out)
		}
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

// TestATreeTooDeepForAnyPathIsRemoved: a path has at most 4096 bytes, and a chain of groups made one by one does not
// care.
func TestATreeTooDeepForAnyPathIsRemoved(t *testing.T) {
	g := group(t, limits{})
	const levels = 150
	name := strings.Repeat("d", 32)
	at, err := unix.Open(g.Dirs()[0], unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	for i := 0; i < levels && err == nil; i++ {
		var below int
		if err = unix.Mkdirat(at, name, 0o755); err == nil {
			below, err = unix.Openat(at, name, unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		}
		unix.Close(at)
		at = below
	}
	if err != nil {
		t.Fatal(err)
	}
	procs, err := unix.Openat(at, "cgroup.procs", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd := hold(t, g, "echo; exec sleep 60")
	if _, err := unix.Write(procs, []byte(fmt.Sprint(cmd.Process.Pid))); err != nil {
		t.Fatal(err)
	}
	unix.Close(procs)
	unix.Close(at)
	if pids, err := g.Pids(); err != nil || len(pids) != 1 {
		t.Errorf("in the deepest group are %v, %v", pids, err)
	}
	if err := g.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(g.Dirs()[0]); !os.IsNotExist(err) {
		t.Errorf("the group: %v", err)
	}
	if !killed(cmd) {
		t.Error("the program was not killed")
	}
}

// TestTheKernelTakesWhatIsWritten has each limit that this machine knows read back from the file it was written to.
func TestTheKernelTakesWhatIsWritten(t *testing.T) {
	testenv.RealRoot(t)
	weight, shares, quota, period := uint16(500), uint64(512), int64(50000), uint64(100000)
	memory, swap, reservation := int64(64<<20), int64(96<<20), int64(32<<20)
	for controller, l := range map[string]*specs.LinuxResources{
		"memory":  {Memory: &specs.LinuxMemory{Limit: &memory, Swap: &swap, Reservation: &reservation}},
		"cpu":     {CPU: &specs.LinuxCPU{Shares: &shares, Quota: &quota, Period: &period}},
		"cpuset":  {CPU: &specs.LinuxCPU{Cpus: "0", Mems: "0"}},
		"hugetlb": {HugepageLimits: []specs.LinuxHugepageLimit{{Pagesize: "2MB", Limit: 4 << 20}}},
		"io":      {BlockIO: &specs.LinuxBlockIO{Weight: &weight, ThrottleReadBpsDevice: scratchDisk(t)}},
		"pids":    {Pids: &specs.LinuxPids{Limit: 20}},
	} {
		t.Run(controller, func(t *testing.T) {
			g, steps, err := cgroup.Plan(cgroup.Request{Path: name(), Beside: true, Limits: l})
			var unavailable *cgroup.Unavailable
			if errors.As(err, &unavailable) {
				t.Skip(err) // not every machine has each of them
			}
			if err == nil {
				err = cgroup.Build(steps, nil)
			}
			if err != nil && controller == "io" && !vmtest.Inside() {
				t.Skipf("no scheduler here knows weights: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := g.Remove(); err != nil {
					t.Error(err)
				}
			}()
			for _, step := range steps {
				v, ok := step.(cgroup.Value)
				if !ok || filepath.Base(v.File) == "cgroup.subtree_control" || filepath.Base(v.File) == "memory.oom_control" {
					continue
				}
				if text, err := os.ReadFile(v.File); err != nil || !strings.Contains(string(text), v.Text) {
					t.Errorf("%s holds %q, %v, and should hold %q", v.File, text, err, v.Text)
				}
			}
		})
	}
}

// scratchDisk is a limit of the guest's disk; other machines' disks are left alone.
func scratchDisk(t *testing.T) []specs.LinuxThrottleDevice {
	t.Helper()
	var st unix.Stat_t
	if !vmtest.Inside() || unix.Stat(vmtest.Scratch, &st) != nil {
		return nil
	}
	d := specs.LinuxThrottleDevice{Rate: 1 << 20}
	d.Major, d.Minor = int64(unix.Major(st.Rdev)), int64(unix.Minor(st.Rdev))
	return []specs.LinuxThrottleDevice{d}
}
