package lifecycle

import (
	"errors"
	"fmt"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// ErrPaused is the cause where a process is to start among others that stand still.
var ErrPaused = errors.New("the container is paused")

// Exec starts a further process in a container that runs, or is created. It may do what the container's own first process may, unless p says something
// else. The caller of Exec is its parent; with die the kernel ends it with the calling thread.
func (s Store) Exec(id string, p *specs.Process, die bool, o Options) (*sandbox.Process, error) {
	c, err := s.Find(id)
	if err != nil {
		return nil, err
	}
	switch c.Status() {
	case specs.StateStopped, specs.StateCreating:
		return nil, fmt.Errorf("exec in %s: %w", id, ErrNotRunning)
	case Paused:
		return nil, fmt.Errorf("exec in %s: %w", id, ErrPaused)
	}
	spec, err := c.Spec()
	if err != nil {
		return nil, err
	}
	started, err := sandbox.Enter(sandbox.Entry{
		Pid: c.kept.Process.PID, Process: likeFirst(p, spec.Process), Seccomp: filterOf(spec), StillThere: c.kept.Process.Alive, DieWithCaller: die, NewKeyring: !o.KeepKeyring,
	}, sandbox.IO{Stdin: o.Stdin, Stdout: o.Stdout, Stderr: o.Stderr, Further: o.Further})
	if err != nil {
		return nil, err
	}
	err = o.writePid(started.Pid)
	if err == nil {
		err = o.serve(started)
	}
	if err != nil {
		started.Signal(sigkill) //nolint:errcheck // it may have ended
		return nil, err
	}
	return started, nil
}

func filterOf(spec *specs.Spec) *specs.LinuxSeccomp {
	if spec.Linux == nil {
		return nil
	}
	return spec.Linux.Seccomp
}

// likeFirst fills in what the process leaves open.
func likeFirst(p, first *specs.Process) *specs.Process {
	full := *p
	if full.Cwd == "" {
		full.Cwd = first.Cwd
	}
	if full.Env == nil {
		full.Env = first.Env
	}
	if full.Capabilities == nil {
		full.Capabilities = first.Capabilities
	}
	if full.Rlimits == nil {
		full.Rlimits = first.Rlimits
	}
	if full.OOMScoreAdj == nil {
		full.OOMScoreAdj = first.OOMScoreAdj
	}
	return &full
}
