//go:build linux

// exec: a further process in a container that runs.

package cli

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// ExecFlags are the flags of exec, with Docker's names and meanings.
type ExecFlags struct {
	Attachment
	env           []string
	workdir, user string

	envFiles   []string
	detach     bool
	privileged bool
	stillThere func() bool // the process that is entered is the one that was meant

	filter        *specs.LinuxSeccomp // the container's own; nil if it has none
	defaultFilter bool                // it has Docker's
}

// AddFlags adds them to a command.
func (f *ExecFlags) AddFlags(cmd *cobra.Command) {
	f.Attachment.AddFlags(cmd)
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.env, "env", "e", nil, "set a variable: `KEY=VALUE`;\nKEY alone passes yours on")
	flags.StringVarP(&f.workdir, "workdir", "w", "", "working directory `DIR`")
	flags.StringVarP(&f.user, "user", "u", "", "`USER[:GROUP]` by name or number")
}

const execHelp = `Run a further command in a container that runs.

It joins all namespaces and control groups of the container, has its root directory and, without
--privileged, no more privileges than its first process, and dies with that. It has the container's
environment, user and working directory, unless the flags say otherwise. With -it the keys ctrl-p
ctrl-q leave it, and it goes on.

Exit status: the command's; 1 if there is no such container or it does not run, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended it.`

func (p *Program) execCommand() *cobra.Command {
	var f ExecFlags
	cmd := &cobra.Command{
		Use:     "exec [flags] CONTAINER CMD…",
		Short:   "Run a further command in a container",
		Long:    execHelp,
		Example: "  " + p.Name + " exec -it web sh",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return &ExitError{exitFailed, fmt.Errorf("exec needs a container and a command; see `%s --help`", cmd.CommandPath())}
			}
			return nil
		},
		RunE: p.Status(func(args []string) (int, error) { return p.exec(f, args[0], args[1:]) }),
	}
	f.AddFlags(cmd)
	f.addKeys(cmd)
	flags := cmd.Flags()
	flags.BoolVarP(&f.detach, "detach", "d", false, "leave it running, with nobody connected to it")
	flags.StringArrayVar(&f.envFiles, "env-file", nil, "set the variables that a `FILE` has, a line each; -e after them")
	flags.BoolVar(&f.privileged, "privileged", false, "give it every capability, and the system calls that\ngo with them")
	return cmd
}

// exec holds the container's first process meanwhile: if that ends, and its number goes to
// another process, it shows.
func (p *Program) exec(f ExecFlags, name string, command []string) (int, error) {
	r, err := p.running(name)
	if err != nil {
		return 0, failed(err)
	}
	first, err := r.State.Process.Open()
	if err != nil {
		return 0, failed(fmt.Errorf("exec in container %s: %w", name, engine.ErrNotRunning))
	}
	defer first.Close()
	f.stillThere = func() bool { return !first.Wait(0) }
	f.defaultFilter = r.DefaultFilter
	if r.Spec.Linux != nil {
		f.filter = r.Spec.Linux.Seccomp
	}
	if f.TTY || f.detach {
		return p.execApart(f, r, command)
	}
	return p.Exec(f, r.State.Process.PID, *r.Spec.Process, command)
}

// execApart gives the process a small process of its own, so that it can be left. Its streams are connected as a container's are.
func (p *Program) execApart(f ExecFlags, r record.Record, command []string) (int, error) {
	process, err := p.further(&f, r.State.Process.PID, *r.Spec.Process, command)
	if err != nil {
		return 0, err
	}
	talk := shim.Talk{Watch: p.watch(f.Attachment)}
	start := func() (*shim.Client, error) {
		client, err := shim.Exec(shim.Further{
			ID: r.ID, First: r.State.Process, Process: process, Stdin: f.Interactive, Privileged: f.privileged, Seccomp: f.filter, DefaultFilter: f.defaultFilter,
		}, talk)
		if err != nil && !f.stillThere() {
			err = failed(engine.ErrNotRunning) // it ended meanwhile, which shows at any step, as any error
		}
		return client, err
	}
	if f.detach {
		_, err := start()
		return exitOK, err
	}
	s, err := p.newSession(nil, r.ID, f.Attachment)
	if err != nil {
		return 0, err
	}
	s.started = true
	exit, err := s.attend(func(h shim.Hello) (*shim.Client, error) {
		talk.Attach = &h
		return start()
	})
	if errors.Is(err, errDetached) {
		err = failed(err)
	}
	return s.ended(exit, err)
}

