package sandbox

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// attacks are what root in a container could do to the machine, or to find a way to it. None does harm where it succeeds.
var attacks = map[string]func() error{
	"mount a file system":    func() error { return unix.Mount("t", "/", "tmpfs", 0, "") },
	"make settings writable": func() error { return unix.Mount("", "/proc/sys", "", unix.MS_REMOUNT|unix.MS_BIND, "") },
	"rename the machine":     func() error { return unix.Sethostname([]byte("mine")) },
	"read the kernel's log":  func() error { _, err := unix.Klogctl(unix.SYSLOG_ACTION_READ_ALL, make([]byte, 8)); return err },
	"reach for other files": func() error {
		_, _, err := unix.NameToHandleAt(unix.AT_FDCWD, "/", 0)
		return orElse(err, openByHandle)
	},
	"join a namespace":         func() error { return joinOwn() },
	"change a network device":  func() error { return ifaceUp("lo") },
	"raise a priority":         func() error { return unix.Setpriority(unix.PRIO_PROCESS, 0, -5) },
	"attach a program to bpf":  func() error { return bpfMap() },
	"give oneself a namespace": func() error { return unix.Unshare(unix.CLONE_NEWUTS) },
}

func orElse(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}

// openByHandle opens the root by its handle: CAP_DAC_READ_SEARCH lets whoever has it try them all, until one is the
// host's ("shocker").
func openByHandle() error {
	handle, _, err := unix.NameToHandleAt(unix.AT_FDCWD, "/", 0)
	if err != nil {
		return err
	}
	dir, err := unix.Open("/", unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	fd, err := unix.OpenByHandleAt(dir, handle, unix.O_RDONLY)
	if err == nil {
		unix.Close(fd) //nolint:errcheck // opened to see whether it can be
	}
	return err
}

func joinOwn() error {
	fd, err := unix.Open("/proc/self/ns/uts", unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return unix.Setns(fd, unix.CLONE_NEWUTS)
}

func bpfMap() error {
	attr := struct{ kind, key, value, entries uint32 }{2, 4, 4, 1} // an array of one number
	_, _, errno := unix.Syscall(unix.SYS_BPF, 0, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	if errno != 0 {
		return errno
	}
	return nil
}

// attackAll tells of each attack how it failed, or nothing.
func attackAll() map[string]string {
	told := map[string]string{}
	for name, attack := range attacks {
		told[name] = ""
		if err := attack(); err != nil {
			told[name] = err.Error()
		}
	}
	return told
}

func attacked(t *testing.T, s *specs.Spec) map[string]string {
	t.Helper()
	r, out := pipe(t)
	s.Process.Args = []string{"/bin/probe", "attack"}
	p, err := Start(Container{Spec: s}, IO{Stdout: out, Stderr: os.Stderr})
	out.Close()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	if err := json.NewDecoder(r).Decode(&told); err != nil {
		t.Fatal(err)
	}
	if status, err := p.Wait(); status != 0 || err != nil {
		t.Fatal(status, err)
	}
	return told
}

// defaults are the capabilities of a container whose owner says nothing.
func defaults(t *testing.T) *specs.LinuxCapabilities {
	t.Helper()
	sets, err := confine.Choice{}.Capabilities(0)
	if err != nil {
		t.Fatal(err)
	}
	return sets
}

func TestWithoutTheirCapabilitiesAttacksAreRefused(t *testing.T) {
	testenv.RealRoot(t)
	s := full(probeRoot(t))
	free := attacked(t, full(probeRoot(t)))
	s.Process.Capabilities = defaults(t)
	for name, err := range attacked(t, s) {
		refused := strings.Contains(err, "not permitted") || strings.Contains(err, "permission denied")
		if !refused {
			t.Errorf("%s: %q, want it refused", name, err)
		}
		// The control: with all capabilities the same is not refused, or fails for another reason.
		if strings.Contains(free[name], "not permitted") {
			t.Errorf("%s is refused to root with all capabilities, too: %q", name, free[name])
		}
	}
}

// denying is a filter that has mkdir(2) fail.
func denying() *specs.LinuxSeccomp {
	return &specs.LinuxSeccomp{DefaultAction: specs.ActAllow, Syscalls: []specs.LinuxSyscall{{Names: []string{"mkdir", "mkdirat"}, Action: specs.ActErrno}}}
}

func TestAFilterHoldsForTheProgramAndForFurtherOnes(t *testing.T) {
	testenv.Root(t)
	for _, nnp := range []bool{false, true} {
		s := full(probeRoot(t))
		s.Linux.Seccomp, s.Process.NoNewPrivileges = denying(), nnp
		r := startWaiting(t, s)
		if mode := statusOf(t, r.Pid, "Seccomp"); mode != "2" {
			t.Errorf("no_new_privs %v: the first process has Seccomp %s, want 2", nnp, mode)
		}
		out, in := pipe(t)
		further, err := Enter(Entry{Pid: r.Pid, Process: process(s, "sleep"), Seccomp: denying()}, IO{Stdout: in})
		in.Close()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil {
			status, _ := further.Wait() //nolint:errcheck // told below
			t.Fatalf("the further process has ended with %d: %v", status, err)
		}
		if mode := statusOf(t, further.Pid, "Seccomp"); mode != "2" {
			t.Errorf("no_new_privs %v: a further one has Seccomp %s, want 2", nnp, mode)
		}
		further.abandon()
	}
}

// statusOf is a line of /proc/PID/status.
func statusOf(t *testing.T, pid int, name string) string {
	t.Helper()
	out, err := exec.Command("sed", "-n", "s/^"+name+":\t//p", filepath.Join("/proc", strconv.Itoa(pid), "status")).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestLimitsAndSettingsAreTheContainersOwn(t *testing.T) {
	testenv.Root(t)
	s := full(probeRoot(t))
	s.Process.Rlimits = []specs.POSIXRlimit{{Type: "RLIMIT_SIGPENDING", Soft: 99, Hard: 199}, {Type: "RLIMIT_CORE"}}
	score := 777
	s.Process.OOMScoreAdj = &score
	s.Linux.Sysctl = map[string]string{"kernel.shm_rmid_forced": "1", "net.ipv4.ip_default_ttl": "55"}
	before := hostSettings(t)
	r := startWaiting(t, s)
	limits, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(r.Pid), "limits"))
	if err != nil || !strings.Contains(strings.Join(strings.Fields(string(limits)), " "), "Max pending signals 99 199 signals") {
		t.Errorf("%v: limits %q", err, limits)
	}
	if got, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(r.Pid), "oom_score_adj")); err != nil || string(got) != "777\n" {
		t.Errorf("OOM score %q, %v", got, err)
	}
	for name, want := range map[string]string{"kernel/shm_rmid_forced": "1", "net/ipv4/ip_default_ttl": "55"} {
		kind := map[bool]string{true: "--net", false: "--ipc"}[strings.HasPrefix(name, "net")]
		got, err := exec.Command(testenv.Peer(t, "nsenter"), kind, "--target", strconv.Itoa(r.Pid), "cat", "/proc/sys/"+name).Output()
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s is %q (%v) in the container, want %s", name, got, err, want)
		}
	}
	if after := hostSettings(t); after != before {
		t.Errorf("the host's settings were %q and are %q", before, after)
	}
}

