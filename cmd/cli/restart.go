//go:build linux

package cli

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) restartCommand() *cobra.Command {
	var f endingFlags
	cmd := &cobra.Command{
		Use:   "restart [-s SIGNAL] [-t SECONDS] CONTAINER…",
		Short: "Stop containers and start them again",
		Args:  needName,
		RunE:  p.Status(func(args []string) (int, error) { return p.eachEnding(f, args, (*engine.Engine).Restart) }),
	}
	f.addTo(cmd)
	return cmd
}
