package lifecycle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/process"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Streams are what a process of the container is connected to. The caller keeps ownership of the files.
type Streams struct {
	Stdin, Stdout, Stderr *os.File
	Further               []*os.File // from number 3
}

// Options are how to create, run, or exec.
type Options struct {
	Streams

	// PidFile, if set, gets the number of the process as the host has it.
	PidFile string

	// Terminal, if set, is called with the master of the process's terminal, if it has one, and closes it.
	Terminal func(master *os.File) error

	// KeepKeyring leaves the process its creator's session keyring.
	KeepKeyring bool

	// Warn is told of what went wrong and changes nothing: hooks after the program has started.
	Warn func(error)
}

// Create makes the container of a bundle and leaves it waiting for Start. After an error there is none.
func (s Store) Create(id string, b *Bundle, o Options) error {
	c, lock, err := s.draft(id, b, o.Warn)
	if err != nil {
		return err
	}
	defer lock.Close()
	gate, err := sandbox.MakeGate(c.dir())
	if err == nil {
		defer gate.Close()
		gate.Created = func(pid int) error { return c.created(pid, o) }
		err = c.make(b.Spec, gate, o)
	}
	if err != nil {
		return errors.Join(err, c.forget(b.Spec, o.Warn))
	}
	return nil
}

// draft reserves the id: who makes the directory has it.
func (s Store) draft(id string, b *Bundle, warn func(error)) (*Container, *os.File, error) {
	if err := CheckID(id); err != nil {
		return nil, nil, err
	}
	if err := complete(id, b.Spec, warn); err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(s.root, 0o700); err != nil {
		return nil, nil, fmt.Errorf("create state directory: %w", err)
	}
	if err := os.Mkdir(s.dir(id), 0o700); err != nil {
		if errors.Is(err, fs.ErrExist) {
			err = ErrExists
		}
		return nil, nil, fmt.Errorf("create %s: %w", id, err)
	}
	c := &Container{ID: id, store: s}
	lock, err := os.Open(c.dir())
	if err == nil {
		err = syscalls.Flock(lock, unix.LOCK_EX)
	}
	if err == nil {
		err = c.describe(b)
	}
	if err != nil {
		return nil, nil, errors.Join(err, c.discard())
	}
	return c, lock, nil
}

// complete fills in what the bundle leaves to the runtime.
func complete(id string, spec *specs.Spec, warn func(error)) (err error) {
	if !strings.HasPrefix(spec.Version, "1.") {
		return fmt.Errorf("read bundle: ociVersion %.20q: this runtime knows version 1", spec.Version)
	}
	if spec.Root.Path, err = rootfs.Check(spec.Root.Path); err != nil {
		return err
	}
	if spec.Linux == nil {
		spec.Linux = &specs.Linux{}
	}
	spec.Linux.Resources = withoutZeros(spec.Linux.Resources)
	allowDevices(spec.Linux.Resources)
	leaveOut(spec, warn)
	return chooseGroup(id, spec)
}

// allowDevices adds the devices that every container has, and to make any node, to the rules of the bundle, which may
// refuse everything. Source: runtime-spec config-linux.md, "Default Devices".
func allowDevices(r *specs.LinuxResources) {
	if r == nil || len(r.Devices) == 0 {
		return
	}
	r.Devices = append(r.Devices[:len(r.Devices):len(r.Devices)], oci.Devices()[1:]...)
}

// leaveOut takes out of the spec what cannot be done as it is written, and would be refused otherwise: other runtimes take it, and
// there are bundles that have it. It is told.
func leaveOut(spec *specs.Spec, warn func(error)) {
	own := slices.ContainsFunc(spec.Linux.Namespaces, func(ns specs.LinuxNamespace) bool {
		return ns.Type == specs.MountNamespace && ns.Path == ""
	})
	if !own && len(spec.Mounts)+len(spec.Linux.MaskedPaths)+len(spec.Linux.ReadonlyPaths) > 0 {
		warn(errors.New("read spec: mounts, maskedPaths, readonlyPaths: left out: without a mount namespace of its own they would be made for others, too"))
		spec.Mounts, spec.Linux.MaskedPaths, spec.Linux.ReadonlyPaths = nil, nil, nil
	}
	for i := range spec.Mounts {
		m := &spec.Mounts[i]
		if !slices.Contains(m.Options, "bind") && !slices.Contains(m.Options, "rbind") {
			continue
		}
		data := func(word string) bool { return strings.Contains(word, "=") }
		if slices.ContainsFunc(m.Options, data) {
			warn(fmt.Errorf("read spec: mounts: options of a file system for the bind mount of %s: left out, as the kernel does", m.Destination))
			m.Options = slices.DeleteFunc(slices.Clone(m.Options), data)
		}
	}
}

