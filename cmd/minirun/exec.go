//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

type execFlags struct {
	makingFlags
	process, cwd, user  string
	env, caps           []string
	groups              []uint
	detach, tty, noPriv bool
}

func (p *program) execCommand() *cobra.Command {
	var f execFlags
	cmd := &cobra.Command{
		Use:   "exec [flags] ID [COMMAND…]",
		Short: "Start a further process in a container",
		RunE:  func(_ *cobra.Command, args []string) error { return p.exec(f, args) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.SetInterspersed(false)
	flags.StringVarP(&f.process, "process", "p", "", "`file` with the process in JSON, in place of COMMAND and the flags below")
	flags.BoolVarP(&f.detach, "detach", "d", false, "do not wait for its end")
	flags.BoolVarP(&f.tty, "tty", "t", false, "give it a terminal")
	flags.StringVar(&f.cwd, "cwd", "", "working `directory`")
	flags.StringVarP(&f.user, "user", "u", "", "`UID[:GID]`")
	flags.StringArrayVarP(&f.env, "env", "e", nil, "set a variable: `KEY=VALUE`")
	flags.StringArrayVarP(&f.caps, "cap", "c", nil, "add a `capability`: CAP_CHOWN")
	flags.UintSliceVarP(&f.groups, "additional-gids", "g", nil, "further `groups` by number")
	flags.BoolVar(&f.noPriv, "no-new-privs", false, "forbid new privileges")
	flags.String("apparmor", "", "refused: profiles are not supported")
	flags.String("process-label", "", "refused: labels are not supported")
	flags.Bool("ignore-paused", false, "accepted: an exec in a paused container is refused")
	return cmd
}

func (p *program) exec(f execFlags, args []string) error {
	if len(args) == 0 {
		return errors.New("exec needs the id of a container; see `minirun exec --help`")
	}
	process, err := p.wanted(f, args[0], args[1:])
	if err != nil {
		return err
	}
	if err := sandbox.Seal(); err != nil {
		return err
	}
	o, err := p.options(f.makingFlags)
	if err != nil {
		return err
	}
	t := &ownTerminal{}
	if process.Terminal && f.consoleSocket == "" && !f.detach {
		o.Terminal = t.take
	}
	if !f.detach {
		runtime.LockOSThread() // the kernel ends the process with the thread that starts it
	}
	signals := catchSignals()
	started, err := p.store().Exec(args[0], process, !f.detach, o)
	if err != nil || f.detach {
		return err
	}
	defer t.serve(started)()
	go forward(signals, started)
	p.status, err = started.Wait()
	return err
}

// wanted is the process that the file or the flags describe.
func (p *program) wanted(f execFlags, id string, command []string) (*specs.Process, error) {
	if f.process != "" {
		text, err := os.ReadFile(f.process)
		if err != nil {
			return nil, fmt.Errorf("read process: %w", err)
		}
		var process specs.Process
		if err := json.Unmarshal(text, &process); err != nil {
			return nil, fmt.Errorf("read %s: %w", f.process, err)
		}
		return &process, nil
	}
	if len(command) == 0 {
		return nil, errors.New("exec needs a command, or --process")
	}
	c, err := p.store().Find(id)
	if err != nil {
		return nil, err
	}
	spec, err := c.Spec()
	if err != nil {
		return nil, err
	}
	return f.change(*spec.Process, command)
}

// change is the container's own process as the flags would have it.
func (f execFlags) change(process specs.Process, command []string) (*specs.Process, error) {
	process.Args, process.Terminal, process.ConsoleSize = command, f.tty, nil
	process.Env = append(process.Env[:len(process.Env):len(process.Env)], f.env...)
	if f.cwd != "" {
		process.Cwd = f.cwd
	}
	process.NoNewPrivileges = process.NoNewPrivileges || f.noPriv
	for _, gid := range f.groups {
		process.User.AdditionalGids = append(process.User.AdditionalGids, uint32(gid)) //nolint:gosec // checked by the kernel
	}
	if len(f.caps) > 0 && process.Capabilities != nil {
		c := *process.Capabilities
		for _, set := range []*[]string{&c.Bounding, &c.Effective, &c.Permitted, &c.Inheritable} {
			*set = append((*set)[:len(*set):len(*set)], f.caps...)
		}
		process.Capabilities = &c
	}
	return &process, f.changeUser(&process.User)
}

func (f execFlags) changeUser(u *specs.User) error {
	if f.user == "" {
		return nil
	}
	uid, gid, both := strings.Cut(f.user, ":")
	for _, part := range []struct {
		text  string
		to    *uint32
		given bool
	}{{uid, &u.UID, true}, {gid, &u.GID, both}} {
		if !part.given {
			continue
		}
		n, err := strconv.ParseUint(part.text, 10, 32)
		if err != nil {
			return fmt.Errorf("read --user %.40q: it is UID or UID:GID, in numbers", f.user)
		}
		*part.to = uint32(n)
	}
	return nil
}
