package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/bench"
	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func newBench(p *say.Printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bench",
		Short: p.Text("bench.short"),
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var runs int
	start := &cobra.Command{
		Use:   "start",
		Short: p.Text("bench.start-short"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			p.Say("bench.started", runs)
			return bench.Start(cmd.Context(), p.Out, root, runs)
		},
	}
	start.Flags().IntVarP(&runs, "runs", "n", 100, p.Text("bench.runs-flag"))
	cmd.AddCommand(start)
	return cmd
}
