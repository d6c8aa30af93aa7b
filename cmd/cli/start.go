//go:build linux

package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

const startHelp = `Start containers that have ended, or were created only.

They run detached, whoever made them; what they print is shown by logs. What they wrote
into an image's files is still there. With -a this command stays attached to one container and ends
with its exit status; with -i it also passes on what is typed, if the container was made with -i.`

func (p *Program) startCommand() *cobra.Command {
	var f attachFlags
	var attach, interactive bool
	cmd := &cobra.Command{
		Use:   "start [-a] [-i] CONTAINER…",
		Short: "Start containers that have ended",
		Long:  startHelp,
		Args:  needName,
		RunE: p.Status(func(args []string) (int, error) {
			if attach || interactive {
				f.noStdin = !interactive
				return p.startAttached(f, args)
			}
			return p.each(args, func(e *engine.Engine, name string) error {
				return e.Start(name, p.watch(Attachment{}))
			})
		}),
	}
	cmd.Flags().BoolVarP(&attach, "attach", "a", false, "stay, show what it prints, and pass signals on")
	cmd.Flags().BoolVarP(&interactive, "interactive", "i", false, "stay, and connect its stdin to yours")
	f.addTo(cmd)
	return cmd
}

func (p *Program) startAttached(f attachFlags, names []string) (int, error) {
	if len(names) > 1 {
		return 0, failed(errors.New("start -a: one container at a time can have this terminal"))
	}
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	r, err := e.Inspect(names[0])
	if err != nil {
		return 0, failed(err)
	}
	s, err := p.sessionWith(e, r, f)
	if err != nil {
		return 0, failed(err)
	}
	s.started = !r.State.Up()
	s.redraw = !s.started
	exit, err := s.attend(func(h shim.Hello) (*shim.Client, error) { return e.StartAttached(r.ID, h) })
	switch {
	case errors.Is(err, errDetached):
		return exitOK, nil
	case err == nil:
		p.TellOOM(exit.OOM, r.Spec)
		p.dropVolumes(e, r)
	}
	return s.ended(exit, failed(err))
}
