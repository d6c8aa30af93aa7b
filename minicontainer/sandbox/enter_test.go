package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// running is a container whose first process has told what it sees and waits.
type running struct {
	*Process
	first view
}

// startWaiting starts the container of s with a program that waits; it ends with the test.
func startWaiting(t *testing.T, s *specs.Spec) running {
	t.Helper()
	s.Process.Args = []string{"probe", "look-and-wait"}
	in, stdin := pipe(t)
	stdout, out := pipe(t)
	p, err := Start(Container{Spec: s, DieWithCaller: true}, IO{Stdin: in, Stdout: out, Stderr: os.Stderr})
	in.Close()
	out.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		if code, err := p.Wait(); code != 0 || err != nil {
			t.Errorf("the first process ended with %d, %v", code, err)
		}
	})
	r := running{Process: p}
	if err := json.NewDecoder(stdout).Decode(&r.first); err != nil {
		t.Fatal(err)
	}
	return r
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// viewOfFurther is what a further process in the container sees.
func viewOfFurther(t *testing.T, r running, p *specs.Process) view {
	t.Helper()
	stdout, out := pipe(t)
	further, err := Enter(Entry{Pid: r.Pid, Process: p, DieWithCaller: true}, IO{Stdout: out, Stderr: os.Stderr})
	out.Close()
	if err != nil {
		t.Fatal(err)
	}
	var v view
	decodeErr := json.NewDecoder(stdout).Decode(&v)
	if code, err := further.Wait(); code != 0 || err != nil || decodeErr != nil {
		t.Fatalf("the probe ended with %d, %v, %v", code, err, decodeErr)
	}
	return v
}

// bothKinds are a container of root's and one of an ordinary user.
var bothKinds = map[string]func(*specs.Spec) *specs.Spec{
	"root":             func(s *specs.Spec) *specs.Spec { return s },
	"a user namespace": inUserNamespace,
}

func process(s *specs.Spec, args ...string) *specs.Process {
	p := *s.Process
	p.Args = append([]string{"probe"}, args...)
	return &p
}

func TestAFurtherProcessHasWhatTheFirstOneHas(t *testing.T) {
	testenv.Root(t)
	for name, in := range bothKinds {
		t.Run(name, func(t *testing.T) {
			s := in(full(probeRoot(t)))
			s.Process.Cwd, s.Process.NoNewPrivileges = "/made/for/it", true
			r := startWaiting(t, s)
			v := viewOfFurther(t, r, process(s))
			if len(v.Namespaces) != len(namespace.Kinds) {
				t.Fatalf("the probe saw %v", v.Namespaces)
			}
			for _, same := range []struct{ first, further any }{
				{r.first.Namespaces, v.Namespaces}, {r.first.Cgroup, v.Cgroup}, {r.first.Caps, v.Caps}, {r.first.RootInode, v.RootInode},
				{r.first.Cwd, v.Cwd}, {r.first.NoNewPrivs, v.NoNewPrivs}, {r.first.Env, v.Env}, {r.first.UID, v.UID}, {r.first.Umask, v.Umask},
			} {
				if diff := cmp.Diff(same.first, same.further); diff != "" {
					t.Errorf("(-first +further)\n%s", diff)
				}
			}
			if v.Pid == 1 || v.Processes != 2 {
				t.Errorf("it is process %d of %d, want a second one", v.Pid, v.Processes)
			}
		})
	}
}

// CVE-2024-21626, CVE-2016-9962: nothing that the caller has open, or stands in, comes along.
func TestAFurtherProcessBringsNothingAlong(t *testing.T) {
	testenv.Root(t)
	s := full(probeRoot(t))
	r := startWaiting(t, s)
	for _, fd := range []int{20, 21} {
		if err := unix.Dup2(openDir(t, "/"), fd); err != nil {
			t.Fatal(err)
		}
		defer unix.Close(fd) //nolint:errcheck // opened here
	}
	t.Setenv("SECRET_OF_THE_HOST", "x")
	v := viewOfFurther(t, r, process(s))
	for fd, to := range v.FDs {
		if fd != "0" && fd != "1" && fd != "2" && !strings.HasPrefix(to, "/proc/") && !strings.HasPrefix(to, "anon_inode:") {
			t.Errorf("descriptor %s leads to %s", fd, to)
		}
	}
	if len(v.FDs) < 3 {
		t.Errorf("the probe saw only %v", v.FDs)
	}
	for _, kv := range v.Env {
		if strings.HasPrefix(kv, "SECRET") {
			t.Errorf("the environment holds %s", kv)
		}
	}
	const outside = "/proc/self/fd/20" // opened above
	for _, cwd := range []string{outside, "/proc/self/fd/6", "/proc/self/fd/7/../../.."} {
		p := process(s, "say", "x")
		p.Cwd = cwd
		further, err := Enter(Entry{Pid: r.Pid, Process: p, DieWithCaller: true}, IO{})
		if err == nil {
			here, hereErr := os.Stat(filepath.Join("/proc", strconv.Itoa(further.Pid), "cwd"))
			root, rootErr := os.Stat(filepath.Join("/proc", strconv.Itoa(r.Pid), "root"))
			if hereErr == nil && rootErr == nil && !os.SameFile(here, root) || cwd == outside {
				t.Errorf("with the working directory %s it was started", cwd)
			}
			further.Wait() //nolint:errcheck // only its directory counts
		}
	}
}

