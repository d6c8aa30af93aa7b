package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/author"
	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

func newNew(p *say.Printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: p.Text("author.short"),
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		newSkeleton(p, "lesson LESSON", p.Text("author.lesson-short"), author.NewLesson),
		newSkeleton(p, "exercise LESSON/NAME", p.Text("author.exercise-short"), author.NewExercise),
		newStub(p),
	)
	return cmd
}

func newSkeleton(p *say.Printer, use, short string, makeIt func(root, name string) ([]string, error)) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			made, err := makeIt(root, args[0])
			for _, file := range made {
				p.Say("author.made", file)
			}
			if err != nil {
				return err
			}
			p.Say("author.next", program("workshop"))
			return nil
		},
	}
}

func newStub(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "stub [EXERCISE…]",
		Short: p.Text("author.stub-short"),
		RunE: func(_ *cobra.Command, args []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			list, err := selectEach(args)
			if err != nil {
				return err
			}
			for _, x := range list {
				if err := author.WriteStub(root, x); err != nil {
					return err
				}
				p.Say("author.stub", x.ID)
			}
			return nil
		},
	}
}

// selectEach is course.Select of several names; no name means all exercises.
func selectEach(names []string) ([]grade.Exercise, error) {
	if len(names) == 0 {
		return grade.All(), nil
	}
	var list []grade.Exercise
	for _, name := range names {
		found, err := course.Select(name)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}
