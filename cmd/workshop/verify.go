package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/cmd/workshop/verify"
)

func newVerify(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: p.Text("verify.short"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			if !verify.Run(cmd.Context(), p, root, verify.Steps()) {
				return errTold
			}
			return nil
		},
	}
}
