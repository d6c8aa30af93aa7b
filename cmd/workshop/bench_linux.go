package main

import (
	"context"

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
	start := benchCommand(p, "start", 100, func(ctx context.Context, root string, runs int) error {
		p.Say("bench.started", runs)
		return bench.Start(ctx, p.Out, root, runs)
	})
	start.Short = p.Text("bench.start-short")
	stats := benchCommand(p, "stats", 50, func(ctx context.Context, root string, runs int) error {
		p.Say("bench.stats-started", runs)
		return bench.Stats(ctx, p.Out, root, runs)
	})
	stats.Short = p.Text("bench.stats-short")
	images := benchCommand(p, "image", 3, func(ctx context.Context, root string, runs int) error {
		p.Say("bench.image-started", runs)
		return bench.Image(ctx, p.Out, root, runs)
	})
	images.Short = p.Text("bench.image-short")
	network := benchCommand(p, "network", 10, func(ctx context.Context, root string, runs int) error {
		p.Say("bench.network-started", runs)
		return bench.Network(ctx, p.Out, root, runs)
	})
	network.Short = p.Text("bench.network-short")
	life := benchCommand(p, "life", 10, func(ctx context.Context, root string, runs int) error {
		p.Say("bench.life-started", runs)
		return bench.Life(ctx, p.Out, root, runs)
	})
	life.Short = p.Text("bench.life-short")
	cmd.AddCommand(start, stats, images, network, life)
	return cmd
}

// benchCommand is a command that measures programs built from the checkout.
func benchCommand(p *say.Printer, use string, times int, measure func(ctx context.Context, root string, runs int) error) *cobra.Command {
	var runs int
	cmd := &cobra.Command{
		Use:  use,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			return measure(cmd.Context(), root, runs)
		},
	}
	cmd.Flags().IntVarP(&runs, "runs", "n", times, p.Text("bench.runs-flag"))
	return cmd
}
