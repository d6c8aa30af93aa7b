//go:build linux

// run: flags become a spec, the spec becomes a process.
//
// The spec is the OCI runtime's, filled in field by field; a field that is absent
// means "as the host". Lesson 1 needs four: the root directory, the process, three
// mounts, and the one namespace that pivot_root cannot do without. The network, the
// host name and the other processes are the host's until lesson 2.

package main

import (
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

type runFlags struct {
	cli.Attachment
	user string
}

func runCommand(p *cli.Program) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [flags] base|ROOTFS [CMD…]",
		Short: "Run a command in a root directory of its own",
		Long:  runHelp,
		Args:  cli.NeedRoot,
		RunE:  p.Status(func(args []string) (int, error) { return run(p, f, args) }),
	}
	f.AddFlags(cmd)
	cmd.Flags().StringVarP(&f.user, "user", "u", "", "`USER[:GROUP]` by name or number")
	return cmd
}

// run makes the container, waits for its end and returns its exit status.
func run(p *cli.Program, f runFlags, args []string) (int, error) {
	if err := p.CheckAttachment(f.Attachment); err != nil {
		return 0, err
	}
	state, err := cli.StateDir()
	if err != nil {
		return 0, err
	}
	root, err := cli.OpenRoot(state, args[0])
	if err != nil {
		return 0, err
	}
	defer root.Close()
	spec, err := f.spec(p, root, args[1:])
	if err != nil {
		return 0, err
	}
	c := sandbox.Container{Spec: spec, Scratch: root.Scratch, DieWithCaller: true}
	if f.Script() {
		return 0, p.PrintScript(c, state, f.Attachment)
	}
	return p.Attend(f.Attachment, func(stdio sandbox.IO) (*sandbox.Process, error) {
		return sandbox.Start(c, stdio)
	})
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
		Root:    &specs.Root{Path: root.Path},
		Process: process,
		Mounts:  mounts,
		Linux:   asRoot(&specs.Linux{Namespaces: []specs.LinuxNamespace{{Type: specs.MountNamespace}}}),
	}, nil
}

// mounts are the least that ordinary programs expect. /proc is the host's, shown at
// a second place, as the processes are still the host's; /dev is new, with six
// devices in it; a terminal (-t) needs /dev/pts.
var mounts = []specs.Mount{
	{Destination: "/proc", Source: "/proc", Options: []string{"rbind"}},
	{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "mode=755"}},
	{Destination: "/dev/pts", Type: "devpts", Source: "devpts", Options: []string{"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"}},
}

// process is the program with its user and an environment of its own: of the caller's
// nothing passes.
func (f runFlags) process(root cli.Root, command []string) (*specs.Process, error) {
	user, err := rootfs.User{Home: "/root"}, error(nil)
	if f.user != "" {
		if user, err = rootfs.LookupUser(root.Files, f.user); err != nil {
			return nil, err
		}
	}
	if len(command) == 0 {
		command = []string{"sh"}
	}
	env := []string{"PATH=" + rootfs.Path, "HOME=" + user.Home}
	if f.TTY {
		env = append(env, "TERM=xterm")
	}
	return &specs.Process{
		Terminal: f.TTY,
		User:     specs.User{UID: user.UID, GID: user.GID, AdditionalGids: user.Groups},
		Args:     command,
		Env:      env,
		Cwd:      "/",
	}, nil
}
