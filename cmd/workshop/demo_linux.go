package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/minicontainer/minicontainer/cmd/workshop/checkout"
	"github.com/minicontainer/minicontainer/cmd/workshop/docs/transcript"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
	"github.com/minicontainer/minicontainer/cmd/workshop/stage"
	"github.com/minicontainer/minicontainer/lessons"
)

func newDemo(p *say.Printer) *cobra.Command {
	var recorded bool
	cmd := &cobra.Command{
		Use:   "demo LESSON",
		Short: p.Text("stage.demo-short"),
		Long:  p.Text("stage.demo-long"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			lesson, err := lessonNamed(args[0])
			if err != nil {
				return err
			}
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			script, err := stage.Transcript(root, lesson.Slug(), "demo")
			if err != nil {
				return err
			}
			if recorded {
				return show(p.Out, script)
			}
			ctx, stop := interruptible(cmd)
			defer stop()
			set, err := stage.Build(ctx, root)
			if err != nil {
				return err
			}
			defer set.Strike() //nolint:errcheck // a temporary directory
			play := func() error { return demo(ctx, p, cmd.InOrStdin(), script, set.Place) }
			if !slices.Contains(script.Needs(), "network") {
				return play()
			}
			p.Say("stage.own-host")
			return onOwnHost(play)
		},
	}
	cmd.Flags().BoolVar(&recorded, "recorded", false, p.Text("stage.recorded-flag"))
	return cmd
}

// lessonNamed finds a written lesson by "1", "01" or "01-chroot".
func lessonNamed(name string) (lessons.Lesson, error) {
	l, ok := lessons.Find(name)
	if !ok {
		return l, fmt.Errorf("find lesson %q: lessons are numbered 1 to %d", name, len(lessons.All))
	}
	if !l.Written {
		return l, fmt.Errorf("open lesson %s: it is not written yet", l.Slug())
	}
	return l, nil
}

// show prints a transcript as it was recorded.
func show(out io.Writer, script transcript.Transcript) error {
	shown, err := script.Shown("")
	if err != nil {
		return err
	}
	fmt.Fprint(out, shown)
	return nil
}

var errQuit = errors.New("quit")

// demo types the commands for an audience and runs them for real. At a terminal it waits for
// a key before it types and before it runs; without one it goes straight through. It ends
// early, and without an error, with the context or with a key that quits.
func demo(ctx context.Context, p *say.Printer, in io.Reader, script transcript.Transcript, at transcript.Place) error {
	keys := waiter(in)
	if keys != nil {
		p.Say("stage.keys")
	}
	for _, c := range script.Commands() {
		err := perform(p.Out, in, keys, c, at)
		if errors.Is(err, errQuit) || ctx.Err() != nil {
			fmt.Fprintln(p.Out)
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// perform types one command and runs it. How it ends is for the audience to see: some are
// meant to fail.
func perform(out io.Writer, in io.Reader, keys func() error, line string, at transcript.Place) error {
	fmt.Fprint(out, say.Strong("$ "))
	if err := pause(keys); err != nil {
		return err
	}
	typeOut(out, strings.ReplaceAll(line, "\n", "\n> "), keys != nil)
	if err := pause(keys); err != nil {
		return err
	}
	fmt.Fprintln(out)
	run := transcript.Shell(line, at)
	run.Stdin, run.Stdout, run.Stderr = in, out, out
	var exit *exec.ExitError
	if err := run.Run(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("run %q: %w", line, err)
	}
	return nil
}

func pause(keys func() error) error {
	if keys == nil {
		return nil
	}
	return keys()
}

// typeOut writes as somebody types, who does not mistype.
func typeOut(out io.Writer, text string, slowly bool) {
	for _, r := range text {
		fmt.Fprint(out, string(r))
		if slowly {
			time.Sleep(18 * time.Millisecond)
		}
	}
}

// waiter waits for a key of the terminal; q or Ctrl-C quits. It is nil without a terminal.
func waiter(in io.Reader) func() error {
	f, ok := in.(*os.File)
	if !ok || !isTerminal(f) {
		return nil
	}
	return func() error {
		saved, err := term.MakeRaw(int(f.Fd()))
		if err != nil {
			return err
		}
		defer term.Restore(int(f.Fd()), saved) //nolint:errcheck // it was settable a moment ago
		key := make([]byte, 16)
		n, err := f.Read(key)
		const ctrlC, ctrlD = 3, 4
		if err != nil || n == 0 || key[0] == 'q' || key[0] == ctrlC || key[0] == ctrlD {
			return errQuit
		}
		return nil
	}
}

func newTour(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "tour",
		Short: p.Text("stage.tour-short"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := checkout.Clone(".")
			if err != nil {
				return err
			}
			ctx, stop := interruptible(cmd)
			defer stop()
			set, err := stage.Build(ctx, root)
			if err != nil {
				return err
			}
			defer set.Strike() //nolint:errcheck // a temporary directory
			return tour(ctx, p, root, set)
		},
	}
}

// tour runs the stage of every written lesson and compares what it prints with what it should.
func tour(ctx context.Context, p *say.Printer, root string, set *stage.Set) error {
	for _, l := range lessons.All {
		if !l.Written {
			continue
		}
		script, err := stage.Transcript(root, l.Slug(), "tour")
		if err != nil {
			return err
		}
		fmt.Fprintf(p.Out, "\n%s\n", say.Strong(l.Slug()))
		if need := stage.Unmet(script); need != "" {
			p.Say("stage.needs", need)
			continue
		}
		// Played once, compared, and shown as it was recorded, which is then the same.
		if err := transcript.Run(ctx, script, set.Place); err != nil {
			return fmt.Errorf("tour of lesson %s: %w", l.Slug(), err)
		}
		if err := show(p.Out, script); err != nil {
			return err
		}
		fmt.Fprintf(p.Out, "%v %s\n", say.Good, l.Slug())
	}
	return nil
}
