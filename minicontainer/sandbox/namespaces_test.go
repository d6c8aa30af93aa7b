package sandbox

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestAllEightNamespacesAreTheContainersOwn(t *testing.T) {
	testenv.Root(t)
	v := viewFrom(t, Container{Spec: inUserNamespace(full(probeRoot(t)))})
	for _, k := range namespace.Kinds {
		own, err := os.Readlink("/proc/self/ns/" + k.File)
		if err != nil || v.Namespaces[k.File] == "" || v.Namespaces[k.File] == own {
			t.Errorf("%s: inside %s, outside %s, %v", k.File, v.Namespaces[k.File], own, err)
		}
	}
}

func TestANamespaceIsJoinedByItsPath(t *testing.T) {
	testenv.Root(t)
	r := startWaiting(t, full(probeRoot(t)))
	for _, k := range namespace.Kinds {
		if k.Type == specs.MountNamespace || k.Type == specs.UserNamespace {
			continue // refused; see below
		}
		t.Run(k.File, func(t *testing.T) {
			s := full(probeRoot(t))
			s.Hostname = ""
			for i, ns := range s.Linux.Namespaces {
				if ns.Type == k.Type {
					s.Linux.Namespaces[i].Path = filepath.Join("/proc", strconv.Itoa(r.Pid), "ns", k.File)
				}
			}
			v := viewFrom(t, Container{Spec: s})
			for _, other := range namespace.Kinds {
				joined := v.Namespaces[other.File] == r.first.Namespaces[other.File]
				if other.Type == specs.UserNamespace {
					continue // both are in the caller's
				}
				if want := other == k; joined != want {
					t.Errorf("%s: joined %v, want %v", other.File, joined, want)
				}
			}
		})
	}
}

func TestAUserNamespaceIsJoinedByItsPath(t *testing.T) {
	testenv.Root(t)
	r := startWaiting(t, inUserNamespace(full(probeRoot(t))))
	s := full(probeRoot(t))
	s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.UserNamespace, Path: filepath.Join("/proc", strconv.Itoa(r.Pid), "ns", "user")})
	v := viewFrom(t, Container{Spec: s, BindDevices: true})
	if v.Namespaces["user"] != r.first.Namespaces["user"] || v.UID != 0 || v.Namespaces["net"] == r.first.Namespaces["net"] {
		t.Errorf("joined %v of %v as uid %d", v.Namespaces, r.first.Namespaces, v.UID)
	}
}