// running is what is known of a container that runs.
func (p *Program) running(name string) (record.Record, error) {
	e, err := p.engine()
	if err != nil {
		return record.Record{}, err
	}
	r, err := e.Running("find container", name)
	if err == nil && r.State.Paused {
		err = fmt.Errorf("find container %s: %w", name, engine.ErrPaused)
	}
	return r, err
}

// processOf finds a process for a command that looks at one: a container's first, or a number.
func (p *Program) processOf(name string) (int, error) {
	if pid, err := ProcessByNumber(name); err == nil {
		return pid, nil
	}
	r, err := p.running(name)
	return r.State.Process.PID, failed(err)
}

// Exec runs a command in the container whose first process is pid, and returns its exit status. like
// is what the first process was started as, and what the flags do not change.
func (p *Program) Exec(f ExecFlags, pid int, like specs.Process, command []string) (int, error) {
	process, err := p.further(&f, pid, like, command)
	if err != nil {
		return 0, err
	}
	if err := sandbox.Seal(); err != nil {
		return 0, err
	}
	return p.Attend(f.Attachment, func(stdio sandbox.IO) (*sandbox.Process, error) {
		entered, err := sandbox.Enter(sandbox.Entry{
			Pid: pid, Process: process, DieWithCaller: true, StillThere: f.stillThere,
			Privileged: f.privileged, Seccomp: f.filter, DefaultFilter: f.defaultFilter,
		}, stdio)
		if err != nil && f.stillThere != nil && !f.stillThere() {
			err = failed(engine.ErrNotRunning) // it ended meanwhile, which shows at any step, as any error
		}
		return entered, err
	})
}

// further is the process that the flags ask for, if they can be followed.
func (p *Program) further(f *ExecFlags, pid int, like specs.Process, command []string) (*specs.Process, error) {
	if f.detach {
		f.Interactive = false // nobody's stdin is connected
	}
	if err := p.CheckAttachment(f.Attachment); err != nil {
		return nil, err
	}
	if f.Script() {
		return nil, errors.New("read --explain=script: a script makes a container, and exec joins one")
	}
	process, err := f.process(pid, like, command)
	if err == nil && f.TTY {
		process.ConsoleSize = p.TerminalSize()
	}
	return process, err
}

// process is the further one: the flags' where they say something, else the first one's.
func (f ExecFlags) process(pid int, like specs.Process, command []string) (*specs.Process, error) {
	env := newVariables(like.Env...)
	if f.TTY {
		env.set("TERM", "TERM=xterm")
	}
	process := &specs.Process{Terminal: f.TTY, User: like.User, Args: command, Cwd: like.Cwd, NoNewPrivileges: like.NoNewPrivileges}
	if f.user != "" {
		user, err := rootfs.LookupUser([]string{filepath.Join("/proc", strconv.Itoa(pid), "root")}, f.user)
		if err != nil {
			return nil, err
		}
		process.User = processUser(user)
		env.set("HOME", "HOME="+user.Home)
	}
	if f.workdir != "" {
		process.Cwd = f.workdir
	}
	if !path.IsAbs(process.Cwd) {
		return nil, fmt.Errorf("read -w %s: the working directory must be an absolute path", process.Cwd)
	}
	process.Capabilities = likeFirst(like.Capabilities, process.User.UID)
	if f.privileged {
		all, err := confine.Choice{Privileged: true}.Capabilities(process.User.UID)
		if err != nil {
			return nil, err
		}
		process.Capabilities = all
	}
	list, err := listVariables(f.envFiles, f.env)
	if err != nil {
		return nil, failed(err)
	}
	err = env.add(list)
	process.Env = env.list
	return process, err
}

// likeFirst are the capabilities of a further process: those that the first has, if it is root's.
func likeFirst(first *specs.LinuxCapabilities, uid uint32) *specs.LinuxCapabilities {
	if first == nil {
		return nil
	}
	sets := &specs.LinuxCapabilities{Bounding: first.Bounding}
	if uid == 0 {
		sets.Permitted, sets.Effective = first.Bounding, first.Bounding
	}
	return sets
}

// LikeProcess is what is known of a process that nobody has kept a record of: where it stands. The
// rest is as run has it.
func LikeProcess(pid int) (specs.Process, error) {
	cwd, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
	if err != nil {
		return specs.Process{}, fmt.Errorf("look at process %d: %w", pid, errors.Unwrap(err))
	}
	return specs.Process{
		Cwd: cwd,
		Env: []string{"PATH=" + rootfs.Path, "HOME=/root"},
	}, nil
}
