//go:build linux

package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/record"
)

func (p *Program) systemCommand() *cobra.Command {
	system := &cobra.Command{
		Use:   "system",
		Short: "Look after what is kept on disk",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var dryRun bool
	check := &cobra.Command{
		Use:   "check [--dry-run]",
		Short: "Find and repair what a crash has left",
		Long: `Find and repair what a crash has left: records of containers that run no more,
directories half made or half removed, names that lead nowhere, processes that
nobody waits for. The other commands repair what is in their way by themselves.

Exit status: 1 if something is left that could not be repaired.`,
		Args: cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) { return p.systemCheck(dryRun) }),
	}
	check.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done, and do nothing")
	system.AddCommand(check, p.systemStart(), p.systemDF(), p.systemPrune(), p.eventsCommand(), p.infoCommand())
	return system
}

func (p *Program) systemStart() *cobra.Command {
	return &cobra.Command{
		Use:   "start",
		Short: "Start the containers that are to run whenever the machine does",
		Long: `Start the containers that their restart policy (run --restart) wants to run whenever the machine
does: for whoever starts the machine's services. Docker's daemon does it when it starts.
It prints the names of those that it has started.

Exit status: 1 if one of them could not be started.`,
		Args: cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) { return p.startAll() }),
	}
}

func (p *Program) startAll() (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	status := exitOK
	err = e.WithMachine(func(r record.Record, err error) {
		if err != nil {
			status = exitFailed
			Report(p.Stderr, p.Name, err)
			return
		}
		fmt.Fprintln(p.Stdout, r.Name)
	})
	return status, failed(err)
}

func (p *Program) systemCheck(dryRun bool) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	found, err := e.Check(dryRun)
	if err != nil {
		return 0, failed(err)
	}
	status := exitOK
	for _, f := range found {
		then := f.Then
		switch {
		case f.Err != nil:
			then, status = "not repaired: "+f.Err.Error(), exitFailed
		case dryRun:
			then = "would be " + then
		}
		fmt.Fprintf(p.Stdout, "%s: %s\n", f.What, then)
	}
	if len(found) == 0 {
		fmt.Fprintln(p.Stdout, "all is as it should be")
	}
	return status, nil
}
