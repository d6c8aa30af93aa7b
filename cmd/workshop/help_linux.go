package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/solutions"
)

func writeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

// withExercise hands a command the exercise it is about: the one named, or the next.
func withExercise(p *say.Printer, do func(*cobra.Command, course.Place, grade.Exercise) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		place, err := findPlace(p)
		if err != nil {
			return err
		}
		x, err := oneExercise(place, args)
		if err != nil {
			return err
		}
		return do(cmd, place, x)
	}
}

func newHint(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "hint [EXERCISE]",
		Short: p.Text("course.hint-short"),
		Args:  cobra.MaximumNArgs(1),
		RunE:  withExercise(p, func(_ *cobra.Command, place course.Place, x grade.Exercise) error { return hint(p, place, x) }),
	}
}

// hint shows the hints read so far and one more.
func hint(p *say.Printer, place course.Place, x grade.Exercise) error {
	read := 0
	err := place.Update(x.ID, func(r *course.Record) {
		r.Hints = min(r.Hints+1, len(x.Hints))
		read = r.Hints
	})
	if err != nil {
		return err
	}
	for _, one := range p.Each() {
		fmt.Fprintf(one.Out, "%s  %s\n", x.ID, x.Title.In(lang(one)))
		for i, h := range x.Hints[:read] {
			one.Paragraph(say.T("course.hint", i+1, len(x.Hints), h.In(lang(one))))
		}
		if read == len(x.Hints) {
			one.Say("course.last-hint", x.ID, program("workshop"))
		}
	}
	return nil
}

func newSolution(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "solution [EXERCISE]",
		Short: p.Text("course.solution-short"),
		Args:  cobra.MaximumNArgs(1),
		RunE: withExercise(p, func(_ *cobra.Command, place course.Place, x grade.Exercise) error {
			known, err := place.Progress()
			if err != nil {
				return err
			}
			if r := known[x.ID]; r.Last != grade.Pass && !r.GaveUp {
				p.Say("course.closed", x.ID, program("workshop"))
				return errTold
			}
			return showSolution(p, x)
		}),
	}
}

// showSolution prints the files of the answer.
func showSolution(p *say.Printer, x grade.Exercise) error {
	entries, err := fs.ReadDir(solutions.FS, x.Folder)
	if err != nil {
		return fmt.Errorf("show solution of %s: %w", x.ID, err)
	}
	for _, e := range entries {
		if !x.IsAnswer(e.Name()) {
			continue
		}
		text, err := solutions.FS.ReadFile(path.Join(x.Folder, e.Name()))
		if err != nil {
			return fmt.Errorf("show solution of %s: %w", x.ID, err)
		}
		fmt.Fprintf(p.Out, "%s\n%s\n", say.Strong("solutions/"+x.Folder+"/"+e.Name()), strings.TrimRight(string(text), "\n"))
	}
	return nil
}

func newGiveUp(p *say.Printer) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "give-up [EXERCISE]",
		Short: p.Text("course.give-up-short"),
		Args:  cobra.MaximumNArgs(1),
		RunE: withExercise(p, func(cmd *cobra.Command, place course.Place, x grade.Exercise) error {
			if !yes && !askAtTerminal(cmd, p, p.Text("course.give-up-ask", x.ID)) {
				p.Say("course.not-done")
				return errTold
			}
			if err := place.Update(x.ID, func(r *course.Record) { r.GaveUp = true }); err != nil {
				return err
			}
			return showSolution(p, x)
		}),
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, p.Text("clean.yes-flag"))
	return cmd
}

// askAtTerminal asks a question whose answer must be a deliberate yes: without a terminal it is no.
func askAtTerminal(cmd *cobra.Command, p *say.Printer, question string) bool {
	in, isFile := cmd.InOrStdin().(*os.File)
	return isFile && isTerminal(in) && confirm(p, in, question, false)
}

func newReset(p *say.Printer) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "reset LESSON|EXERCISE",
		Short: p.Text("course.reset-short"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			list, err := course.Select(args[0])
			if err != nil {
				return err
			}
			place, err := findPlace(p)
			if err != nil {
				return err
			}
			return reset(cmd, p, place, list, yes)
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, p.Text("clean.yes-flag"))
	return cmd
}

func reset(cmd *cobra.Command, p *say.Printer, place course.Place, list []grade.Exercise, yes bool) error {
	var touched []string
	for _, x := range list {
		written, err := place.Written(x)
		if err != nil {
			return err
		}
		if len(written) > 0 {
			touched = append(touched, x.ID)
		}
	}
	if len(touched) > 0 && !yes && !askAtTerminal(cmd, p, p.Text("course.reset-ask", strings.Join(touched, ", "))) {
		p.Say("course.not-done")
		return errTold
	}
	for _, x := range list {
		kept, err := place.Reset(x)
		if err != nil {
			return err
		}
		p.Say("course.reset", x.ID)
		if kept != "" {
			p.Say("course.kept", place.Short(kept))
		}
	}
	return nil
}
