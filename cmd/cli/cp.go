//go:build linux

// cp: files into and out of containers, with the rules of Docker, which are those of cp(1) -r but for one: a source
// directory that ends in /. means its content.

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

func (p *Program) cpCommand() *cobra.Command {
	var archive bool
	cmd := &cobra.Command{
		Use:   "cp [-a] CONTAINER:PATH PATH|-\n  minicontainer cp [-a] PATH|- CONTAINER:PATH",
		Short: "Copy files into and out of a container",
		Long: `Copy a file or a directory into or out of a container, running or not. - is a tar archive on
standard input or output; the names in it begin with that of the directory. The volumes of a container that does not run are not seen.`,
		Args: exactly(2, "a source and a destination"),
		RunE: p.Status(func(args []string) (int, error) { return exitOK, failed(p.cp(args[0], args[1], archive)) }),
	}
	cmd.Flags().BoolVarP(&archive, "archive", "a", false, "keep the owners of the files")
	cmd.Flags().BoolP("quiet", "q", false, "as Docker's; nothing is said here anyway")
	return cmd
}

// place is one side of cp.
type place struct{ container, path string }

// parsePlace tells CONTAINER:PATH from a path of the host, which has a slash before its first colon, if it has one.
func parsePlace(text string) place {
	name, rest, found := strings.Cut(text, ":")
	if !found || name == "" || strings.ContainsAny(name, "/") || strings.HasPrefix(name, ".") {
		return place{path: text}
	}
	return place{name, rest}
}

func (p *Program) cp(source, dest string, keepOwners bool) error {
	from, to := parsePlace(source), parsePlace(dest)
	e, err := p.engine()
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	switch {
	case from.container != "" && to.container != "":
		return errors.New("cp: from one container to another goes in two steps, by the host")
	case from.container != "":
		return p.copyOut(ctx, e, from, to.path, keepOwners)
	case to.container != "":
		return p.copyIn(ctx, e, from.path, to, keepOwners)
	}
	return errors.New("cp: one side must be CONTAINER:PATH")
}

// content tells whether a source means what is in the directory.
func content(name string) bool { return strings.HasSuffix(name, "/.") || name == "." }

func (p *Program) copyIn(ctx context.Context, e *engine.Engine, source string, to place, keepOwners bool) error {
	put := build.PutRequest{Dest: path.Join("/", to.path)}
	if strings.HasSuffix(to.path, "/") && put.Dest != "/" {
		put.Dest += "/"
	}
	if source == "-" {
		return p.unpackIn(ctx, e, to, put)
	}
	info, err := os.Lstat(source)
	if err != nil {
		return fmt.Errorf("cp %s: %w", source, errors.Unwrap(err))
	}
	put, err = inside(ctx, e, put, to, info, source)
	if err != nil {
		return err
	}
	name := source
	if source, err = hostPath(source); err != nil {
		return err
	}
	r, w := io.Pipe()
	go func() {
		s := build.Only(filepath.Base(source))
		s.KeepOwners, s.KeepLinks = keepOwners, !content(name)
		w.CloseWithError(build.Take(filepath.Dir(source), s, w)) //nolint:errcheck // a pipe's end cannot fail to close
	}()
	err = e.CopyIn(ctx, to.container, put, r)
	r.CloseWithError(err) //nolint:errcheck // as above
	return err
}

// unpackIn takes an archive from standard input, into a directory that is there.
func (p *Program) unpackIn(ctx context.Context, e *engine.Engine, to place, put build.PutRequest) error {
	there, err := e.StatIn(ctx, to.container, put.Dest)
	if err != nil {
		return fmt.Errorf("cp -: %s:%s: %w", to.container, to.path, err)
	}
	if !there.Mode.IsDir() && there.Mode&fs.ModeSymlink == 0 {
		return fmt.Errorf("cp -: %s:%s is no directory", to.container, to.path)
	}
	put.Dest = strings.TrimSuffix(put.Dest, "/") + "/"
	return e.CopyIn(ctx, to.container, put, p.Stdin)
}

// hostPath is where a source is: a symlink itself, or the directory whose content is meant.
func hostPath(source string) (string, error) {
	if content(source) {
		real, err := filepath.EvalSymlinks(source)
		if err != nil {
			return "", err
		}
		source = real
	}
	return filepath.Abs(source)
}

// inside makes the destination Docker's: a directory goes into one that is there, and is one that is not.
func inside(ctx context.Context, e *engine.Engine, put build.PutRequest, to place, source fs.FileInfo, name string) (build.PutRequest, error) {
	there, err := e.StatIn(ctx, to.container, put.Dest)
	isDir := err == nil && there.Mode.IsDir()
	put.Single = !source.IsDir()
	switch {
	case err == nil && !there.Mode.IsDir() && source.IsDir() && there.Mode&fs.ModeSymlink == 0:
		return put, fmt.Errorf("cp %s: %s:%s is no directory", name, to.container, to.path)
	case source.IsDir() && isDir && !content(name):
		put.Dest = path.Join(put.Dest, source.Name())
	case !source.IsDir() && !isDir && strings.HasSuffix(put.Dest, "/"):
		return put, fmt.Errorf("cp %s: no directory %s:%s", name, to.container, to.path)
	}
	return put, nil
}

func (p *Program) copyOut(ctx context.Context, e *engine.Engine, from place, dest string, keepOwners bool) error {
	if dest == "-" {
		return p.writeFile("", "cp", func(w io.Writer) error { return takeOut(ctx, e, from, w, !content(from.path)) })
	}
	info, err := e.StatIn(ctx, from.container, strings.TrimSuffix(from.path, "/."))
	if err != nil {
		return fmt.Errorf("cp %s:%s: %w", from.container, from.path, err)
	}
	there, err := os.Stat(dest)
	isDir := err == nil && there.IsDir()
	put := build.PutRequest{Dest: filepath.Base(dest), Single: !info.Mode.IsDir() && !content(from.path)}
	root := filepath.Dir(dest)
	switch {
	case isDir && (put.Single || content(from.path)):
		put.Dest, root = "/", dest
	case isDir:
		put.Dest, root = info.Name, dest
	case info.Mode.IsDir() && err == nil:
		return fmt.Errorf("cp %s:%s: %s is no directory", from.container, from.path, dest)
	case strings.HasSuffix(dest, "/") && put.Single:
		return fmt.Errorf("cp %s:%s: no directory %s", from.container, from.path, dest)
	}
	put.Dest = path.Join("/", put.Dest)
	r, w := io.Pipe()
	go func() { w.CloseWithError(takeOut(ctx, e, from, w, false)) }() //nolint:errcheck // a pipe's end cannot fail to close
	o := layer.UnpackOptions{Rootless: !keepOwners || os.Geteuid() != 0, Devices: layer.ReplaceDevices}
	err = build.Land(root, put, r, o)
	r.CloseWithError(err) //nolint:errcheck // as above
	return err
}

func takeOut(ctx context.Context, e *engine.Engine, from place, w io.Writer, named bool) error {
	s := build.Only(path.Join("/", from.path))
	s.Named, s.KeepLinks = named, !content(from.path)
	return e.CopyOut(ctx, from.container, s, w)
}
