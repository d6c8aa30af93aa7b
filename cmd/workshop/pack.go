package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/pack"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// packed are the programs a learner's machine needs.
var packed = []string{"workshop", "minicontainer", "minirun"}

func newPack(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "pack DIR",
		Short: p.Text("pack.short"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return fmt.Errorf("pack: %w", err)
			}
			files, err := pack.Pack(cmd.Context(), root, args[0], packed)
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Fprintf(p.Out, "%v %-28s %6.1f MB\n", say.Good, f.Name, float64(f.Size)/1e6)
			}
			p.Say("pack.done", len(files), args[0], pack.SumsFile)
			return nil
		},
	}
}
