//go:build linux

package cli

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) pauseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "pause CONTAINER…",
		Short: "Stop all processes of containers where they are",
		Long: `Stop all processes of containers where they are, until unpause. The kernel does
it by their control group, without a signal: no program can refuse, or notice.`,
		Args: needName,
		RunE: p.Status(func(args []string) (int, error) { return p.each(args, (*engine.Engine).Pause) }),
	}
}

func (p *Program) unpauseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "unpause CONTAINER…",
		Short: "Let the processes of paused containers go on",
		Args:  needName,
		RunE:  p.Status(func(args []string) (int, error) { return p.each(args, (*engine.Engine).Unpause) }),
	}
}
