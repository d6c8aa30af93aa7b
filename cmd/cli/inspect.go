//go:build linux

package cli

import (
	"errors"
	"path"
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

func (p *Program) inspectCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect CONTAINER|IMAGE|NETWORK|VOLUME…",
		Short: "Show all that is known of containers, images, networks and volumes",
		Args:  needName,
		RunE:  p.Status(p.inspect),
	}
}

// inspect prints one array, of what was found.
func (p *Program) inspect(names []string) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	found, status := []any{}, exitOK
	for _, name := range names {
		view, err := inspectAny(e, name)
		if err != nil {
			Report(p.Stderr, p.Name, err)
			status = exitFailed
			continue
		}
		found = append(found, view)
	}
	return status, failed(p.printJSON(found))
}

// inspectAny looks for a container, then for an image, a network, and a volume of this name. What is told is that there is no
// such container, as that is what most people mean.
func inspectAny(e *engine.Engine, name string) (any, error) {
	r, err := e.Inspect(name)
	if err == nil {
		return newInspected(e, r), nil
	}
	if !errors.Is(err, record.ErrNotFound) {
		return nil, err
	}
	if i, imageErr := e.FindImage(name); imageErr == nil {
		return newImageView(i, e.Unpacked().ImageSize(i)), nil
	}
	if v, networkErr := newNetworkView(e, name); networkErr == nil {
		return v, nil
	}
	if v, volumeErr := e.Volumes().Get(name); volumeErr == nil {
		return newVolumeView(e, v), nil
	}
	return nil, err
}

// inspected is a container in Docker's words, as far as they fit, and the spec that it was
// made from.
type inspected struct {
	ID      string `json:"Id"`
	Created time.Time
	Path    string
	Args    []string
	State   inspectedState
	Image   string
	LogPath string
	Name    string // with a slash in front, as Docker has it
	Config  struct {
		Hostname   string
		Tty        bool
		OpenStdin  bool
		Env        []string
		Cmd        []string
		WorkingDir string

		StopSignal  string `json:",omitempty"`
		StopTimeout *int   `json:",omitempty"`
	}
	HostConfig struct {
		AutoRemove     bool
		ReadonlyRootfs bool
		CgroupParent   string
		Memory         int64 // bytes; 0 is no limit, here and below
		MemorySwap     int64
		NanoCpus       int64
		CpuShares      uint64
		CpusetCpus     string
		PidsLimit      int64
		NetworkMode    string
	}
	GraphDriver struct{ Name string } // how the root is made: overlay, copy, memory or directory

	NetworkSettings networkSettings
	Spec            *specs.Spec
}

type inspectedState struct {
	Status                string
	Running, Paused       bool
	OOMKilled             bool
	Pid                   int // as the host numbers processes
	ShimPid               int
	ExitCode              int
	Error                 string
	StartedAt, FinishedAt time.Time
}

func newInspected(e *engine.Engine, r record.Record) inspected {
	p, s := r.Spec.Process, r.State
	i := inspected{
		ID: r.ID, Created: r.Created, Path: p.Args[0], Args: p.Args[1:], Image: r.Image, Name: "/" + r.Name,
		LogPath: shim.LogPath(e.Dir(r.ID)), Spec: r.Spec,
		State: inspectedState{
			Status: stateWord(s), Running: s.Status == record.Running, Paused: s.Paused, OOMKilled: s.OOMKilled, Pid: s.Process.PID, ShimPid: s.Shim.PID,
			ExitCode: s.ExitCode, Error: s.Reason, StartedAt: s.Started, FinishedAt: s.Finished,
		},
	}
	i.Config.Hostname, i.Config.Tty, i.Config.OpenStdin = r.Spec.Hostname, p.Terminal, r.Stdin
	i.Config.Env, i.Config.Cmd, i.Config.WorkingDir = p.Env, p.Args, p.Cwd
	i.Config.StopSignal, i.Config.StopTimeout = r.StopSignal, r.StopTimeout
	i.HostConfig.AutoRemove, i.HostConfig.ReadonlyRootfs = r.Remove, r.Spec.Root.Readonly
	i.GraphDriver.Name = rootKind(r)
	i.limits(r.Spec.Linux)
	i.HostConfig.NetworkMode = networkMode(r)
	i.NetworkSettings = newNetworkSettings(e, r)
	return i
}

// limits are those of the spec, in the words of Docker's HostConfig.
func (i *inspected) limits(linux *specs.Linux) {
	if linux == nil || linux.Resources == nil {
		return
	}
	h, r := &i.HostConfig, linux.Resources
	h.CgroupParent = path.Dir(linux.CgroupsPath)
	if m := r.Memory; m != nil {
		h.Memory, h.MemorySwap = orZero(m.Limit), orZero(m.Swap)
	}
	if c := r.CPU; c != nil {
		h.CpuShares, h.CpusetCpus = orZero(c.Shares), c.Cpus
		if period := orZero(c.Period); period > 0 {
			h.NanoCpus = orZero(c.Quota) * 1e9 / int64(period) //nolint:gosec // microseconds
		}
	}
	if r.Pids != nil {
		h.PidsLimit = r.Pids.Limit
	}
}

func orZero[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

func rootKind(r record.Record) string {
	switch {
	case r.Scratch == nil:
		return "directory"
	case !r.Scratch.Keep:
		return "memory"
	case r.Scratch.Copy:
		return "copy"
	}
	return "overlay"
}
