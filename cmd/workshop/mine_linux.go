package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

func newMine(p *say.Printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "mine run [-u] base [COMMAND…]",
		Short:   p.Text("course.mine-short"),
		Long:    p.Text("course.mine-long"),
		Example: "  workshop mine run base sh",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] != "run" || !slices.Contains(args, "base") {
				return errors.New("mine runs what you have: mine run base sh")
			}
			if args[len(args)-1] == "base" {
				args = append(args, "/bin/sh")
			}
			place, err := findPlace(p)
			if err != nil {
				return err
			}
			return runMine(cmd, p, place, args)
		},
	}
	cmd.Flags().SetInterspersed(false) // what follows belongs to the learner's program
	return cmd
}

func runMine(cmd *cobra.Command, p *say.Printer, place course.Place, args []string) error {
	state, err := cli.StateDir()
	if err != nil {
		return err
	}
	answers := map[string]grade.Submission{}
	for _, x := range grade.All() {
		if answers[x.ID], err = grade.ReadSubmission(x, place.Folder(x)); err != nil {
			return err
		}
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	status, complaint, err := grade.Mine(ctx, grade.Place{Module: place.Root, State: state}, answers, args,
		grade.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	if ctx.Err() != nil {
		return errTold // interrupted, as whoever did that knows
	}
	if err != nil {
		return err
	}
	if complaint != "" {
		fmt.Fprintln(cmd.ErrOrStderr(), complaint)
		p.Say("course.mine-broken")
		return errTold
	}
	if status != 0 {
		return exitStatus(status)
	}
	return nil
}
