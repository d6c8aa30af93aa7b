//go:build linux

package cli

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
)

const nsHelp = `Show the eight namespaces of a process, which of them are yours too, and who else
is in them. PID is a number of this machine's; without it, it is you.

What an ordinary user may not look at, the namespaces of others, is not counted.`

// NSCommand is the command that shows a process's namespaces. process finds the process that an operand names.
func (p *Program) NSCommand(operand string, process func(name string) (int, error)) *cobra.Command {
	return &cobra.Command{
		Use:   "ns [" + operand + "]",
		Short: "Show the namespaces of a process, and who shares them",
		Long:  nsHelp,
		Args:  cobra.MaximumNArgs(1),
		RunE: p.Status(func(args []string) (int, error) {
			if len(args) == 0 {
				return 0, p.showNamespaces(os.Getpid())
			}
			pid, err := process(args[0])
			if err != nil {
				return 0, err
			}
			return 0, p.showNamespaces(pid)
		}),
	}
}

func (p *Program) showNamespaces(pid int) error {
	rows, err := namespace.Table(pid)
	if err != nil {
		return fmt.Errorf("show namespaces of process %d: %w", pid, err)
	}
	_, err = fmt.Fprint(p.Stdout, namespace.Draw(rows, namespace.Describe))
	return err
}

// ProcessByNumber is a process by its number in this PID namespace.
func ProcessByNumber(name string) (int, error) {
	pid, err := strconv.Atoi(name)
	if err != nil || pid < 1 {
		return 0, fmt.Errorf("find process %q: it is not a number", name)
	}
	return pid, nil
}
