//go:build linux

// A container, as inspect shows it: in Docker's words, and the spec that it is made from.

package cli

import (
	"time"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

type containerView struct {
	ID           string `json:"Id"`
	Created      string
	Path         string
	Args         []string
	State        stateView
	Image        string // the image's id
	LogPath      string
	Name         string // with a slash in front, as Docker has it
	RestartCount int    // since somebody started it
	Driver       string // how the root is made: overlay, copy, memory or directory
	Platform     string
	HostConfig   hostConfig

	GraphDriver struct{ Name string }
	SizeRw      *int64 `json:",omitempty"` // what it has written, in bytes, with --size
	SizeRootFs  *int64 `json:",omitempty"` // and its image

	Mounts          []mountView
	Config          configView
	NetworkSettings networkSettings
	Spec            *specs.Spec // not Docker's
}

type stateView struct {
	Status                string
	Running, Paused       bool
	Restarting            bool // and Running, as Docker has it
	OOMKilled             bool
	Pid                   int // as the host numbers processes
	ShimPid               int // not Docker's
	ExitCode              int
	Error                 string
	StartedAt, FinishedAt string
	Health                *record.Health `json:",omitempty"`
}

// configView is what the container is, wherever it runs.
type configView struct {
	Hostname, Domainname string
	User                 string
	ExposedPorts         map[string]struct{} `json:",omitempty"`
	Tty                  bool
	OpenStdin, StdinOnce bool
	Env                  []string
	Cmd                  []string
	Image                string // as the caller named it
	WorkingDir           string
	Entrypoint           []string
	Labels               map[string]string
	StopSignal           string      `json:",omitempty"`
	StopTimeout          *int        `json:",omitempty"` // seconds
	Healthcheck          *healthView `json:",omitempty"`
}

func inspectContainer(e *engine.Engine, name string, size bool) (any, error) {
	r, err := e.Inspect(name)
	if err != nil {
		return nil, err
	}
	return newContainerView(e, r, size), nil
}

func newContainerView(e *engine.Engine, r record.Record, size bool) containerView {
	args := r.Spec.Process.Args
	v := containerView{
		ID: r.ID, Created: moment(r.Created), Path: args[0], Args: args[1:], State: newStateView(r.State), Image: r.ImageID,
		LogPath: shim.LogPath(e.Dir(r.ID)), Name: "/" + r.Name, RestartCount: r.State.Restarts, Driver: rootKind(r), Platform: "linux", HostConfig: newHostConfig(r),
		Mounts: orEmpty(mountsOf(e, r)), Config: newConfigView(r), NetworkSettings: newNetworkSettings(e, r), Spec: r.Spec,
	}
	v.GraphDriver.Name = v.Driver
	v.State.Health = e.Health(r)
	if size {
		written := e.Written(r)
		whole := written + e.SizeOf(r)
		v.SizeRw, v.SizeRootFs = &written, &whole
	}
	return v
}

func newStateView(s record.State) stateView {
	return stateView{
		Status: stateWord(s), Running: s.Up(), Paused: s.Paused, Restarting: s.Status == record.Restarting, OOMKilled: s.OOMKilled,
		Pid: s.Process.PID, ShimPid: s.Shim.PID, ExitCode: s.ExitCode, Error: s.Reason,
		StartedAt: moment(s.Started), FinishedAt: moment(s.Finished),
	}
}

func newConfigView(r record.Record) configView {
	p := r.Spec.Process
	v := configView{
		Hostname: r.Spec.Hostname, Domainname: r.Spec.Domainname, User: r.Options.User, Tty: p.Terminal, OpenStdin: r.Stdin, StdinOnce: r.StdinOnce,
		Env: p.Env, Cmd: r.Command, Image: r.Image, WorkingDir: p.Cwd, Entrypoint: r.Entrypoint, Labels: r.Labels,
		StopSignal: r.StopSignal, StopTimeout: r.StopTimeout, Healthcheck: newHealthView(r.HealthCheck),
	}
	if v.Labels == nil {
		v.Labels = map[string]string{}
	}
	for _, port := range r.Exposed {
		if v.ExposedPorts == nil {
			v.ExposedPorts = map[string]struct{}{}
		}
		v.ExposedPorts[port] = struct{}{}
	}
	return v
}

// moment is a time as Docker's JSON has it.
func moment(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
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
