package sandbox

// The program that the tests run inside containers: this test binary under the
// name "probe". It says what it sees, so that a test compares facts instead of
// another program's output.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "probe":
		os.Exit(probe(os.Args[1:]))
	case "start-and-stop-at":
		os.Exit(startAndStopAt(os.Args[1], os.Args[2]))
	}
	os.Exit(testenv.Main(m))
}

// view is what a process in a container can tell of itself.
type view struct {
	Pid, UID, GID  int
	Groups         []int
	Cwd, Hostname  string
	Env            []string
	FDs            map[string]string
	Mounts         []string
	Processes      int
	NoNewPrivs     bool
	Loopback       bool
	Root           []string
	Umask          int
	Session        bool
	TerminalSize   string
	SigIgnored     string
	ControllingTTY bool
	Namespaces     map[string]string // kind → link
	Cgroup         string
	Caps           string // the lines of the five sets
	RootInode      uint64
	Uptime         float64
	Domainname     string
	Keyring        int // of the session
}

func probe(args []string) int {
	switch {
	case len(args) == 0:
		if err := json.NewEncoder(os.Stdout).Encode(look()); err != nil {
			return 1
		}
		return 0
	case args[0] == "exit":
		var code int
		fmt.Sscan(args[1], &code) //nolint:errcheck // a wrong test fails
		return code
	case args[0] == "sleep":
		fmt.Println("sleeping")
		time.Sleep(time.Minute)
	case args[0] == "die":
		signal.Reset()
		unix.Kill(os.Getpid(), unix.SIGKILL) //nolint:errcheck // PID 1 is immune to its own signal
	case args[0] == "say":
		cwd, _ := unix.Getwd()
		fmt.Printf("%s\n%s\n%s\n", args[1], os.Getenv("B"), cwd)
	case args[0] == "look-and-wait":
		json.NewEncoder(os.Stdout).Encode(look()) //nolint:errcheck // the test reads it
		io.Copy(io.Discard, os.Stdin)             //nolint:errcheck // until the test closes it
	case args[0] == "orphan":
		return makeOrphan()
	case args[0] == "wait-for-term":
		return waitForTerm()
	case args[0] == "attack":
		json.NewEncoder(os.Stdout).Encode(attackAll()) //nolint:errcheck // the test reads it
	case args[0] == "write":
		fmt.Println(os.WriteFile(args[1], nil, 0o600))
	case args[0] == "exe":
		fmt.Println(howProtected("/proc/self/exe"))
	case args[0] == "cat":
		io.Copy(os.Stdout, os.Stdin) //nolint:errcheck // the test compares
	}
	return 0
}

// howProtected tells why nobody can write the file, or that somebody can.
func howProtected(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	var st unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &st); err == nil && st.Flags&unix.ST_RDONLY != 0 {
		return "read-only mount"
	}
	if seals, err := unix.FcntlInt(f.Fd(), unix.F_GET_SEALS, 0); err == nil && seals&unix.F_SEAL_WRITE != 0 {
		return "sealed"
	}
	return "writable"
}

func look() view {
	v := view{Pid: os.Getpid(), UID: os.Getuid(), GID: os.Getgid(), Env: os.Environ(), FDs: map[string]string{}}
	v.Groups, _ = os.Getgroups()
	v.Cwd, _ = unix.Getwd()
	v.Hostname, _ = os.Hostname()
	v.Umask = unix.Umask(0)
	sid, _ := unix.Getsid(0)
	v.Session = sid == os.Getpid()
	v.Root = dirNames("/")
	for _, fd := range dirNames("/proc/self/fd") {
		if to, err := os.Readlink("/proc/self/fd/" + fd); err == nil {
			v.FDs[fd] = to
		}
	}
	if text, err := os.ReadFile("/proc/self/mountinfo"); err == nil {
		for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
			v.Mounts = append(v.Mounts, strings.Fields(line)[4])
		}
	}
	for _, name := range dirNames("/proc") {
		if strings.Trim(name, "0123456789") == "" {
			v.Processes++
		}
	}
	lookAtPrivileges(&v)
	status, _ := os.ReadFile("/proc/self/status")
	v.NoNewPrivs = strings.Contains(string(status), "NoNewPrivs:\t1")
	flags, _ := os.ReadFile("/sys/class/net/lo/flags")
	v.Loopback = strings.HasPrefix(string(flags), "0x9") || strings.HasPrefix(string(flags), "0x49")
	if size, err := unix.IoctlGetWinsize(0, unix.TIOCGWINSZ); err == nil {
		v.TerminalSize = fmt.Sprintf("%dx%d", size.Col, size.Row)
	}
	if tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		v.ControllingTTY = true
		tty.Close()
	}
	return v
}

