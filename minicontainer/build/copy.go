// COPY and ADD: files of the build context, of a stage or of an image, put into the root.
//
// Owners are 0:0 for what comes from the context, whoever has the files on the host, and kept for what comes from a
// stage or an image. ADD unpacks an archive that is a file of the context; to fetch something is no part of this program.

package build

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
)

// Copy is the work of COPY and ADD.
type Copy struct {
	From    Source
	Sources []string // paths and patterns
	Inline  []inline // heredocs
	Dest    string   // absolute; a slash at its end says that it is a directory
	Owner   string   // as --chown says, names being looked up in the root
	Mode    string   // as --chmod says
	Unpack  bool     // archives among the sources are unpacked
}

// inline is a file whose content is in the Dockerfile.
type inline struct {
	Name, Content string
	Mode          int64
}

// Causes of errors about COPY and ADD.
var (
	ErrURL = errors.New("nothing is fetched here: download it first, or in a RUN")
)

func (s *staging) copy(c *instructions.CopyCommand, step *Step) (err error) {
	work := &Copy{Owner: c.Chown, Mode: c.Chmod}
	if c.From != "" {
		if work.From, err = s.source(c.From, s.stage.Index, true); err != nil {
			return fmt.Errorf("--from=%s: %w", c.From, err)
		}
	}
	return s.files(work, c.SourcesAndDest, step, "COPY")
}

func (s *staging) add(c *instructions.AddCommand, step *Step) error {
	if c.Checksum != "" || c.KeepGitDir {
		return ErrURL
	}
	return s.files(&Copy{Owner: c.Chown, Mode: c.Chmod, Unpack: true}, c.SourcesAndDest, step, "ADD")
}

// files is what COPY and ADD have in common.
func (s *staging) files(work *Copy, c instructions.SourcesAndDest, step *Step, verb string) error {
	if _, err := parseMode(work.Mode); err != nil {
		return err
	}
	created := []string{verb}
	if work.Owner != "" {
		created = append(created, "--chown="+work.Owner)
	}
	if work.Mode != "" {
		created = append(created, "--chmod="+work.Mode)
	}
	for _, source := range c.SourcePaths {
		if isRemote(source) {
			return fmt.Errorf("%s: %w", source, ErrURL)
		}
		created = append(created, source)
	}
	for _, text := range c.SourceContents {
		work.Inline = append(work.Inline, inline{text.Path, text.Data, 0o644})
		created = append(created, "<<"+text.Path)
	}
	work.Sources = c.SourcePaths
	work.Dest = destination(s.config.Config.WorkingDir, c.DestPath)
	step.Work, step.CreatedBy = work, strings.Join(append(created, c.DestPath), " ")
	return nil
}

// isRemote tells whether a source would have to be fetched.
func isRemote(source string) bool {
	for _, scheme := range []string{"http://", "https://", "git://", "ssh://", "ftp://", "git@"} {
		if strings.HasPrefix(source, scheme) {
			return true
		}
	}
	return false
}

// destination is where files go, seen from the working directory. That it is a directory is kept as a slash.
func destination(dir, dest string) string {
	isDir := dest == "" || strings.HasSuffix(dest, "/") || dest == "." || strings.HasSuffix(dest, "/.") || dest == ".." || strings.HasSuffix(dest, "/..")
	if dest = absolute(dir, dest); isDir && dest != "/" {
		dest += "/"
	}
	return dest
}

func (c *Copy) inputs() any {
	return []any{c.Dest, c.Owner, c.Mode, c.Unpack, c.Inline}
}

func (c *Copy) takes() []taking {
	if len(c.Sources) == 0 {
		return nil
	}
	return []taking{{from: c.From, selection: Selection{Sources: c.Sources, KeepOwners: !c.From.isContext()}}}
}

func (c *Copy) do(ctx context.Context, b *running, w Workspace, contents []content) error {
	put := PutRequest{Dest: c.Dest, Owner: c.Owner, Mode: c.Mode}
	put.Several = len(c.Sources)+len(c.Inline) > 1
	if len(c.Inline) > 0 {
		put.Single = !put.Several
		var archive bytes.Buffer
		if err := inlineArchive(&archive, c.Inline); err != nil {
			return err
		}
		if err := w.Put(ctx, put, &archive); err != nil {
			return err
		}
	}
	for i, t := range c.takes() {
		put.Single = contents[i].Single && !put.Several
		put.Several = put.Several || contents[i].Several
		if err := c.sources(ctx, b, w, t, put); err != nil {
			return err
		}
	}
	return nil
}

// sources puts the files that come from somewhere.
func (c *Copy) sources(ctx context.Context, b *running, w Workspace, t taking, put PutRequest) error {
	if !c.Unpack {
		tree, err := b.tree(ctx, t.from)
		if err != nil {
			return err
		}
		return transfer(ctx, tree, t.selection, w, put)
	}
	archives, rest, err := b.Context.archives(t.selection)
	if err != nil {
		return err
	}
	for _, name := range archives {
		if err := b.Context.unpack(ctx, name, w, put); err != nil {
			return err
		}
	}
	if len(rest.Sources) == 0 {
		return nil
	}
	return transfer(ctx, b.Context, rest, w, put)
}

// tree is something that files can be taken from.
type tree interface {
	Get(ctx context.Context, s Selection, archive io.Writer) error
}

// transfer puts what is selected in a tree into a workspace.
func transfer(ctx context.Context, from tree, s Selection, to Workspace, put PutRequest) error {
	return throughPipe(
		func(w io.Writer) error { return from.Get(ctx, s, w) },
		func(r io.Reader) error { return to.Put(ctx, put, r) })
}

// inlineArchive is an archive of files whose content is known.
func inlineArchive(w io.Writer, files []inline) error {
	archive := tar.NewWriter(w)
	for _, f := range files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: f.Name, Mode: f.Mode, Size: int64(len(f.Content)), ModTime: time.Now()}
		if err := archive.WriteHeader(h); err != nil {
			return err
		}
		if _, err := io.WriteString(archive, f.Content); err != nil {
			return err
		}
	}
	return archive.Close()
}

// MakeDir is the work of WORKDIR.
type MakeDir struct {
	Dir  string
	User string
}

func (m *MakeDir) inputs() any     { return []string{m.Dir, m.User} }
func (m *MakeDir) takes() []taking { return nil }

func (m *MakeDir) do(ctx context.Context, _ *running, w Workspace, _ []content) error {
	var empty bytes.Buffer
	if err := tar.NewWriter(&empty).Close(); err != nil {
		return err
	}
	return w.Put(ctx, PutRequest{Dest: m.Dir + "/", Owner: m.User}, &empty)
}
