//go:build linux

package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
)

func (p *Program) rmiCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "rmi [-f] IMAGE…",
		Short: "Remove images, or names of them",
		Args:  atLeastOne("an image"),
		RunE:  p.Status(func(args []string) (int, error) { return p.rmi(args, force) }),
	}
	cmd.Flags().BoolVarP(&force, "force", "f", false, "also by id an image with several names, and the name of one\nof which containers have been made")
	return cmd
}

func (p *Program) rmi(args []string, force bool) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	status := exitOK
	for _, name := range args {
		done, err := e.RemoveImage(name, force)
		for _, n := range done.Untagged {
			fmt.Fprintln(p.Stdout, "Untagged:", n.Familiar())
		}
		for _, d := range done.Deleted {
			fmt.Fprintln(p.Stdout, "Deleted:", d)
		}
		if err != nil {
			Report(p.Stderr, p.Name, err)
			status = exitFailed
		}
	}
	return status, nil
}

func (p *Program) imagePruneCommand() *cobra.Command {
	var all, force bool
	var filter filters
	cmd := &cobra.Command{
		Use:   "prune [-a] [--filter KEY=VALUE]",
		Short: "Remove images without a name",
		Args:  cobra.NoArgs,
		RunE: p.onEngine(func(e *engine.Engine, _ []string) error {
			wanted, err := filter.pruning(time.Now(), imagePruneKeys)
			if err != nil {
				return err
			}
			dangling, err := filter.truth("dangling")
			if err != nil {
				return err
			}
			return p.pruneImages(e, all || dangling != nil && !*dangling, wanted)
		}),
	}
	filter.addPruning(cmd, imagePruneKeys)
	cmd.Flags().BoolVarP(&all, "all", "a", false, "all of which no container has been made")
	cmd.Flags().BoolVarP(&force, "force", "f", false, "as Docker's; nobody is asked here")
	return cmd
}

func (p *Program) pruneImages(e *engine.Engine, all bool, wanted pruned) error {
	removed, swept, err := e.PruneImages(all, func(i image.Image) bool { return wanted(i.Created(), i.Config.Config.Labels) })
	for _, i := range removed {
		for _, n := range i.Names {
			fmt.Fprintln(p.Stdout, "untagged:", n.Familiar())
		}
		fmt.Fprintln(p.Stdout, "deleted:", i.ID)
	}
	fmt.Fprintln(p.Stdout, "Total reclaimed space:", image.Decimal(swept.Bytes))
	return err
}
