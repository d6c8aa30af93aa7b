package lifecycle

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// world is a store and a bundle whose root is the base image.
type world struct {
	Store
	t      *testing.T
	bundle string
}

func newWorld(t *testing.T, change func(*specs.Spec)) world {
	t.Helper()
	testenv.Root(t)
	image, err := base.Open(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { image.Close() }) //nolint:errcheck // only a lock was held
	w := world{Open(filepath.Join(t.TempDir(), "containers")), t, t.TempDir()}
	if out, err := exec.Command("cp", "-a", image.Root, filepath.Join(w.bundle, "rootfs")).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	s := oci.Default(oci.Choices{Root: "rootfs", Users: namespace.OfCaller(), NoTTYGroup: !syscalls.GroupExists(5)})
	s.Process.Env = []string{"PATH=/bin"}
	s.Process.Args = []string{"sleep", "1000"}
	if change != nil {
		change(s)
	}
	if err := oci.Save(w.bundle, s); err != nil {
		t.Fatal(err)
	}
	return w
}

// read reads the bundle.
func (w world) read() *Bundle {
	w.t.Helper()
	b, err := ReadBundle(w.bundle)
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

func (w world) options() Options { return Options{Warn: func(err error) { w.t.Error(err) }} }

func (w world) create(id string) {
	w.t.Helper()
	if err := w.Create(id, w.read(), w.options()); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := w.Delete(id, true, w.options().Warn); err != nil {
			w.t.Error(err)
		}
	})
}

func (w world) is(id string, want specs.ContainerState) {
	w.t.Helper()
	c, err := w.Find(id)
	if err != nil {
		w.t.Fatal(err)
	}
	if got := c.Status(); got != want {
		w.t.Errorf("%s is %s, want %s", id, got, want)
	}
}

func (w world) do(what string, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
}

func TestAContainerGoesThroughItsStates(t *testing.T) {
	w := newWorld(t, func(s *specs.Spec) { s.Process.Args = []string{"sh", "-c", "echo x >/started; exec sleep 1000"} })
	w.create("a")
	w.is("a", specs.StateCreated)
	if _, err := os.Stat(filepath.Join(w.bundle, "rootfs/started")); err == nil {
		t.Error("the program ran before start")
	}
	if err := w.Create("a", w.read(), w.options()); !errors.Is(err, ErrExists) {
		t.Errorf("a second time: %v", err)
	}
	w.do("start", w.Start("a", w.options().Warn))
	w.is("a", specs.StateRunning)
	if err := w.Start("a", w.options().Warn); !errors.Is(err, ErrNotCreated) {
		t.Errorf("start of one that runs: %v", err)
	}
	if err := w.Delete("a", false, w.options().Warn); !errors.Is(err, ErrNotStopped) {
		t.Errorf("delete of one that runs: %v", err)
	}
	w.do("kill", w.Kill("a", unix.SIGKILL, false))
	w.stopped("a")
	if err := w.Kill("a", unix.SIGTERM, false); !errors.Is(err, ErrNotRunning) {
		t.Errorf("kill of one that has stopped: %v", err)
	}
	w.do("delete", w.Delete("a", false, w.options().Warn))
	if _, err := w.Find("a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after delete: %v", err)
	}
	if err := w.Delete("a", false, w.options().Warn); !errors.Is(err, ErrNotFound) {
		t.Errorf("delete again: %v", err)
	}
	w.do("delete by force", w.Delete("a", true, w.options().Warn))
}

// stopped waits until the first process has ended.
func (w world) stopped(id string) {
	w.t.Helper()
	c, err := w.Find(id)
	if err != nil {
		w.t.Fatal(err)
	}
	h, err := c.kept.Process.Open()
	if err == nil {
		defer h.Close()
		if !h.Wait(10 * time.Second) {
			w.t.Fatalf("%s does not end", id)
		}
	}
	w.is(id, specs.StateStopped)
}

func TestHooksRunInTheirPlacesAndInTheirOrder(t *testing.T) {
	var log string
	w := newWorld(t, func(s *specs.Spec) {
		log = filepath.Join(t.TempDir(), "log")
		// Each says its name, the state it was told, and whether it sees the host's files.
		hook := func(name, file string) []specs.Hook {
			return []specs.Hook{{Path: "/bin/sh", Args: []string{"sh", "-c", `read state; echo "` + name + ` $state" >>` + file}, Env: []string{"PATH=/bin:/usr/bin"}}}
		}
		s.Hooks = &specs.Hooks{
			Prestart: hook("prestart", log), CreateRuntime: hook("createRuntime", log), CreateContainer: hook("createContainer", log), //nolint:staticcheck // engines still use it
			StartContainer: hook("startContainer", "/log"), Poststart: hook("poststart", log), Poststop: hook("poststop", log),
		}
	})
	w.create("h")
	w.do("start", w.Start("h", w.options().Warn))
	w.do("delete", w.Delete("h", true, w.options().Warn))
	told := func(file string) (list []string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
			name, state, _ := strings.Cut(line, " ")
			var s specs.State
			if err := json.Unmarshal([]byte(state), &s); err != nil || s.ID != "h" || s.Bundle != w.bundle || (s.Pid == 0) != (name == "poststop") {
				t.Errorf("%s was told %s (%v)", name, state, err)
			}
			list = append(list, name+" "+string(s.Status))
		}
		return list
	}
	want := "[prestart created createRuntime creating createContainer creating poststart running poststop stopped]"
	if got := fmt.Sprint(told(log)); got != want {
		t.Errorf("hooks %s, want %s", got, want)
	}
	if got := fmt.Sprint(told(filepath.Join(w.bundle, "rootfs/log"))); got != "[startContainer created]" {
		t.Errorf("in the container: %s", got)
	}
}

