//go:build linux

package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

func (p *Program) killCommand() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "kill [-s SIGNAL] CONTAINER…",
		Short: "Send a signal to containers",
		Args:  needName,
		RunE: p.Status(func(args []string) (int, error) {
			sig, err := parseSignal(name)
			if err != nil {
				return 0, failed(err)
			}
			return p.each(args, func(e *engine.Engine, name string) error { return e.Kill(name, sig) })
		}),
	}
	cmd.Flags().StringVarP(&name, "signal", "s", "KILL", "the `SIGNAL`, by name or number")
	return cmd
}

// parseSignal reads KILL, SIGKILL, kill or 9.
func parseSignal(name string) (unix.Signal, error) {
	const last = 64
	if n, err := strconv.Atoi(name); err == nil && n > 0 && n <= last {
		return unix.Signal(n), nil
	}
	word := "SIG" + strings.TrimPrefix(strings.ToUpper(name), "SIG")
	if sig := unix.SignalNum(word); sig != 0 {
		return sig, nil
	}
	return 0, fmt.Errorf("read -s %s: no such signal", name)
}
