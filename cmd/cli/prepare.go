//go:build linux

// From the flags of run and create, and the image, to what the engine makes a container of.

package cli

import (
	"fmt"
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// prepared is a container to be: what the flags and the image ask for together.
type prepared struct {
	wish
	state  string
	engine *engine.Engine
	root   Root
}

// prepare changes nothing but that it fetches an image that is not here. The caller closes the root.
func (p *Program) prepare(f *runFlags, args []string) (w prepared, err error) {
	if err := p.checkFlags(*f); err != nil {
		return w, err
	}
	if f.env, err = listVariables(f.envFiles, f.env); err != nil {
		return w, err
	}
	if w.state, err = StateDir(); err != nil {
		return w, err
	}
	if w.engine, err = p.engine(); err != nil {
		return w, err
	}
	if w.root, err = p.openOrPull(w.state, args[0], *f); err != nil {
		return w, err
	}
	f.id = record.NewID()
	if w.wish, err = p.wish(*f, w.state, w.root, w.engine, args[1:]); err != nil {
		w.root.Close()
	}
	return w, err
}

func (p *Program) printRun(f runFlags, w prepared) (err error) {
	if w.spec, err = w.engine.SharedSpec(w.spec, w.options); err != nil {
		return err
	}
	c := sandbox.Container{Spec: w.spec, Scratch: w.root.Scratch, Init: f.init, DefaultFilter: w.filtered}
	who := network.Container{ID: f.id, Name: Or(f.name, "container"), Hostname: w.spec.Hostname, Settings: *w.network}
	return p.printConnected(c, who, w.engine, w.state, f.Attachment)
}

// config is what the engine makes it of. It makes the sources of volumes; the caller calls release when the container is
// made, or is not to be.
func (w prepared) config(f runFlags, image string) (c engine.Config, release func(), err error) {
	env, err := f.kept(w.root)
	if err != nil {
		return c, nil, err
	}
	labels, err := f.over(w.root.Config().Labels)
	if err != nil {
		return c, nil, err
	}
	log, err := f.log.settings()
	if err != nil {
		return c, nil, err
	}
	if release, err = makeSources(w.engine, w.volumes, w.root); err != nil {
		return c, nil, err
	}
	return engine.Config{
		StopSignal: f.stopSignal, StopTimeout: f.stopTimeout(), Restart: f.restart.RestartPolicy,
		ID: f.id, Name: f.name, Image: image, Files: w.root.image, Spec: w.spec,
		Entrypoint: w.entrypoint, Command: w.command, Env: env,
		Labels: labels, Exposed: f.exposed(w.root), Options: w.options,
		Release: release, Network: w.network,
		DefaultFilter: w.filtered, HealthCheck: f.healthCheck(w.root.Config()),
		Log: log, Init: f.init, Remove: f.remove, Stdin: f.Interactive, StdinOnce: f.Interactive && !f.detach,
	}, release, nil
}

// wish is what the flags and the image ask for together.
type wish struct {
	words
	volumes []volumeFlag
	network *network.Settings
	spec    *specs.Spec
	options record.Options
	devices []specs.LinuxDeviceCgroup // rules for those that were asked for

	filtered bool // by Docker's list of system calls
}

func (p *Program) wish(f runFlags, state string, r Root, e *engine.Engine, command []string) (w wish, err error) {
	if w.words, err = f.words(r, command); err != nil {
		return w, err
	}
	if w.volumes, err = f.readVolumes(e, r); err != nil {
		return w, err
	}
	if w.network, err = p.Settings(f.Connection, e.Networks(), r.Exposed()); err != nil {
		return w, err
	}
	w.options = f.asked(r)
	if w.spec, err = f.spec(r, w.words, w.volumes); err != nil {
		return w, err
	}
	if err = f.share(w.spec, e, &w.options); err != nil {
		return w, err
	}
	if err = f.tune(w.spec, r.Files); err != nil {
		return w, err
	}
	if w.devices, w.options.Devices, err = f.passOn(w.spec); err != nil {
		return w, err
	}
	if w.filtered, err = f.filter(w.spec); err != nil {
		return w, err
	}
	if f.TTY {
		w.spec.Process.ConsoleSize = p.TerminalSize()
	}
	err = p.group(f, w.spec, e, state)
	allowDevices(w.spec, w.devices)
	return w, err
}

// asked is what is kept of the flags for those who look.
func (f runFlags) asked(r Root) record.Options {
	capabilities := func(names []string) (full []string) {
		for _, name := range names {
			full = append(full, confine.Canonical(name))
		}
		return full
	}
	return record.Options{
		User: Or(f.user, r.Config().User), CIDFile: f.cidFile, Binds: f.volumes, VolumesFrom: f.volumesFrom, Tmpfs: f.tmpfsOptions(),
		PublishAll: f.publishAll, CapAdd: capabilities(f.add), CapDrop: capabilities(f.drop), Privileged: f.privileged,
		SecurityOpt: f.confinement.options, GroupAdd: f.groups, DeviceRules: f.rules, UsernsMode: f.userns,
		CgroupParent: f.cgroupParent,
	}
}

// group gives the container its control group, which is named after the state directory itself.
func (p *Program) group(f runFlags, spec *specs.Spec, e *engine.Engine, state string) error {
	if !f.Script() {
		if err := os.MkdirAll(state, 0o711); err != nil {
			return fmt.Errorf("create state directory: %w", err)
		}
		if f.cgroupParent != "" {
			if err := e.UseParent(f.cgroupParent); err != nil {
				return err
			}
		}
	}
	err := f.Group(spec, engine.GroupPathBelow(f.cgroupParent, state, f.id), p.Aside())
	if f.privileged && spec.Linux.Resources != nil {
		spec.Linux.Resources.Devices = nil // all that there are
	}
	return err
}
