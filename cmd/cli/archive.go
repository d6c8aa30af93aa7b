//go:build linux

// Images and containers as files: save, load, import, export.

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// interruptible is done when the person presses Ctrl-C, or somebody sends SIGTERM.
func interruptible() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), unix.SIGINT, unix.SIGTERM)
}

func (p *Program) saveCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "save [-o FILE] IMAGE…",
		Short: "Write images into a tar archive",
		Long: `Write images into a tar archive, to standard output or a file. It is an OCI image layout and
what docker save writes in one: docker, podman, skopeo and minicontainer load it.`,
		Args: atLeastOne("an image"),
		RunE: p.Status(func(args []string) (int, error) { return exitOK, failed(p.save(args, output)) }),
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE`")
	return cmd
}

func (p *Program) save(names []string, output string) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	var images []image.Saved
	for _, name := range names {
		i, err := e.FindImage(name)
		if err != nil {
			return err
		}
		images = addSaved(images, i, name)
	}
	return p.writeFile(output, "save", func(w io.Writer) error { return e.Images().SaveArchive(w, images) })
}

// addSaved saves an image under the name that was given; by id it has none.
func addSaved(list []image.Saved, i image.Image, name string) []image.Saved {
	var names []registry.Reference
	if ref, err := registry.Parse(name); err == nil {
		for _, n := range i.Names {
			if n == ref {
				names = append(names, n)
			}
		}
	}
	for n := range list {
		if list[n].Image.ID == i.ID {
			list[n].Names = append(list[n].Names, names...)
			return list
		}
	}
	return append(list, image.Saved{Image: i, Names: names})
}

// writeFile writes to the file, or to standard output, which must not be a terminal: it would get bytes that are no text.
// A file that could not be written wholly is removed.
func (p *Program) writeFile(path, verb string, write func(io.Writer) error) error {
	if path == "" {
		if isTerminal(p.Stdout) {
			return fmt.Errorf("%s: an archive is not for a terminal; use -o FILE, or a pipe", verb)
		}
		return write(p.Stdout)
	}
	f, err := os.CreateTemp(dirOf(path), ".minicontainer-")
	if err != nil {
		return fmt.Errorf("%s: write %s: %w", verb, path, syscalls.Cause(err))
	}
	defer os.Remove(f.Name())
	err = errors.Join(write(f), f.Chmod(0o600), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

func dirOf(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i+1]
	}
	return "."
}

// LoadCommand reads images from an archive.
func (p *Program) LoadCommand() *cobra.Command {
	var input string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "load [-i FILE]",
		Short: "Read images from a tar archive",
		Long: `Read images from a tar archive, from standard input or a file, compressed or not: an OCI image
layout, or what docker save writes.`,
		Args: cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) { return exitOK, failed(p.load(input, quiet)) }),
	}
	cmd.Flags().StringVarP(&input, "input", "i", "", "read from `FILE`")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "as Docker's; little is said here")
	return cmd
}

func (p *Program) load(input string, _ bool) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	in, err := p.openInput(input, "load")
	if err != nil {
		return err
	}
	defer in.Close()
	loaded, err := e.Images().LoadArchive(in, e.UnpackImage)
	for _, l := range loaded {
		for _, n := range l.Names {
			fmt.Fprintln(p.Stdout, "Loaded image:", n.Familiar())
		}
		if len(l.Names) == 0 {
			fmt.Fprintln(p.Stdout, "Loaded image ID:", l.Image.ID)
		}
	}
	return err
}

// openInput is the file, or standard input, from which nobody types an archive.
func (p *Program) openInput(path, verb string) (*os.File, error) {
	if path != "" && path != "-" {
		return os.Open(path)
	}
	if p.Stdin == nil || isTerminal(p.Stdin) {
		return nil, fmt.Errorf("%s: an archive is not typed at a terminal; name a file, or use a pipe", verb)
	}
	return p.Stdin, nil
}

func (p *Program) importCommand() *cobra.Command {
	var message string
	var changes []string
	cmd := &cobra.Command{
		Use:   "import [flags] FILE|- [NAME[:TAG]]",
		Short: "Make an image of a root file system in a tar archive",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return exactly(1, "an archive, and perhaps a name for the image")(cmd, nil)
			}
			return nil
		},
		RunE: p.Status(func(args []string) (int, error) { return exitOK, failed(p.importRoot(args, message, changes)) }),
	}
	cmd.Flags().StringVarP(&message, "message", "m", "", "`TEXT` for the history")
	cmd.Flags().StringArrayVarP(&changes, "change", "c", nil, "a Dockerfile `INSTRUCTION` for the configuration:\nCMD ENTRYPOINT ENV EXPOSE LABEL USER VOLUME WORKDIR")
	return cmd
}

func (p *Program) importRoot(args []string, message string, changes []string) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	config, err := readChanges(changes)
	if err != nil {
		return err
	}
	var name registry.Reference
	if len(args) == 2 {
		if name, err = newName(args[1]); err != nil {
			return err
		}
	}
	if strings.HasPrefix(args[0], "http://") || strings.HasPrefix(args[0], "https://") {
		return fmt.Errorf("import %s: from a file or standard input only; fetch it first", args[0])
	}
	in, err := p.openInput(args[0], "import")
	if err != nil {
		return err
	}
	defer in.Close()
	if message == "" {
		message = "Imported from " + args[0]
	}
	i, err := e.Import(in, image.Change{Comment: message, Config: config}, name)
	if err != nil {
		return fmt.Errorf("import %s: %w", args[0], err)
	}
	_, err = fmt.Fprintln(p.Stdout, i.ID)
	return err
}

func (p *Program) exportCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "export [-o FILE] CONTAINER",
		Short: "Write all files of a container into a tar archive",
		Args:  exactly(1, "a container"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			ctx, stop := interruptible()
			defer stop()
			return exitOK, failed(p.writeFile(output, "export", func(w io.Writer) error { return e.Export(ctx, args[0], w) }))
		}),
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE`")
	return cmd
}

func (p *Program) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff CONTAINER",
		Short: "Show what a container has added (A), changed (C) and deleted (D) of its image's files",
		Args:  exactly(1, "a container"),
		RunE: p.Status(func(args []string) (int, error) {
			e, err := p.engine()
			if err != nil {
				return 0, err
			}
			return exitOK, failed(p.diff(e, args[0]))
		}),
	}
}

func (p *Program) diff(e *engine.Engine, ref string) error {
	ctx, stop := interruptible()
	defer stop()
	changes, err := e.Diff(ctx, ref)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if _, err := fmt.Fprintln(p.Stdout, c.Kind, printable(c.Path)); err != nil {
			return err
		}
	}
	return nil
}
