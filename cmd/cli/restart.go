//go:build linux

package cli

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) restartCommand() *cobra.Command {
	var seconds int
	cmd := &cobra.Command{
		Use:   "restart [-t SECONDS] CONTAINER…",
		Short: "Stop containers and start them again",
		Args:  needName,
		RunE: p.Status(func(args []string) (int, error) {
			return p.each(args, func(e *engine.Engine, name string) error { return e.Restart(name, grace(seconds)) })
		}),
	}
	addTime(cmd, &seconds)
	return cmd
}
