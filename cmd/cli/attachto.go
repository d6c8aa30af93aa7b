//go:build linux

package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// attachFlags are those of attach and start.
type attachFlags struct {
	keys    Attachment
	noStdin bool
	proxy   bool
}

const attachHelp = `Attach to a container that runs: see what it prints from now on, and type what it reads, if it was
made with -i. Any number of people can be attached. With -t the keys ctrl-p ctrl-q leave it, and it goes on.
Who is attached and does not read what the container prints is dropped before it holds the container up.

Exit status: the container's if that has ended; 1 if it was left before.`

func (p *Program) attachCommand() *cobra.Command {
	var f attachFlags
	cmd := &cobra.Command{
		Use:   "attach [flags] CONTAINER",
		Short: "Connect your terminal to a container that runs",
		Long:  attachHelp,
		Args:  oneName,
		RunE:  p.Status(func(args []string) (int, error) { return p.attach(f, args[0]) }),
	}
	f.addTo(cmd)
	cmd.Flags().BoolVar(&f.noStdin, "no-stdin", false, "do not pass on what is typed")
	return cmd
}

func (f *attachFlags) addTo(cmd *cobra.Command) {
	f.keys.addKeys(cmd)
	addProxy(cmd, &f.proxy)
}

func addProxy(cmd *cobra.Command, proxy *bool) {
	cmd.Flags().BoolVar(proxy, "sig-proxy", true, "pass signals on to the container, if it has no terminal")
}

func (p *Program) attach(f attachFlags, name string) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	r, err := e.CanAttach(name)
	if err != nil {
		return 0, failed(err)
	}
	s, err := p.sessionWith(e, r, f)
	if err != nil {
		return 0, failed(err)
	}
	s.redraw = true
	exit, err := s.attend(func(h shim.Hello) (*shim.Client, error) { return e.Attach(r.ID, h) })
	return s.ended(exit, failed(err))
}

// newSession is one that shows all that the container prints.
func (p *Program) newSession(e *engine.Engine, id string, a Attachment) (session, error) {
	keys, err := parseKeys(a.detachKeys)
	return session{p: p, engine: e, id: id, keys: keys, stdin: a.Interactive, tty: a.TTY, stdout: true, stderr: true}, err
}

// sessionWith is one with a container that is there already.
func (p *Program) sessionWith(e *engine.Engine, r record.Record, f attachFlags) (session, error) {
	s, err := p.newSession(e, r.ID, f.keys)
	s.tty, s.stdin, s.proxy = r.Spec.Process.Terminal, r.Stdin && !f.noStdin, f.proxy
	if err == nil && s.tty && !f.noStdin && !isTerminal(p.Stdin) {
		err = errors.New("the input device is not a terminal, as the container's is; leave it out by --no-stdin")
	}
	if err != nil {
		return s, fmt.Errorf("attach to %s: %w", r.Name, err)
	}
	return s, nil
}
