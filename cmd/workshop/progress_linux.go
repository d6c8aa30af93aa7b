package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/course"
	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

func newProgress(p *say.Printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "progress",
		Short: p.Text("course.progress-short"),
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newExport(p), newImport(p))
	return cmd
}

func newExport(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "export [FILE]",
		Short: p.Text("course.export-short"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := findPlace(p)
			if err != nil {
				return err
			}
			line, err := place.Export(lang(p))
			if err != nil {
				return err
			}
			if len(args) == 1 {
				if err := os.WriteFile(args[0], []byte(line+"\n"), 0o644); err != nil {
					return fmt.Errorf("export progress: %w", err)
				}
				p.Say("course.exported", args[0], program("workshop"))
				return nil
			}
			fmt.Fprintln(p.Out, line)
			// The line alone goes to stdout, where it may be piped or copied from.
			aside := &say.Printer{Out: cmd.ErrOrStderr(), Lang: p.Lang}
			if len(line) > course.LongestLine {
				aside.Say("course.long-line", len(line), program("workshop"))
				return nil
			}
			aside.Say("course.keep-line", program("workshop"))
			return nil
		},
	}
}

func newImport(p *say.Printer) *cobra.Command {
	return &cobra.Command{
		Use:   "import LINE|FILE|-",
		Short: p.Text("course.import-short"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			line, err := lineFrom(args[0], cmd.InOrStdin())
			if err != nil {
				return fmt.Errorf("import progress: %w", err)
			}
			saved, err := course.ReadLine(line)
			if err != nil {
				return err
			}
			place, err := findPlace(p)
			if err != nil {
				return err
			}
			return importProgress(cmd, p, place, saved)
		},
	}
}

// importProgress brings the answers back and checks them. That some are wrong, as they may
// have been on the other machine, is no failure of the import.
func importProgress(cmd *cobra.Command, p *say.Printer, place course.Place, saved course.Saved) error {
	restored, kept, err := place.Import(saved)
	if err != nil {
		return err
	}
	for _, folder := range kept {
		p.Say("course.kept", place.Short(folder))
	}
	if l := say.Lang(saved.Lang); p.Lang == say.Unknown && (l == say.Korean || l == say.English) {
		p.Lang = l
		if err := say.Remember(l); err != nil {
			return err
		}
	}
	p.Say("course.imported", len(restored))
	if len(restored) == 0 {
		return nil
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	_, err = checking{p, cmd.ErrOrStderr(), place, false}.check(ctx, restored)
	return err
}

// longestImport bounds what is read of a file that is said to hold a line.
const longestImport = 8 << 20

// lineFrom takes the line itself, the name of a file with it, or - for stdin.
func lineFrom(arg string, in io.Reader) (string, error) {
	if course.IsLine(arg) {
		return arg, nil
	}
	if arg != "-" {
		f, err := os.Open(arg)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, longestImport))
	return string(text), err
}
