//go:build linux

package cli

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) startCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "start CONTAINER…",
		Short: "Start containers that have ended",
		Long: `Start containers that have ended, or were created only.

They run detached, whoever made them; what they print is shown by logs. What they wrote
into an image's files is still there.`,
		Args: needName,
		RunE: p.Status(func(args []string) (int, error) {
			return p.each(args, func(e *engine.Engine, name string) error {
				return e.Start(name, p.watch(Attachment{}))
			})
		}),
	}
}