func hostSettings(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("cat", "/proc/sys/kernel/shm_rmid_forced", "/proc/sys/net/ipv4/ip_default_ttl").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestFurtherFilesArePassedOnAndNoOthers(t *testing.T) {
	testenv.Root(t)
	file, err := os.CreateTemp(t.TempDir(), "token")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, out := pipe(t)
	p, err := Start(Container{Spec: full(probeRoot(t))}, IO{Stdout: out, Further: []*os.File{file}})
	out.Close()
	if err != nil {
		t.Fatal(err)
	}
	var v view
	if err := json.NewDecoder(r).Decode(&v); err != nil {
		t.Fatal(err)
	}
	p.Wait() //nolint:errcheck // it has told what it has to tell
	var numbers []string
	for n := range v.FDs {
		numbers = append(numbers, n)
	}
	if len(numbers) != 4 || !strings.Contains(v.FDs["3"], "token") {
		t.Errorf("open files %v, want 0 to 3, the last a file of ours", v.FDs)
	}
}

func TestDevicesOfTheSpecAreMade(t *testing.T) {
	testenv.RealRoot(t)
	root, mode, owner := probeRoot(t), os.FileMode(0o640), uint32(7)
	s := full(root)
	s.Linux.Devices = []specs.LinuxDevice{{Path: "/dev/token", Type: "c", Major: 1, Minor: 5, FileMode: &mode, UID: &owner}, {Path: "/dev/pipe", Type: "p"}}
	r := startWaiting(t, s)
	var st syscall.Stat_t
	if err := syscall.Stat(filepath.Join("/proc", strconv.Itoa(r.Pid), "root/dev/token"), &st); err != nil || st.Rdev != unix.Mkdev(1, 5) || st.Mode&0o777 != 0o640 || st.Uid != 7 {
		t.Errorf("device %+v, %v", st, err)
	}
	if err := syscall.Stat(filepath.Join("/proc", strconv.Itoa(r.Pid), "root/dev/pipe"), &st); err != nil || st.Mode&syscall.S_IFMT != syscall.S_IFIFO {
		t.Errorf("FIFO %+v, %v", st, err)
	}
}

func TestAFailureAtTheGateIsToldToWhoOpensIt(t *testing.T) {
	testenv.Root(t)
	dir := t.TempDir()
	if err := OpenGate(dir); !errors.Is(err, ErrNoGate) {
		t.Errorf("no gate: %v", err)
	}
	root := probeRoot(t)
	s := full(root)
	s.Process.Args = []string{"/bin/broken"}
	if err := os.WriteFile(filepath.Join(root, "bin/broken"), []byte("no program"), 0o755); err != nil {
		t.Fatal(err)
	}
	gate, err := MakeGate(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(Container{Spec: s}, IO{Gate: gate})
	gate.Close()
	if err != nil {
		t.Fatal(err)
	}
	if !HasGate(dir) {
		t.Error("nobody waits")
	}
	var failed *ExecError
	if err := OpenGate(dir); !errors.As(err, &failed) || failed.Code != 126 || failed.State != NotAProgram {
		t.Errorf("open: %v", err)
	}
	if status, err := p.Wait(); status != 125 || err != nil {
		t.Errorf("the child half ended with %d, %v", status, err)
	}
	if HasGate(dir) {
		t.Error("the gate is still there")
	}
}
