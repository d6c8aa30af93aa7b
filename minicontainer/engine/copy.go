// Files into and out of containers, and what they have changed.
//
// A running container's root is at /proc/PID/root, with all that is mounted in it. Of one that does not run it is what a
// worker mounts (worker.go): there volumes are empty directories.

package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// PathStat is what is at a path of a container, as Docker tells it.
type PathStat struct {
	Name       string      `json:"name"`
	Size       int64       `json:"size"` // bytes
	Mode       fs.FileMode `json:"mode"`
	MTime      time.Time   `json:"mtime"`
	LinkTarget string      `json:"linkTarget"`
}

// stat looks at a path of the root without following a symlink at its end.
func (d deed) stat(out io.Writer) error {
	dir, err := syscalls.OpenInRoot(d.Root, path.Dir(path.Clean("/"+d.Stat)), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer dir.Close()
	at := syscalls.FDPath(dir) + "/" + path.Base(path.Clean("/"+d.Stat))
	info, err := os.Lstat(at)
	if err != nil {
		return fmt.Errorf("look at %s: %w", d.Stat, syscalls.Cause(err))
	}
	s := PathStat{Name: path.Base(path.Clean("/" + d.Stat)), Size: info.Size(), Mode: info.Mode(), MTime: info.ModTime()}
	if info.Mode()&fs.ModeSymlink != 0 {
		if s.LinkTarget, err = os.Readlink(at); err != nil {
			return err
		}
	}
	return json.NewEncoder(out).Encode(s)
}

// rootOf is the deed for the files of a container, as they are now.
func (e *Engine) rootOf(r record.Record) (deed, *Files, error) {
	users := usersOf(r.Spec)
	d := deed{Root: r.Spec.Root.Path}
	if remapped(users) {
		d.Users = users
	}
	d.Own = isOwn(users)
	if r.State.Status == record.Running {
		d.Root = "/proc/" + strconv.Itoa(r.State.Process.PID) + "/root"
		return d, nil, nil
	}
	if r.Scratch == nil {
		return d, nil, nil
	}
	c, files, err := e.container(r)
	d.Scratch = c.Scratch
	return d, files, err
}

// onFiles has something done with the files of a container, and tells of it if it has a name.
func (e *Engine) onFiles(ctx context.Context, ref, told string, fill func(*deed), in io.Reader, out io.Writer) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	d, files, err := e.rootOf(r)
	if err != nil {
		return err
	}
	defer files.Close()
	fill(&d)
	if err := work(ctx, d, in, out); err != nil || told == "" {
		return err
	}
	e.store.Tell(r, told)
	return nil
}

// CopyIn unpacks a tar archive at a place of a container.
func (e *Engine) CopyIn(ctx context.Context, ref string, p build.PutRequest, archive io.Reader) error {
	return e.onFiles(ctx, ref, "extract-to-dir", func(d *deed) { d.Put = &p }, archive, nil)
}

// CopyOut writes a tar archive of what is at a path of a container.
func (e *Engine) CopyOut(ctx context.Context, ref string, s build.Selection, archive io.Writer) error {
	return e.onFiles(ctx, ref, "archive-path", func(d *deed) { d.Get = &s }, nil, archive)
}

// StatIn tells what is at a path of a container.
func (e *Engine) StatIn(ctx context.Context, ref, name string) (s PathStat, err error) {
	var out bytes.Buffer
	if err := e.onFiles(ctx, ref, "", func(d *deed) { d.Stat = name }, nil, &out); err != nil {
		return s, err
	}
	return s, json.Unmarshal(out.Bytes(), &s)
}

// Export writes a tar archive of all files of a container, without the volumes of one that runs.
func (e *Engine) Export(ctx context.Context, ref string, archive io.Writer) error {
	r, err := e.Inspect(ref)
	if err != nil {
		return err
	}
	if err := e.onWritten(ctx, r, func(d *deed) { d.Whole = true }, archive); err != nil {
		return err
	}
	e.store.Tell(r, "export")
	return nil
}

// Diff tells what a container has changed of its image.
func (e *Engine) Diff(ctx context.Context, ref string) (changes []layer.Change, err error) {
	r, err := e.Inspect(ref)
	if err != nil {
		return nil, err
	}
	if r.Scratch == nil {
		return nil, on("compare", r.Name, ErrNoImage)
	}
	var out bytes.Buffer
	if err := e.onWritten(ctx, r, func(d *deed) { d.Changes = true }, &out); err != nil {
		return nil, err
	}
	return changes, json.Unmarshal(out.Bytes(), &changes)
}

// onWritten has something done with what a container has written, running or not. What a container with --rm writes
// lies in memory that only it sees.
func (e *Engine) onWritten(ctx context.Context, r record.Record, fill func(*deed), out io.Writer) error {
	if r.Scratch != nil && !r.Scratch.Keep {
		return on("read what was written by", r.Name, ErrInMemory)
	}
	r.State.Status = record.Exited // its directory, not its mounts
	d, files, err := e.rootOf(r)
	if err != nil {
		return err
	}
	defer files.Close()
	fill(&d)
	return work(ctx, d, nil, out)
}