// chooseGroup gives a container a control group that asks for none, where one can be had: so that it can be paused, limited
// later, and ended as a whole.
func chooseGroup(id string, spec *specs.Spec) error {
	if own := nameGroup(id, spec); !own {
		return nil
	}
	trees, err := cgroup.Detect()
	if err != nil {
		return err
	}
	if err := cgroup.RemoveEmptyIn(trees, spec.Linux.CgroupsPath); err != nil {
		return err // of a container whose runtime was killed
	}
	_, _, err = cgroup.PlanIn(trees, sandbox.GroupRequest(spec))
	var none *cgroup.Unavailable
	if errors.As(err, &none) && spec.Linux.Resources == nil {
		spec.Linux.CgroupsPath = ""
		return nil
	}
	return err
}

// nameGroup tells whether the container's group has a name of ours, as the bundle has none.
//
// An engine that believes in systemd writes slice:prefix:name, also where nobody has asked systemd for anything. Without systemd that is a
// name like any other.
func nameGroup(id string, spec *specs.Spec) (own bool) {
	path := spec.Linux.CgroupsPath
	switch {
	case path == "":
		spec.Linux.CgroupsPath = "minirun-" + id // a relative path: where the runtime thinks right
		return true
	case strings.Contains(path, ":") && !filepath.IsAbs(path):
		spec.Linux.CgroupsPath = "/" + path
	}
	return false
}

// describe writes down what is known before anything is made.
func (c *Container) describe(b *Bundle) error {
	c.kept.Bundle, c.kept.Annotations, c.kept.Created, c.kept.Owner = b.dir, b.Spec.Annotations, time.Now().UTC(), os.Geteuid()
	if b.Spec.Linux.CgroupsPath != "" {
		c.kept.Group = sandbox.GroupRequest(b.Spec).Path
	}
	if err := os.WriteFile(filepath.Join(c.dir(), oci.ConfigName), b.text, 0o600); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}

// make starts the container's first process; at the gate, if there is one.
func (c *Container) make(spec *specs.Spec, gate *sandbox.Gate, o Options) error {
	p, err := sandbox.Start(sandbox.Container{Spec: spec, NewKeyring: !o.KeepKeyring}, c.stdio(gate, o))
	if err != nil {
		return err
	}
	return o.serve(p)
}

func (c *Container) stdio(gate *sandbox.Gate, o Options) sandbox.IO {
	return sandbox.IO{
		Stdin: o.Stdin, Stdout: o.Stdout, Stderr: o.Stderr, Further: o.Further, Gate: gate,
		State: func(pid int) []byte { return c.stateText(specs.StateCreating, pid) },
	}
}

// created writes down who the container is, while that ends with us.
func (c *Container) created(pid int, o Options) (err error) {
	if c.kept.Process, err = process.Identify(pid); err != nil {
		return err
	}
	if err := o.writePid(pid); err != nil {
		return err
	}
	return c.save()
}

// writePid replaces the file wholly: an engine may wait for it to appear.
func (o Options) writePid(pid int) error {
	if o.PidFile == "" {
		return nil
	}
	tmp := filepath.Join(filepath.Dir(o.PidFile), "."+filepath.Base(o.PidFile)+".new")
	if err := os.WriteFile(tmp, fmt.Appendf(nil, "%d", pid), 0o644); err != nil {
		return fmt.Errorf("write pid file: %w", err)
	}
	if err := os.Rename(tmp, o.PidFile); err != nil {
		return fmt.Errorf("write pid file: %w", err)
	}
	return nil
}

// serve hands the terminal over. A process whose terminal nobody takes is ended.
func (o Options) serve(p *sandbox.Process) error {
	if p.Terminal == nil {
		return nil
	}
	var err error
	if o.Terminal == nil {
		p.Terminal.Close()
		err = errors.New("hand terminal over: nobody takes it; a console socket is needed")
	} else {
		err = o.Terminal(p.Terminal)
	}
	if err != nil {
		p.Signal(unix.SIGKILL) //nolint:errcheck // it may have ended
		p.Wait()               //nolint:errcheck // reaped, whatever it says
	}
	return err
}

// discard removes what is known of a container that was not made, or is gone.
func (c *Container) discard() error {
	if err := os.RemoveAll(c.dir()); err != nil {
		return fmt.Errorf("remove state: %w", err)
	}
	return nil
}

// Joins tells whether somebody is in one of the container's namespaces already: then this program must be sealed
// (sandbox.Seal) before it makes the container.
func Joins(s *specs.Spec) bool {
	return s.Linux != nil && slices.ContainsFunc(s.Linux.Namespaces, func(ns specs.LinuxNamespace) bool { return ns.Path != "" })
}
