//go:build linux

package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func (p *Program) stopCommand() *cobra.Command {
	var seconds int
	cmd := &cobra.Command{
		Use:   "stop [-t SECONDS] CONTAINER…",
		Short: "Ask containers to end, and end them after a while",
		Long: `Ask containers to end by SIGTERM, and end those by SIGKILL that have not after
ten seconds. A program that is the first process of a container and has no handler
for SIGTERM does not get it: pid_namespaces(7).`,
		Args: needName,
		RunE: p.Status(func(args []string) (int, error) {
			return p.each(args, func(e *engine.Engine, name string) error { return e.Stop(name, grace(seconds)) })
		}),
	}
	addTime(cmd, &seconds)
	return cmd
}

// addTime adds the flag -t of stop and restart.
func addTime(cmd *cobra.Command, seconds *int) {
	cmd.Flags().IntVarP(seconds, "time", "t", int(engine.Grace/time.Second), "`SECONDS` to wait before SIGKILL;\n-1 waits for ever")
}

func grace(seconds int) time.Duration {
	if seconds < 0 {
		return record.ForEver
	}
	return time.Duration(seconds) * time.Second
}