func TestAHookThatFailsLeavesNoContainer(t *testing.T) {
	for _, kind := range []string{"createRuntime", "createContainer", "startContainer"} {
		var gone string
		w := newWorld(t, func(s *specs.Spec) {
			gone = filepath.Join(t.TempDir(), "gone")
			bad := []specs.Hook{{Path: "/bin/sh", Args: []string{"sh", "-c", "echo because of me >&2; exit 3"}}}
			s.Hooks = &specs.Hooks{Poststop: []specs.Hook{{Path: "/bin/sh", Args: []string{"sh", "-c", "echo >" + gone}}}}
			*map[string]*[]specs.Hook{"createRuntime": &s.Hooks.CreateRuntime, "createContainer": &s.Hooks.CreateContainer, "startContainer": &s.Hooks.StartContainer}[kind] = bad
		})
		err := w.Create("f", w.read(), w.options())
		if kind == "startContainer" {
			w.do("create", err)
			err = w.Start("f", w.options().Warn)
			w.stopped("f")
			w.do("delete", w.Delete("f", false, w.options().Warn))
		}
		if err == nil || !strings.Contains(err.Error(), "run "+kind+" hook /bin/sh: exit status 3: because of me") {
			t.Errorf("%s: %v", kind, err)
		}
		if _, err := w.Find("f"); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: a container is left: %v", kind, err)
		}
		if _, err := os.Stat(gone); err != nil {
			t.Errorf("%s: the poststop hook did not run: %v", kind, err)
		}
	}
}

func TestAProgramThatIsNotThereIsToldWhenTheContainerIsCreated(t *testing.T) {
	w := newWorld(t, func(s *specs.Spec) { s.Process.Args = []string{"nosuch"} })
	var notFound *sandbox.ExecError
	if err := w.Create("n", w.read(), w.options()); !errors.As(err, &notFound) || notFound.Code != 127 {
		t.Errorf("create: %v", err)
	}
	if _, err := w.Find("n"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a container is left: %v", err)
	}
}

func TestWhoCreatesAndDiesLeavesNothingThatWaits(t *testing.T) {
	w := newWorld(t, nil)
	b := w.read()
	c, lock, err := w.draft("d", b, w.options().Warn)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	gate, err := sandbox.MakeGate(c.dir())
	if err != nil {
		t.Fatal(err)
	}
	defer gate.Close()
	var pid int
	gate.Created = func(p int) error { pid = p; return errors.New("killed here") }
	if err := c.make(b.Spec, gate, w.options()); err == nil || !strings.Contains(err.Error(), "killed here") {
		t.Fatalf("make: %v", err)
	}
	if err := unix.Kill(pid, 0); !errors.Is(err, unix.ESRCH) {
		t.Errorf("process %d is still there: %v", pid, err)
	}
	w.is("d", specs.StateCreating)
	lock.Close()
	w.do("delete", w.Delete("d", true, w.options().Warn))
}

func TestAFurtherProcessMayWhatTheFirstMay(t *testing.T) {
	w := newWorld(t, func(s *specs.Spec) {
		s.Process.Capabilities = &specs.LinuxCapabilities{Bounding: []string{"CAP_KILL"}, Permitted: []string{"CAP_KILL"}, Effective: []string{"CAP_KILL"}}
	})
	w.create("e")
	w.do("start", w.Start("e", w.options().Warn))
	r, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	o := w.options()
	o.Stdout = out
	p, err := w.Exec("e", &specs.Process{Args: []string{"grep", "CapBnd", "/proc/self/status"}}, true, o)
	out.Close()
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 100)
	n, _ := r.Read(text) //nolint:errcheck // what came is compared
	if status, err := p.Wait(); status != 0 || err != nil || !strings.Contains(string(text[:n]), "0000000000000020") {
		t.Errorf("status %d, %v: %q", status, err, text[:n])
	}
}

func TestAnIDIsNoPath(t *testing.T) {
	for _, id := range []string{"", ".", "..", "../x", "a/b", "a b", "a\x00", strings.Repeat("x", 300)} {
		if err := CheckID(id); err == nil {
			t.Errorf("%q was accepted", id)
		}
	}
	if err := CheckID("Web_1.2+3-4"); err != nil {
		t.Error(err)
	}
}
