//go:build linux

// container: the commands on containers once more, below one word, as Docker has them.

package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
)

func (p *Program) containerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "container",
		Short: "The commands on containers",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	list := p.psCommand()
	list.Use, list.Aliases = "ls [flags]", []string{"ps", "list"}
	remove := p.rmCommand()
	remove.Aliases = []string{"remove"}
	inspect := p.inspecting("CONTAINER", needName, func(e *engine.Engine, name string) (any, error) { return inspectContainer(e, name, false) })
	cmd.AddCommand(list, remove, inspect, p.containerPrune(),
		p.runCommand(), p.createCommand(), p.startCommand(), p.stopCommand(), p.restartCommand(), p.killCommand(), p.waitCommand(),
		p.pauseCommand(), p.unpauseCommand(), p.execCommand(), p.logsCommand(), p.renameCommand(), p.updateCommand(), p.topCommand(),
		p.statsCommand(), p.portCommand(), p.commitCommand(), p.diffCommand(), p.cpCommand(), p.exportCommand())
	return cmd
}

func (p *Program) containerPrune() *cobra.Command {
	var filter filters
	var force bool
	cmd := &cobra.Command{
		Use:   "prune [--filter KEY=VALUE]",
		Short: "Remove all containers that do not run",
		Args:  cobra.NoArgs,
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error {
			wanted, err := filter.pruning(time.Now(), pruneKeys)
			if err != nil {
				return err
			}
			return p.pruneContainers(e, wanted)
		}),
	}
	filter.addPruning(cmd, pruneKeys)
	cmd.Flags().BoolVarP(&force, "force", "f", false, "as Docker's; nobody is asked here")
	return cmd
}

// pruneContainers prints what it has removed as Docker does. One that runs by now stays.
func (p *Program) pruneContainers(e *engine.Engine, wanted pruned) error {
	list, err := e.List()
	if err != nil {
		return err
	}
	var removed []string
	var space int64
	for _, r := range list {
		if r.State.Up() || !wanted(r.Created, r.Labels) {
			continue
		}
		size := e.Written(r)
		if err := e.Remove(r.ID, false); err != nil {
			Report(p.Stderr, p.Name, err)
			continue
		}
		removed, space = append(removed, r.ID), space+size
	}
	if len(removed) > 0 {
		removed = append(append([]string{"Deleted Containers:"}, removed...), "")
	}
	return printLines(p.Stdout, append(removed, "Total reclaimed space: "+image.Decimal(space)))
}