func TestWhatIsNoSuchNamespaceIsRefused(t *testing.T) {
	testenv.Root(t)
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/dev/null":         "not a namespace",
		fifo:                "not a namespace",
		"/proc/self/ns/ipc": "of another kind",
		"/nowhere":          "no such file",
	} {
		s := full(probeRoot(t))
		s.Linux.Namespaces[4].Path = path
		if _, err := Start(Container{Spec: s}, IO{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	s := full(probeRoot(t))
	s.Linux.Namespaces[0].Path = "/proc/self/ns/mnt"
	if _, err := Start(Container{Spec: s}, IO{}); err == nil || !strings.Contains(err.Error(), "would be mounted on the host") {
		t.Errorf("mounts in a mount namespace of others: %v", err)
	}
}

func TestClocksAndNamesAreTheContainersOwn(t *testing.T) {
	testenv.Root(t)
	s := full(probeRoot(t))
	s.Domainname = "token.example"
	s.Linux.TimeOffsets = map[string]specs.LinuxTimeOffset{"boottime": {Secs: 1000000}, "monotonic": {Secs: 5, Nanosecs: 7}}
	v := viewFrom(t, Container{Spec: s})
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &now); err != nil {
		t.Fatal(err)
	}
	if ahead := v.Uptime - float64(now.Sec); ahead < 999000 || ahead > 1000001 || v.Domainname != "token.example" {
		t.Errorf("%.0f seconds ahead, domain %q", ahead, v.Domainname)
	}
	for clock, offset := range map[string]specs.LinuxTimeOffset{"realtime": {Secs: 1}, "boottime": {Secs: -1 << 40}} {
		s.Linux.TimeOffsets = map[string]specs.LinuxTimeOffset{clock: offset}
		if _, err := Start(Container{Spec: s}, IO{}); err == nil || !strings.Contains(err.Error(), "clock") {
			t.Errorf("%s %d: %v", clock, offset.Secs, err)
		}
	}
}

func TestAContainerMayHaveAKeyringOfItsOwn(t *testing.T) {
	testenv.Root(t)
	ours, err := unix.KeyctlGetKeyringID(unix.KEY_SPEC_SESSION_KEYRING, false)
	if err != nil {
		t.Skipf("the kernel has no keys: %v", err)
	}
	kept := viewFrom(t, Container{Spec: full(probeRoot(t))})
	own := viewFrom(t, Container{Spec: full(probeRoot(t)), NewKeyring: true})
	if kept.Keyring != ours || own.Keyring == ours || own.Keyring == 0 {
		t.Errorf("ours is %#x, the one it keeps %#x, its own %#x", ours, kept.Keyring, own.Keyring)
	}
}

func TestASpecWithoutRootInItsMapsIsRefused(t *testing.T) {
	s := inUserNamespace(full("/nowhere"))
	s.Linux.UIDMappings[0].ContainerID = 1000
	if err := (Container{Spec: s}).Check(); err == nil || !strings.Contains(err.Error(), "no line for 0") {
		t.Errorf("%v", err)
	}
}

// TestManyIdsAreMapped: root may map any ids, and the container's user may be any of them.
func TestManyIdsAreMapped(t *testing.T) {
	testenv.RealRoot(t)
	root := probeRoot(t)
	testenv.Passable(t, root)
	for _, path := range []string{root, filepath.Join(root, "bin")} {
		if err := os.Chown(path, 100000, 100000); err != nil {
			t.Fatal(err)
		}
	}
	s := inUserNamespace(full(root))
	s.Linux.UIDMappings = []specs.LinuxIDMapping{{ContainerID: 0, HostID: 100000, Size: 1}, {ContainerID: 1, HostID: 200000, Size: 3000}}
	s.Linux.GIDMappings = []specs.LinuxIDMapping{{ContainerID: 0, HostID: 100000, Size: 5000}}
	s.Process.User = specs.User{UID: 1000, GID: 4000, AdditionalGids: []uint32{29}}
	r := startWaiting(t, s)
	if r.first.UID != 1000 || r.first.GID != 4000 || len(r.first.Groups) != 1 {
		t.Errorf("inside it is %d:%d, groups %v", r.first.UID, r.first.GID, r.first.Groups)
	}
	var st unix.Stat_t
	if err := unix.Stat("/proc/"+strconv.Itoa(r.Pid), &st); err != nil || st.Uid != 200999 || st.Gid != 104000 {
		t.Errorf("outside it is %d:%d, %v", st.Uid, st.Gid, err)
	}
	if v := viewOfFurther(t, r, process(s)); v.UID != 1000 || v.Namespaces["user"] != r.first.Namespaces["user"] {
		t.Errorf("a further process is %d in %s", v.UID, v.Namespaces["user"])
	}
}

func TestInitReapsWhatOthersLeave(t *testing.T) {
	testenv.Root(t)
	for _, withInit := range []bool{true, false} {
		s := full(probeRoot(t), "orphan")
		r, w := pipe(t)
		p, err := Start(Container{Spec: s, Init: withInit}, IO{Stdout: w, Stderr: os.Stderr})
		w.Close()
		if err != nil {
			t.Fatal(err)
		}
		line, readErr := bufio.NewReader(r).ReadString('\n')
		if code, err := p.Wait(); code != 0 || err != nil || readErr != nil {
			t.Fatalf("status %d, %v, %v", code, err, readErr)
		}
		if got, want := strings.TrimSpace(line), map[bool]string{true: "reaped", false: "a zombie"}[withInit]; got != want {
			t.Errorf("with init %v the orphan is %s, want %s", withInit, got, want)
		}
	}
}

// TestInitMakesSignalsWork: process 1 itself is immune to a signal that it has no handler for, if
// it comes from its own namespace. One from outside that is not SIGKILL is ignored as well.
func TestInitMakesSignalsWork(t *testing.T) {
	testenv.Root(t)
	for _, withInit := range []bool{true, false} {
		s := full(probeRoot(t), "wait-for-term")
		r, w := pipe(t)
		p, err := Start(Container{Spec: s, Init: withInit}, IO{Stdout: w, Stderr: os.Stderr})
		w.Close()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(r).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		if err := p.Signal(unix.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if !withInit {
			if err := p.Signal(unix.SIGKILL); err != nil { // or it would sleep for long
				t.Fatal(err)
			}
		}
		want := map[bool]int{true: 128 + int(unix.SIGTERM), false: 128 + int(unix.SIGKILL)}[withInit]
		if code, err := p.Wait(); code != want || err != nil {
			t.Errorf("with init %v: status %d, want %d, %v", withInit, code, want, err)
		}
	}
}

func TestInitTellsTheProgramsStatus(t *testing.T) {
	testenv.Root(t)
	for args, want := range map[string]int{"exit 7": 7, "die x": 137} {
		s := full(probeRoot(t), strings.Fields(args)...)
		p, err := Start(Container{Spec: s, Init: true}, IO{Stderr: os.Stderr})
		if err != nil {
			t.Fatal(err)
		}
		if code, err := p.Wait(); code != want || err != nil {
			t.Errorf("%s: status %d, want %d, %v", args, code, want, err)
		}
	}
	s := full(probeRoot(t))
	s.Process.Args = []string{"nothing"}
	var exec *ExecError
	if _, err := Start(Container{Spec: s, Init: true}, IO{}); !errors.As(err, &exec) || exec.Code != 127 {
		t.Errorf("a program that is not there: %v", err)
	}
}
