//go:build linux

package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

const innerName = "workshop: bench in its own mount namespace"

// Start measures start to exit of a container that does nothing, against crun and
// runc of an equal bundle: the same files, namespaces, mounts and program. It builds our programs
// from the checkout at root, statically.
//
// crun refuses to run where a cgroup2 tree hangs below cgroup v1 ones, so the
// race takes place in a mount namespace without that tree, for all alike.
func Start(ctx context.Context, out io.Writer, root string, runs int) error {
	dir, err := os.MkdirTemp("", "workshop-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary directory
	if err := build(ctx, root, dir, "minicontainer", "minirun"); err != nil {
		return err
	}
	inner := exec.CommandContext(ctx, "/proc/self/exe")
	inner.Args = []string{innerName, dir, strconv.Itoa(runs)}
	inner.Stdout, inner.Stderr = out, os.Stderr
	inner.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() == 0 {
		inner.SysProcAttr.Unshareflags = syscall.CLONE_NEWNS
	}
	return inner.Run()
}

// build builds our programs from the checkout at root, statically.
func build(ctx context.Context, root, dir string, names ...string) error {
	for _, name := range names {
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, name), "./cmd/"+name)
		cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", name, err, text)
		}
	}
	return nil
}

// RunIfInner is the inner half of Start, Network and Life; programs that call them call it first.
func RunIfInner() {
	var err error
	switch {
	case os.Args[0] == innerName && len(os.Args) == 3:
		err = race(os.Args[1], os.Args[2])
	case os.Args[0] == networkName && len(os.Args) == 4:
		err = measureNetwork(os.Args[1], os.Args[2], os.Args[3])
	case os.Args[0] == lifeName && len(os.Args) == 4:
		err = measureLife(os.Args[1], os.Args[2], os.Args[3])
	default:
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "workshop:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func race(dir, runs string) error {
	n, err := strconv.Atoi(runs)
	if err != nil || n < 1 {
		return fmt.Errorf("read number of runs %q", runs)
	}
	if os.Geteuid() == 0 {
		if err := hideUnifiedTree(); err != nil {
			return err
		}
	}
	for _, payload := range []payload{basePayload, tinyPayload} {
		contestants, err := payload.contestants(dir)
		if err != nil {
			return err
		}
		results, err := Race(contestants, n)
		if err != nil {
			return err
		}
		Table(os.Stdout, payload.title, results)
	}
	return nil
}

// hideUnifiedTree unmounts a hybrid host's cgroup2 tree in this namespace only.
// Go's Unshareflags has made every mount private already.
func hideUnifiedTree() error {
	err := unix.Unmount("/sys/fs/cgroup/unified", 0)
	if err == nil || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOENT) {
		return nil
	}
	return fmt.Errorf("unmount cgroup2 tree: %w", err)
}

// payload is what the container holds and runs.
type payload struct {
	title, name string
	prepare     func(dir, root string) error
	command     []string
}

var basePayload = payload{
	title: "the base image's `true`", name: "base", command: []string{"true"},
	prepare: func(dir, root string) error {
		// The image must be unpacked by the program that will be measured, as it is
		// made of that program.
		state := filepath.Join(dir, "state")
		cmd := exec.Command(filepath.Join(dir, "minicontainer"), "run", "--network", "none", "base", "true")
		cmd.Env = append(os.Environ(), "MINICONTAINER_ROOT="+state)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("unpack base image: %w: %s", err, out)
		}
		images, err := filepath.Glob(filepath.Join(state, "base", "*", "bin"))
		if err != nil || len(images) != 1 {
			return errors.New("unpack base image: it is not there")
		}
		return os.Symlink(filepath.Dir(images[0]), root)
	},
}

var tinyPayload = payload{
	title: "a program of 130 bytes that only exits", name: "tiny", command: []string{"/exit"},
	prepare: func(_, root string) error {
		program, err := exitProgram()
		if err != nil {
			return err
		}
		return errors.Join(os.Mkdir(root, 0o755), os.WriteFile(filepath.Join(root, "exit"), program, 0o755))
	},
}

// contestants makes the bundle and the command lines.
func (p payload) contestants(dir string) ([]Contestant, error) {
	bundle := filepath.Join(dir, p.name)
	root := filepath.Join(bundle, "root")
	if err := os.Mkdir(bundle, 0o755); err != nil {
		return nil, err
	}
	if err := p.prepare(dir, root); err != nil {
		return nil, err
	}
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	if err := oci.Save(bundle, p.spec(root)); err != nil {
		return nil, err
	}
	image := root
	if p.name == "base" {
		image = "base"
	}
	ours := Contestant{Name: "minicontainer run", Dir: bundle, Env: []string{"MINICONTAINER_ROOT=" + filepath.Join(dir, "state")},
		Command: append([]string{filepath.Join(dir, "minicontainer"), "run", "--rm", "--network", "none", image}, p.command...)}
	return []Contestant{
		ours,
		{Name: "minirun run", Dir: bundle, Command: []string{filepath.Join(dir, "minirun"), "run", "-b", bundle, "x"}},
		peer("crun run", "crun", bundle, "--root", filepath.Join(dir, "crun"), "run", "-b", bundle, "x"),
		peer("crun run, without cgroups", "crun", bundle, "--root", filepath.Join(dir, "crun"), "--cgroup-manager=disabled", "run", "-b", bundle, "x"),
		peer("runc run", "runc", bundle, "--root", filepath.Join(dir, "runc"), "run", "-b", bundle, "x"),
	}, nil
}

func (p payload) spec(root string) *specs.Spec {
	s := oci.Default(oci.Choices{Root: root, Users: namespace.OfCaller(),
		NoTTYGroup: !syscalls.GroupExists(5)})
	s.Hostname = "bench"
	s.Process.Args = p.command
	s.Process.Env = []string{"PATH=/bin"}
	return s
}

func peer(name, program, dir string, args ...string) Contestant {
	c := Contestant{Name: name, Dir: dir}
	path, err := exec.LookPath(program)
	if err != nil {
		c.Missing = program + " is not installed"
	}
	c.Command = append([]string{path}, args...)
	return c
}
