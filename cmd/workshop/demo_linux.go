package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
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
			root, err := checkout.Root(".")
			if err != nil {
				return err
			}
			set, err := stage.Build(cmd.Context(), root)
			if err != nil {
				return err
			}
			defer set.Strike() //nolint:errcheck // a temporary directory
			script, err := set.Transcript(lesson.Slug(), "demo")
			if err != nil {
				return err
			}
			if recorded {
				shown, err := script.Shown("")
				fmt.Fprint(p.Out, shown)
				return err
			}
			return demo(p, cmd.InOrStdin(), script, set.Place)
		},
	}
	cmd.Flags().BoolVar(&recorded, "recorded", false, p.Text("stage.recorded-flag"))
	return cmd
}

// lessonNamed finds a written lesson by "1", "01" or "01-chroot".
func lessonNamed(name string) (lessons.Lesson, error) {
	for _, l := range lessons.All {
		if name != l.Slug() && name != fmt.Sprint(l.Number) && name != fmt.Sprintf("%02d", l.Number) {
			continue
		}
		if !l.Written {
			return l, fmt.Errorf("open lesson %s: it is not written yet", l.Slug())
		}
		return l, nil
	}
	return lessons.Lesson{}, fmt.Errorf("find lesson %q: lessons are numbered 1 to %d", name, len(lessons.All))
}

var errQuit = errors.New("quit")

// demo types the commands for an audience and runs them for real. At a terminal it waits for
// a key before it types and before it runs; without one it goes straight through.
func demo(p *say.Printer, in io.Reader, script transcript.Transcript, at transcript.Place) error {
	keys := waiter(in)
	if keys != nil {
		p.Say("stage.keys")
	}
	for _, c := range script.Commands() {
		if err := perform(p.Out, keys, c, at); err != nil {
			if errors.Is(err, errQuit) {
				return nil
			}
			return err
		}
	}
	return nil
}

func perform(out io.Writer, keys func() error, c transcript.Command, at transcript.Place) error {
	fmt.Fprint(out, say.Strong("$ "))
	if err := pause(keys); err != nil {
		return err
	}
	typeOut(out, strings.ReplaceAll(c.Text, "\n", "\n> "), keys != nil)
	if err := pause(keys); err != nil {
		return err
	}
	fmt.Fprintln(out)
	run := transcript.Shell(c.Text, at)
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, out, out
	var exit *exec.ExitError
	if err := run.Run(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("run %q: %w", c.Text, err)
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
			root, err := checkout.Root(".")
			if err != nil {
				return err
			}
			set, err := stage.Build(cmd.Context(), root)
			if err != nil {
				return err
			}
			defer set.Strike() //nolint:errcheck // a temporary directory
			return tour(cmd, p, set)
		},
	}
}

// tour runs the stage of every written lesson and compares what it prints with what it should.
func tour(cmd *cobra.Command, p *say.Printer, set *stage.Set) error {
	for _, l := range lessons.All {
		if !l.Written {
			continue
		}
		script, err := set.Transcript(l.Slug(), "tour")
		if err != nil {
			return err
		}
		fmt.Fprintf(p.Out, "\n%s\n", say.Strong(l.Slug()))
		// Played once, compared, and shown as it was recorded, which is then the same.
		if err := transcript.Run(cmd.Context(), script, set.Place); err != nil {
			return fmt.Errorf("tour of lesson %s: %w", l.Slug(), err)
		}
		shown, err := script.Shown("")
		if err != nil {
			return err
		}
		fmt.Fprint(p.Out, shown)
		fmt.Fprintf(p.Out, "%v %s\n", say.Good, l.Slug())
	}
	return nil
}