// CVE-2019-5736: the program in the container is a link to the file that the runtime itself runs from.
func TestAFurtherProcessCannotWriteTheRuntimesFile(t *testing.T) {
	testenv.Root(t)
	for name, in := range bothKinds {
		t.Run(name, func(t *testing.T) {
			root := probeRoot(t)
			if err := errors.Join(os.Mkdir(filepath.Join(root, "link"), 0o755), os.Symlink("/proc/self/exe", filepath.Join(root, "link", "probe"))); err != nil {
				t.Fatal(err)
			}
			s := in(full(root))
			r := startWaiting(t, s)
			p := process(s, "exe")
			for program, want := range map[string]string{"/link/probe": "protected", "/bin/probe": "writable"} {
				p.Args[0] = program
				stdout, out := pipe(t)
				further, err := Enter(Entry{Pid: r.Pid, Process: p}, IO{Stdout: out})
				out.Close()
				if err != nil {
					t.Fatal(err)
				}
				text, readErr := io.ReadAll(stdout)
				if code, err := further.Wait(); code != 0 || err != nil || readErr != nil {
					t.Fatalf("status %d, %v, %v", code, err, readErr)
				}
				got := strings.TrimSpace(string(text))
				if got == "read-only mount" || got == "sealed" {
					got = "protected"
				}
				if got != want {
					t.Errorf("the file of %s is %s, want %s", program, got, want)
				}
			}
		})
	}
}

func TestAFurtherProcessOfAnotherUserWithATerminal(t *testing.T) {
	testenv.RealRoot(t)
	s := full(probeRoot(t))
	r := startWaiting(t, s)
	p := process(s)
	p.User = specs.User{UID: 1000, GID: 1001}
	v := viewOfFurther(t, r, p)
	if v.UID != 1000 || v.GID != 1001 || !strings.Contains(v.Caps, "CapEff:\t0000000000000000\n") {
		t.Errorf("uid %d gid %d\n%s", v.UID, v.GID, v.Caps)
	}
	p = process(s)
	p.Terminal, p.ConsoleSize = true, &specs.Box{Width: 71, Height: 13}
	further, err := Enter(Entry{Pid: r.Pid, Process: p, DieWithCaller: true}, IO{})
	if err != nil {
		t.Fatal(err)
	}
	defer further.Terminal.Close()
	if err := json.NewDecoder(further.Terminal).Decode(&v); err != nil || v.TerminalSize != "71x13" || !v.ControllingTTY {
		t.Errorf("%v, size %s, controlling %v", err, v.TerminalSize, v.ControllingTTY)
	}
	if code, err := further.Wait(); code != 0 || err != nil {
		t.Errorf("status %d, %v", code, err)
	}
}

func TestWhatDoesNotExistIsToldAsAlways(t *testing.T) {
	testenv.Root(t)
	s := full(probeRoot(t))
	r := startWaiting(t, s)
	p := process(s)
	p.Args = []string{"nothing"}
	var exec *ExecError
	if _, err := Enter(Entry{Pid: r.Pid, Process: p}, IO{}); !errors.As(err, &exec) || exec.Code != 127 {
		t.Errorf("a program that is not there: %v", err)
	}
	p = process(s)
	p.Cwd = "/not/there"
	if _, err := Enter(Entry{Pid: r.Pid, Process: p}, IO{}); err == nil || !strings.Contains(err.Error(), "enter directory /not/there") {
		t.Errorf("a directory that is not there: %v", err)
	}
	if _, err := Enter(Entry{Pid: 1 << 22, Process: process(s)}, IO{}); err == nil || !strings.Contains(err.Error(), "look at process") {
		t.Errorf("a process that is not there: %v", err)
	}
}
