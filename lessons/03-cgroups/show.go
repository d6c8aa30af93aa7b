//go:build linux

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
)

const cgroupHelp = `Show the control groups of a process: in each tree the directory of its group
and the files that tell most. A file of several lines is shown in one. Without PID
it says what trees this machine has.`

func cgroupCommand(p *cli.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "cgroup [PID]",
		Short: "Show the control groups of a process",
		Long:  cgroupHelp,
		Args:  cobra.MaximumNArgs(1),
		RunE: p.Status(func(args []string) (int, error) {
			if len(args) == 0 {
				return 0, showTrees(p)
			}
			pid, err := cli.ProcessByNumber(args[0])
			if err != nil {
				return 0, err
			}
			return 0, showGroup(p, pid)
		}),
	}
}

// showTrees tells what the machine has.
func showTrees(p *cli.Program) error {
	trees, err := cgroup.Detect()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.Stdout, "this machine: %s\n", cgroup.Kind(trees)); err != nil {
		return err
	}
	for _, tree := range trees {
		controllers := strings.Join(tree.Controllers, " ")
		if controllers == "" {
			controllers = "no controllers"
		}
		if _, err := fmt.Fprintf(p.Stdout, "%-30s version %d: %s\n", tree.Point, tree.Version, controllers); err != nil {
			return err
		}
	}
	return nil
}

// showGroup shows a process's groups. Lines are joined by commas.
func showGroup(p *cli.Program, pid int) error {
	group, err := cgroup.Of(pid)
	if err != nil {
		return err
	}
	dir := ""
	for _, f := range group.Files() {
		if f.Dir != dir {
			dir = f.Dir
			if _, err := fmt.Fprintln(p.Stdout, dir); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(p.Stdout, "  %-28s %s\n", f.Name, strings.ReplaceAll(f.Text, "\n", ", ")); err != nil {
			return err
		}
	}
	return nil
}
