package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	_ "github.com/minicontainer/minicontainer/exercises" // registers them
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// learnerCommands are those that work on a learner's exercises.
func learnerCommands(p *say.Printer) []*cobra.Command {
	return []*cobra.Command{
		newList(p), newNext(p), newStart(p), newCheck(p), newHint(p), newSolution(p), newGiveUp(p),
		newReset(p), newMine(p), newProgress(p), newDemo(p), newTour(p), newNew(p),
	}
}

// lang is the language of the exercises' own texts; "", which they take for English, where
// none is chosen.
func lang(p *say.Printer) string { return string(p.Lang) }

// findPlace finds the learner's folder or tells how to get one.
func findPlace(p *say.Printer) (course.Place, error) {
	place, err := course.Find(".")
	if errors.Is(err, course.ErrNoPlace) {
		p.Say("course.no-place", program("workshop"))
		return course.Place{}, errTold
	}
	return place, err
}

// oneExercise is the argument of hint, solution and give-up; without one it is the next.
func oneExercise(place course.Place, args []string) (grade.Exercise, error) {
	if len(args) == 0 {
		known, err := place.Progress()
		if err != nil {
			return grade.Exercise{}, err
		}
		x, ok := known.Next()
		if !ok {
			return grade.Exercise{}, errors.New("every exercise has passed; name one")
		}
		return x, nil
	}
	found, err := course.Select(args[0])
	if err != nil {
		return grade.Exercise{}, err
	}
	if len(found) != 1 {
		return grade.Exercise{}, fmt.Errorf("find exercise %s: it is a whole lesson; name one, such as %s", args[0], found[0].ID)
	}
	return found[0], nil
}

func newList(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: p.Text("course.list-short"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			known := course.Progress{}
			place, err := course.Find(".")
			if err == nil {
				known, err = place.Progress()
			}
			if err != nil && !errors.Is(err, course.ErrNoPlace) { // outside, the list is one of what there is
				return err
			}
			for _, one := range p.Each() {
				course.List(one.Out, known, lang(one))
			}
			return nil
		},
	}
}

func newNext(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "next",
		Short: p.Text("course.next-short"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			place, err := findPlace(p)
			if err != nil {
				return err
			}
			return sayNextExercise(p, place)
		},
	}
}

func sayNextExercise(p *say.Printer, place course.Place) error {
	known, err := place.Progress()
	if err != nil {
		return err
	}
	x, ok := known.Next()
	if !ok {
		p.Say("course.all-done")
		return nil
	}
	for _, one := range p.Each() {
		folder := place.Short(place.Folder(x))
		one.Say("course.next", x.ID, x.Title.In(lang(one)), filepath.Join(folder, readme(one)), filepath.Join(folder, x.Answer[0]),
			program("workshop"))
	}
	return nil
}

// readme is the name of a text in the printer's language.
func readme(p *say.Printer) string {
	if p.Lang == say.Korean {
		return "README.ko.md"
	}
	return "README.md"
}

func newStart(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "start [LESSON|EXERCISE]",
		Short: p.Text("course.start-short"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "01"
			if len(args) > 0 {
				name = args[0]
			}
			list, err := course.Select(name)
			if err != nil {
				return err
			}
			return start(p, list)
		},
	}
}

// start makes the folder if there is none, makes the scenes, and tells where to read and write.
func start(p *say.Printer, list []grade.Exercise) error {
	place, err := course.Find(".")
	if errors.Is(err, course.ErrNoPlace) {
		if place, err = course.Make("."); err == nil {
			p.Say("course.made", place.Short(place.Root))
		}
	}
	if err != nil {
		return err
	}
	for _, x := range list {
		if err := place.SetScene(x); err != nil {
			return err
		}
	}
	known, err := place.Progress()
	if err != nil {
		return err
	}
	first, open := known.NextOf(list)
	for _, one := range p.Each() {
		one.Say("course.start", place.Short(filepath.Join(place.Root, "lessons", filepath.Dir(list[0].Folder), readme(one))),
			place.Short(filepath.Dir(place.Folder(list[0]))))
		course.ListOf(one.Out, list, known, lang(one))
		if open {
			one.Say("course.start-then", first.ID, program("workshop"))
		}
	}
	return nil
}

func newCheck(p *say.Printer) *cobra.Command {
	var asJSON, watch bool
	cmd := &cobra.Command{
		Use:   "check [LESSON|EXERCISE]",
		Short: p.Text("course.check-short"),
		Long:  p.Text("course.check-long"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			list, err := course.Select(strings.Join(args, "")) // "" selects all
			if err != nil {
				return err
			}
			place, err := findPlace(p)
			if err != nil {
				return err
			}
			ctx, stop := interruptible(cmd)
			defer stop()
			return runCheck(ctx, checking{p, cmd.ErrOrStderr(), place, asJSON}, list, watch)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, p.Text("course.json-flag"))
	cmd.Flags().BoolVarP(&watch, "watch", "w", false, p.Text("course.watch-flag"))
	return cmd
}

// checking is one `workshop check`.
type checking struct {
	p      *say.Printer
	errOut io.Writer
	place  course.Place
	asJSON bool // one array of results for each check, and nothing else, goes to p.Out
}

// runCheck checks the list, with watch again and again.
func runCheck(ctx context.Context, c checking, list []grade.Exercise, watch bool) error {
	if watch {
		return c.watch(ctx, list)
	}
	passed, err := c.check(ctx, list)
	if ctx.Err() != nil || err == nil && !passed {
		return errTold // that it was interrupted is no news to who did
	}
	return err
}

func (c checking) watch(ctx context.Context, list []grade.Exercise) error {
	first := true
	return c.place.Watch(ctx, list, func(saved []grade.Exercise) {
		if _, err := c.check(ctx, saved); err != nil && ctx.Err() == nil {
			fmt.Fprintln(c.errOut, "workshop:", err)
		}
		if first && !c.asJSON && ctx.Err() == nil {
			c.p.Say("course.watching")
		}
		first = false
	})
}

// check checks the list once and tells, also after an error, what was found; passed is
// whether all did.
func (c checking) check(ctx context.Context, list []grade.Exercise) (passed bool, err error) {
	state, err := cli.StateDir()
	if err != nil {
		return false, err
	}
	passed = true
	results := []grade.JSON{}
	err = c.place.Check(ctx, state, list, func(r grade.Result, waiting []string) {
		passed = passed && r.Finding.Status == grade.Pass
		if c.asJSON {
			results = append(results, r.JSON(lang(c.p)))
			return
		}
		c.tell(r, waiting)
	})
	if c.asJSON {
		return passed, errors.Join(err, writeJSON(c.p.Out, results))
	}
	if err != nil {
		return false, err
	}
	known, err := c.place.Progress()
	if err != nil {
		return false, err
	}
	got, most := known.Points(list)
	c.p.Say("course.points", got, most)
	return passed, nil
}

// tell prints one result, with our program's name as this person types it.
func (c checking) tell(r grade.Result, waiting []string) {
	for _, one := range c.p.Each() {
		text := course.Render(r, waiting, lang(one))
		for _, command := range []string{"hint", "reset", "doctor"} {
			text = strings.ReplaceAll(text, "workshop "+command, program("workshop")+" "+command)
		}
		fmt.Fprint(one.Out, colourSign(text))
	}
}

// colourSign paints the sign at the beginning.
func colourSign(text string) string {
	for _, sign := range []say.Sign{say.Good, say.Bad, say.Warn} {
		if rest, ok := strings.CutPrefix(text, string(sign)); ok {
			return sign.String() + rest
		}
	}
	return text
}
