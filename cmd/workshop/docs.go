package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/docs"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func newDocs(p *say.Printer) *cobra.Command {
	var write bool
	var accept string
	cmd := &cobra.Command{
		Use:   "docs",
		Short: p.Text("docs.short"),
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return tendDocs(p, write, accept) },
	}
	cmd.Flags().BoolVarP(&write, "write", "w", false, p.Text("docs.write-flag"))
	cmd.Flags().StringVar(&accept, "accept", "", p.Text("docs.accept-flag"))
	return cmd
}

func tendDocs(p *say.Printer, write bool, accept string) error {
	root, err := checkout.Clone(".")
	if err != nil {
		return err
	}
	if accept != "" {
		if err := docs.Accept(accept); err != nil {
			return err
		}
		p.Say("docs.accepted", accept)
	}
	if write {
		changed, err := docs.Write(root)
		if err != nil {
			return err
		}
		for _, path := range changed {
			p.Say("docs.wrote", path)
		}
	}
	return checkDocs(p, root)
}

func checkDocs(p *say.Printer, root string) error {
	problems, count, err := docs.Check(root)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		fmt.Fprintf(p.Out, "%v %v\n", say.Bad, problem)
	}
	if len(problems) > 0 {
		return errTold
	}
	p.Say("docs.clean", count)
	return nil
}
