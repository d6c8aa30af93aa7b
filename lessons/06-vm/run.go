//go:build linux

// run: flags become a spec, the spec becomes a process.
//
// The spec is the OCI runtime's, filled in field by field; a field that is absent
// means "as the host". Lesson 1 had the root directory, the process and the mounts, lesson 2 the
// namespaces (isolation.go), lesson 3 the control group (group.go), lesson 4 the layers of an image (upper.go). Now
// its network is connected: not by the spec, which knows only of a namespace, but from outside, while the container waits
// (connect.go).

package main

import (
	"errors"
	"slices"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

type runFlags struct {
	cli.Attachment
	cli.Isolation
	cli.Limits
	cli.Connection
	user, hostname, name, upper string
}

func runCommand(p *cli.Program) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [flags] IMAGE|ROOTFS [CMD…]",
		Short: "Run a command in a container of an image",
		Long:  runHelp,
		Args:  cli.NeedRoot,
		RunE:  p.Status(func(args []string) (int, error) { return run(p, f, args) }),
	}
	f.AddFlags(cmd)
	cmd.Flags().StringVarP(&f.user, "user", "u", "", "`USER[:GROUP]` by name or number")
	cmd.Flags().StringVarP(&f.hostname, "hostname", "h", "container", "the container's host `NAME`")
	cmd.Flags().StringVar(&f.upper, "upper", "", "keep what the container writes in `DIR`")
	cmd.Flags().StringVar(&f.name, "name", "", "the container's `NAME` in its networks")
	f.AddIsolation(cmd)
	f.AddConnection(cmd)
	f.AddBasic(cmd)
	return cmd
}

// run makes the container, waits for its end and returns its exit status.
func run(p *cli.Program, f runFlags, args []string) (int, error) {
	if err := errors.Join(p.CheckAttachment(f.Attachment), f.CheckIsolation()); err != nil {
		return 0, err
	}
	state, err := cli.StateDir()
	if err != nil {
		return 0, err
	}
	root, err := cli.OpenRootFor(state, args[0], f.Users())
	if err != nil {
		return 0, err
	}
	defer root.Close()
	if f.upper != "" {
		if err := root.KeepIn(f.upper); err != nil {
			return 0, err
		}
	}
	spec, err := f.spec(p, root, args[1:])
	if err != nil {
		return 0, err
	}
	if err := f.enclose(p, spec); err != nil {
		return 0, err
	}
	plug, err := f.plug(p, state, root, spec)
	if err != nil {
		return 0, err
	}
	defer plug.pull()
	c := sandbox.Container{Spec: spec, Scratch: root.Scratch, DieWithCaller: true}
	if f.Script() {
		return 0, p.PrintScript(c, state, f.Attachment)
	}
	var process *sandbox.Process
	status, err := p.Attend(f.Attachment, func(stdio sandbox.IO) (_ *sandbox.Process, err error) {
		stdio.Connect = plug.connect(stdio.Watch)
		process, err = sandbox.Start(c, stdio)
		return process, err
	})
	if process != nil {
		p.TellOOM(process.OOM, spec)
	}
	if err == nil && f.upper != "" {
		err = root.Kept()
	}
	return status, err
}

// spec describes the container that the flags ask for.
func (f runFlags) spec(p *cli.Program, root cli.Root, command []string) (*specs.Spec, error) {
	process, err := f.process(root, command)
	if err != nil {
		return nil, err
	}
	if f.TTY {
		process.ConsoleSize = p.TerminalSize()
	}
	return &specs.Spec{
		Root:     &specs.Root{Path: root.Path},
		Process:  process,
		Hostname: f.hostname,
		Mounts:   mounts,
		Linux:    f.isolation(),
	}, nil
}

// mounts are the least that ordinary programs expect. /proc is mounted anew, as it shows
// the processes of the PID namespace it is mounted from; /dev is new, with six
// devices in it; a terminal (-t) needs /dev/pts; and the container may look at its own groups.
var mounts = []specs.Mount{
	{Destination: "/proc", Type: "proc", Source: "proc", Options: []string{"nosuid", "noexec", "nodev"}},
	{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "mode=755"}},
	{Destination: "/sys/fs/cgroup", Type: "cgroup", Source: "cgroup", Options: []string{"nosuid", "noexec", "nodev", "ro"}},
	{Destination: "/dev/pts", Type: "devpts", Source: "devpts", Options: []string{"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"}},
}

// process is the program with its user and an environment of its own: of the caller's
// nothing passes.
func (f runFlags) process(root cli.Root, command []string) (*specs.Process, error) {
	image := root.Config()
	user, err := rootfs.User{Home: "/root"}, error(nil)
	if who := cli.Or(f.user, image.User); who != "" {
		if user, err = rootfs.LookupUser(root.Files, who); err != nil {
			return nil, err
		}
	}
	if len(command) == 0 {
		command = image.Cmd
	}
	command = append(slices.Clone(image.Entrypoint), command...)
	if len(command) == 0 {
		command = []string{"sh"}
	}
	env := append([]string{"PATH=" + rootfs.Path, "HOME=" + user.Home}, image.Env...)
	if f.TTY {
		env = append(env, "TERM=xterm")
	}
	return &specs.Process{
		Terminal: f.TTY,
		User:     specs.User{UID: user.UID, GID: user.GID, AdditionalGids: user.Groups},
		Args:     command,
		Env:      env,
		Cwd:      cli.Or(image.WorkingDir, "/"),
	}, nil
}
