//go:build linux

package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
)

const execHelp = `Run a further command in the container of a process.

PID is the number, on this machine, of the container's first process. The command joins all its
namespaces and control groups, its root directory, and has no more privileges.`

func execCommand(p *cli.Program) *cobra.Command {
	var f cli.ExecFlags
	cmd := &cobra.Command{
		Use:   "exec [flags] PID CMD…",
		Short: "Run a further command in the container of a process",
		Long:  execHelp,
		Args:  cobra.MinimumNArgs(2),
		RunE: p.Status(func(args []string) (int, error) {
			pid, err := cli.ProcessByNumber(args[0])
			if err != nil {
				return 0, err
			}
			like, err := cli.LikeProcess(pid)
			if err != nil {
				return 0, err
			}
			return p.Exec(f, pid, like, args[1:])
		}),
	}
	f.AddFlags(cmd)
	return cmd
}
