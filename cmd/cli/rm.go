//go:build linux

package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func (p *Program) rmCommand() *cobra.Command {
	var force, volumes bool
	cmd := &cobra.Command{
		Use:   "rm [-f] [-v] CONTAINER…",
		Short: "Remove containers with all that they wrote",
		Args:  needName,
		RunE: p.Status(func(args []string) (int, error) {
			return p.each(args, func(e *engine.Engine, name string) error { return remove(e, name, force, volumes) })
		}),
	}
	cmd.Flags().BoolVarP(&force, "force", "f", false, "kill those that run; no error for those that are not there")
	cmd.Flags().BoolVarP(&volumes, "volumes", "v", false, "and their volumes without a name")
	return cmd
}

// remove with force wants the container to be gone: that one is not there is told only, as in Docker.
func remove(e *engine.Engine, name string, force, volumes bool) error {
	r, unreadable := e.Inspect(name) // what it had, to be known when it is gone
	err := e.Remove(name, force)
	if err == nil && volumes && unreadable == nil {
		err = e.RemoveVolumesOf(r)
	}
	if force && errors.Is(err, record.ErrNotFound) {
		return &noFailure{err}
	}
	return err
}
