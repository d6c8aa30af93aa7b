// The build context: the directory whose files COPY can take.

package build

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/moby/patternmatcher/ignorefile"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Context is a build context. One without a directory is empty.
type Context struct {
	Dir    string
	Ignore []string // the patterns of its .dockerignore

	temporary bool
}

// Get takes files out of the context, those that .dockerignore leaves out excepted.
func (c *Context) Get(ctx context.Context, s Selection, archive io.Writer) error {
	s.Ignore = c.Ignore
	return Take(c.Dir, s, cancelable{ctx, archive})
}

// cancelable is a writer that ends when a context does.
type cancelable struct {
	ctx context.Context
	io.Writer
}

func (c cancelable) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Writer.Write(b)
}

// OpenContext opens a directory. dockerfile is the path of the Dockerfile, which has the choice: if there is a file of
// its name with .dockerignore at the end, that one counts, and otherwise the .dockerignore of the context.
func OpenContext(dir, dockerfile string) (*Context, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open build context: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("open build context %s: %w", dir, ErrNotDirectory)
	}
	c := &Context{Dir: dir}
	text, err := os.ReadFile(dockerfile + ".dockerignore")
	if dockerfile == "" || errors.Is(err, os.ErrNotExist) {
		text, err = c.File(".dockerignore")
	}
	if err != nil && !errors.Is(err, ErrNothingTaken) {
		return nil, fmt.Errorf("read .dockerignore: %w", err)
	}
	c.Ignore, err = ignorefile.ReadAll(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("read .dockerignore: %w", err)
	}
	return c, nil
}

// File reads a file of the context, which may be a stranger's: no symlink leads out of it.
func (c *Context) File(name string) ([]byte, error) {
	const limit = 16 << 20 // no Dockerfile is that long
	file, err := syscalls.OpenInRoot(c.Dir, name, os.O_RDONLY)
	if err != nil {
		return nil, missing(err)
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}

// Close removes what was unpacked for the context, if anything was.
func (c *Context) Close() error {
	if c == nil || !c.temporary {
		return nil
	}
	return rootfs.RemoveTree(c.Dir)
}

// ReadContext reads what `build -` was given: an archive, compressed or not, which is unpacked in a new directory below
// temp; or else a Dockerfile, for which the context is empty. The caller closes the context.
func ReadContext(in io.Reader, temp, dockerfile string) (c *Context, text []byte, err error) {
	input := bufio.NewReaderSize(in, peekSize)
	dir, err := os.MkdirTemp(temp, "context-")
	if err != nil {
		return nil, nil, fmt.Errorf("read build context: %w", err)
	}
	c = &Context{Dir: dir, temporary: true}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	if !isArchive(input) {
		text, err = io.ReadAll(input)
		return c, text, err
	}
	if err := unpackContext(input, dir); err != nil {
		return c, nil, fmt.Errorf("read build context: %w", err)
	}
	text, err = c.File(dockerfile)
	if err != nil {
		return c, nil, fmt.Errorf("read %s of the build context: %w", dockerfile, err)
	}
	opened, err := OpenContext(dir, filepath.Join(dir, filepath.Base(dockerfile)))
	if err == nil {
		c.Ignore = opened.Ignore
	}
	return c, text, err
}

// unpackContext unpacks an archive for this build only: all files are the caller's, as COPY does not look at owners.
func unpackContext(archive io.Reader, dir string) error {
	unpacked, err := decompress(archive)
	if err != nil {
		return err
	}
	defer unpacked.Close()
	_, err = layer.Unpack(unpacked, dir, layer.UnpackOptions{Rootless: true})
	return err
}
