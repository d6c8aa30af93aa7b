package engine

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) {
	base.RunIfApplet() // in a container this test binary is the base image's only program
	os.Exit(testenv.Main(m))
}

// config is a container of the base image that runs args.
func config(t *testing.T, state, name string, args ...string) Config {
	t.Helper()
	files, err := OpenFiles(state, "base", namespace.OfCaller())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(files.Close)
	spec := oci.Default(oci.Choices{Users: namespace.OfCaller(), NoTTYGroup: !syscalls.GroupExists(5)})
	spec.Process = &specs.Process{Args: args, Cwd: "/", Env: []string{"PATH=/bin"}}
	return Config{ID: record.NewID(), Name: name, Image: "base", Files: files, Spec: spec}
}

func newEngine(t *testing.T) (*Engine, string) {
	t.Helper()
	testenv.Root(t)
	state := t.TempDir()
	e := New(state)
	t.Cleanup(func() {
		list, _ := e.List()
		for _, r := range list {
			e.Remove(r.ID, true)
		}
	})
	return e, state
}

func printed(t *testing.T, e *Engine, ref string) string {
	t.Helper()
	var b strings.Builder
	err := e.Logs(ref, LogOptions{Tail: -1}, func(entry shim.Entry) error {
		b.WriteString(entry.Log)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatAContainerWritesIsThereWhenItIsStartedAgain(t *testing.T) {
	e, state := newEngine(t)
	c := config(t, state, "web", "sh", "-c", "[ -e /etc/motd ] && echo there; rm -f /etc/motd; echo x >> /n; cat /n")
	for name, prepare := range map[string]func(r *record.Record){
		"overlay": func(*record.Record) {},
		"copy":    func(r *record.Record) { r.Scratch.Copy = true },
	} {
		t.Run(name, func(t *testing.T) {
			c.ID, c.Name = record.NewID(), "web-"+name
			d, r, err := e.draft(c)
			if err != nil {
				t.Fatal(err)
			}
			prepare(&r)
			if err := e.makeFiles(r, d); err != nil {
				t.Fatal(err)
			}
			l, err := d.Commit(r)
			if err != nil {
				t.Fatal(err)
			}
			l.Unlock()
			for i := 0; i < 3; i++ {
				if err := e.Start(c.ID, nil); err != nil {
					t.Fatal(err)
				}
				if status, err := e.Wait(c.ID); status != 0 || err != nil {
					t.Fatalf("ended with %d, %v", status, err)
				}
			}
			if got, want := printed(t, e, c.ID), "there\nx\n"+"x\nx\n"+"x\nx\nx\n"; got != want {
				t.Errorf("it printed %q, want %q", got, want)
			}
		})
	}
}

// A record that was written before a restart of the machine, say, names a process that is
// somebody else's now. It must not be touched.
func TestAProcessThatHasTheNumberOfTheContainersIsLeftAlone(t *testing.T) {
	e, state := newEngine(t)
	l, err := e.create(config(t, state, "web", "sleep", "1000"))
	if err != nil {
		t.Fatal(err)
	}
	self, err := record.Identify(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	self.Start++
	l.Record.State = record.State{Status: record.Running, Process: self, Shim: self, Started: time.Now()}
	if err := l.Save(); err != nil {
		t.Fatal(err)
	}
	l.Unlock()
	if err := e.Remove("web", true); err != nil { // would have killed this test
		t.Error(err)
	}
	if _, err := e.Inspect("web"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("after it was removed: %v", err)
	}
}

func TestAContainerWithoutItsShimHasEnded(t *testing.T) {
	e, state := newEngine(t)
	r, _, err := e.Run(config(t, state, "web", "sleep", "1000"), shim.Talk{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = e.Inspect(r.ID); err != nil || r.State.Status != record.Running {
		t.Fatalf("%v, %v; want it to run", r.State, err)
	}
	h, err := r.State.Shim.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.Signal(unix.SIGKILL); err != nil || !h.Wait(record.ForEver) {
		t.Fatal(err)
	}
	process := r.State.Process
	if status, err := e.Wait("web"); status != killed || err != nil {
		t.Errorf("it ended with %d, %v; want %d", status, err, killed)
	}
	if process.Alive() {
		t.Error("its process is left")
	}
	if r, err = e.Inspect("web"); err != nil || r.State.Status != record.Exited || !strings.Contains(r.State.Reason, "shim") {
		t.Errorf("%+v, %v; want it exited, and why", r.State, err)
	}
}

func TestWhatCannotBeMadeLeavesNothing(t *testing.T) {
	e, state := newEngine(t)
	c := config(t, state, "web", "sleep", "1000")
	c.Spec.Process.Args = []string{"printf", "\xb0\xa1"}
	if _, err := e.create(c); !errors.Is(err, ErrNotText) {
		t.Errorf("bytes that JSON cannot hold: %v", err)
	}
	if err := os.MkdirAll(filepath.Join(state, "containers"), 0o755); err != nil {
		t.Fatal(err)
	}
	c = config(t, state, "web", "true")
	c.Files.below.Lower = filepath.Join(state, "nowhere")
	d, r, err := e.draft(c)
	if err != nil {
		t.Fatal(err)
	}
	r.Scratch.Copy = true
	if err := e.makeFiles(r, d); err == nil {
		t.Error("files that are not there were copied")
	}
	d.Abandon()
	for _, dir := range []string{"containers", "names"} {
		if entries, err := os.ReadDir(filepath.Join(state, dir)); len(entries) > 0 {
			t.Errorf("%s holds %v, %v", dir, entries, err)
		}
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	e, _ := newEngine(t)
	left := e.store.Dir(record.NewID()) + ".gone"
	if err := os.MkdirAll(left, 0o755); err != nil {
		t.Fatal(err)
	}
	found, err := e.Check(true)
	if err != nil || len(found) != 1 {
		t.Errorf("found %v, %v; want the directory", found, err)
	}
	if _, err := os.Stat(left); err != nil {
		t.Error(err)
	}
	if found, err := e.Check(false); err != nil || len(found) != 1 || found[0].Err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory is still there: %v", err)
	}
}
