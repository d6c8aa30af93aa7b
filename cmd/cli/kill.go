//go:build linux

package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

func (p *Program) killCommand() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "kill [-s SIGNAL] CONTAINER…",
		Short: "Send a signal to containers",
		Args:  needName,
		RunE: p.Status(func(args []string) (int, error) {
			sig, err := parseSignal("-s", name)
			if err != nil {
				return 0, failed(err)
			}
			return p.each(args, func(e *engine.Engine, name string) error { return e.Kill(name, sig) })
		}),
	}
	cmd.Flags().StringVarP(&name, "signal", "s", "KILL", "the `SIGNAL`, by name or number")
	return cmd
}

// parseSignal reads the value of a flag.
func parseSignal(flag, name string) (unix.Signal, error) {
	if sig := syscalls.ParseSignal(name); sig != 0 {
		return sig, nil
	}
	return 0, fmt.Errorf("read %s %s: no such signal", flag, name)
}
