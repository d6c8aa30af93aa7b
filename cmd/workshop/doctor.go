package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/doctor"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func newDoctor(p *say.Printer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: p.Text("doctor.short"),
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return examine(p, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, p.Text("doctor.json-flag"))
	return cmd
}

// examine prints the report; the exit status says whether a container can run.
func examine(p *say.Printer, asJSON bool) error {
	groups := doctor.Judge(doctor.Gather())
	if asJSON {
		if err := doctor.WriteJSON(p.Out, groups, p.Lang); err != nil {
			return err
		}
	} else {
		doctor.Print(p, groups)
	}
	if !doctor.CanRun(groups) {
		return errTold
	}
	return nil
}
