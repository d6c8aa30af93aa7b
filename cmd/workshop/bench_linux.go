package main

import (
	"context"
	"io"

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
	for _, b := range []struct {
		use, short, started string
		runs                int
		measure             func(ctx context.Context, out io.Writer, root string, runs int) error
	}{
		{"start", "bench.start-short", "bench.started", 100, bench.Start},
		{"stats", "bench.stats-short", "bench.stats-started", 50, bench.Stats},
	} {
		var runs int
		measure := &cobra.Command{
			Use:   b.use,
			Short: p.Text(b.short),
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				root, err := checkout.Clone(".")
				if err != nil {
					return err
				}
				p.Say(b.started, runs)
				return b.measure(cmd.Context(), p.Out, root, runs)
			},
		}
		measure.Flags().IntVarP(&runs, "runs", "n", b.runs, p.Text("bench.runs-flag"))
		cmd.AddCommand(measure)
	}
	return cmd
}