// lookAtPrivileges looks at what a process has from its container.
func lookAtPrivileges(v *view) {
	v.Namespaces = map[string]string{}
	for _, k := range namespace.Kinds {
		v.Namespaces[k.File], _ = os.Readlink("/proc/self/ns/" + k.File)
	}
	groups, _ := os.ReadFile("/proc/self/cgroup")
	v.Cgroup = string(groups)
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "Cap") {
			v.Caps += line + "\n"
		}
	}
	var st unix.Stat_t
	unix.Stat("/", &st) //nolint:errcheck // zero tells
	v.RootInode = st.Ino
	var now unix.Timespec
	unix.ClockGettime(unix.CLOCK_BOOTTIME, &now) //nolint:errcheck // zero tells
	v.Uptime = float64(now.Sec)
	domain, _ := os.ReadFile("/proc/sys/kernel/domainname")
	v.Domainname = strings.TrimSpace(string(domain))
	v.Keyring, _ = unix.KeyctlGetKeyringID(unix.KEY_SPEC_SESSION_KEYRING, false) //nolint:errcheck // 0 then
}

func dirNames(dir string) []string {
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	sort.Strings(names)
	return names
}

// probeRoot makes a root directory that holds the probe and nothing else.
func probeRoot(t testing.TB) string {
	t.Helper()
	root := t.TempDir()
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(root, 0o755), os.Mkdir(filepath.Join(root, "bin"), 0o755),
		os.WriteFile(filepath.Join(root, "bin", "probe"), self, 0o755)); err != nil {
		t.Fatal(err)
	}
	return root
}

// bare is the smallest spec: a root and a command.
func bare(root string, args ...string) *specs.Spec {
	return &specs.Spec{
		Root:    &specs.Root{Path: root},
		Process: &specs.Process{Args: append([]string{"probe"}, args...), Cwd: "/", Env: []string{"PATH=/bin"}},
		Linux:   &specs.Linux{},
	}
}

// full has every namespace and the usual mounts.
func full(root string, args ...string) *specs.Spec {
	s := bare(root, args...)
	for _, kind := range []specs.LinuxNamespaceType{specs.MountNamespace, specs.PIDNamespace, specs.UTSNamespace, specs.IPCNamespace,
		specs.NetworkNamespace, specs.CgroupNamespace, specs.TimeNamespace} {
		s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: kind})
	}
	s.Hostname = "inside"
	s.Mounts = []specs.Mount{
		{Destination: "/proc", Type: "proc", Source: "proc"},
		{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "mode=755"}},
		{Destination: "/dev/pts", Type: "devpts", Source: "devpts", Options: []string{"newinstance", "ptmxmode=0666", "mode=0620"}},
		{Destination: "/sys", Type: "sysfs", Source: "sysfs", Options: []string{"ro"}},
	}
	return s
}

// inUserNamespace maps root to the caller, as an ordinary user's container does.
func inUserNamespace(s *specs.Spec) *specs.Spec {
	s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.UserNamespace})
	s.Linux.UIDMappings = []specs.LinuxIDMapping{{ContainerID: 0, HostID: uint32(os.Getuid()), Size: 1}}
	s.Linux.GIDMappings = []specs.LinuxIDMapping{{ContainerID: 0, HostID: uint32(os.Getgid()), Size: 1}}
	return s
}

// makeOrphan leaves a grandchild behind whose parent has ended, and tells what became of it.
func makeOrphan() int {
	if os.Getenv("ORPHAN") != "" {
		grandchild := exec.Command("/proc/self/exe")
		grandchild.Args = []string{"probe", "exit", "0"}
		grandchild.Start() //nolint:errcheck // the test counts
		fmt.Println(grandchild.Process.Pid)
		return 0
	}
	child := exec.Command("/proc/self/exe")
	child.Args, child.Env = []string{"probe", "orphan"}, []string{"ORPHAN=1"}
	pid, err := child.Output()
	if err != nil {
		return 1
	}
	// Reaped by whoever is process 1, it disappears; else it stays a zombie for ever.
	patience := 300 * time.Millisecond
	if os.Getenv("INIT") != "" { // somebody does, and may take their time
		patience = 10 * time.Second
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, err := os.Stat("/proc/" + strings.TrimSpace(string(pid))); os.IsNotExist(err) {
			fmt.Println("reaped")
			return 0
		}
	}
	fmt.Println("a zombie")
	return 0
}

// waitForTerm leaves SIGTERM at its default, which ends a process unless it is process 1.
func waitForTerm() int {
	syscalls.DefaultSignals()
	fmt.Println("ready")
	time.Sleep(10 * time.Second)
	return 7
}

// viewFrom runs the container to its end and returns what the probe saw.
func viewFrom(t *testing.T, c Container) view {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := Start(c, IO{Stdout: w, Stderr: os.Stderr})
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	var v view
	decodeErr := json.NewDecoder(r).Decode(&v)
	if code, err := p.Wait(); code != 0 || err != nil {
		t.Fatalf("the probe ended with %d, %v", code, err)
	}
	if decodeErr != nil {
		t.Fatal(decodeErr)
	}
	return v
}
