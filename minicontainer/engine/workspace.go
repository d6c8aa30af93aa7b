// The machine as a build sees it: a root over some layers, in which something is done, and what that has changed as the
// next layer. A workspace is what a container has on disk without being one: nobody lists it, and it is gone with its build.
//
//	STATE/work/ID/         the lock of who builds (flock); what has lost its maker is removed by the next build
//	STATE/work/ID/files    the overlay's directories, as a container has them

package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

func (e *Engine) workDir() string { return filepath.Join(e.state, "work") }

// sweepWork removes the workspaces of builds that were killed.
func (e *Engine) sweepWork() {
	entries, err := os.ReadDir(e.workDir())
	if err != nil {
		return
	}
	for _, entry := range entries {
		if id, isMark := strings.CutPrefix(entry.Name(), netPrefix); isMark {
			if !e.buildsWith(id) {
				os.Remove(e.buildMark(id)) // the next build tries again
			}
			continue
		}
		dir := filepath.Join(e.workDir(), entry.Name())
		if lock, err := lockDirectory(dir); err == nil {
			rootfs.RemoveTree(dir) //nolint:errcheck // the next build tries again
			lock.Close()
		}
	}
}

func lockDirectory(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscalls.Flock(f, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// workspace is one root in the making.
type workspace struct {
	world   *World
	dir     string
	lock    *os.File
	below   rootfs.Below
	scratch rootfs.Scratch
	lowers  []string
}

// Workspace makes a root over these layers, the bottom one first.
func (w *World) Workspace(_ context.Context, layers []image.Layer) (build.Workspace, error) {
	i := image.Image{}
	for _, l := range layers {
		i.Manifest.Layers = append(i.Manifest.Layers, l.Blob)
		i.Config.RootFS.DiffIDs = append(i.Config.RootFS.DiffIDs, l.DiffID)
	}
	ws := &workspace{world: w}
	if err := ws.make(i); err != nil {
		return nil, errors.Join(fmt.Errorf("make workspace: %w", err), ws.Close())
	}
	return ws, nil
}

func (ws *workspace) make(i image.Image) (err error) {
	e := ws.world.engine
	if err := os.MkdirAll(e.workDir(), 0o755); err != nil {
		return err
	}
	if ws.dir, err = os.MkdirTemp(e.workDir(), "step-"); err != nil {
		return err
	}
	if ws.lock, err = lockDirectory(ws.dir); err != nil {
		return err
	}
	place := e.Unpacked()
	if ws.lowers, err = ws.world.images.Ready(i, place); err != nil {
		return err
	}
	ws.below = rootfs.Below{Lower: image.JoinLowers(ws.lowers), UserNamespace: place.Options.Form == layer.OverlayUser}
	ws.below.Flat = func() (string, error) { return ws.world.images.Flat(i, place) }
	stage := filepath.Join(ws.dir, filesName)
	s, err := ws.below.Kept(stage, ws.dir)
	if err != nil {
		return err
	}
	ws.scratch = *s
	if err := os.Mkdir(stage, 0o700); err != nil {
		return err
	}
	if s.Copy {
		return s.Fill()
	}
	return nil
}

// Close removes the workspace.
func (ws *workspace) Close() error {
	if ws.dir == "" {
		return nil
	}
	err := record.RemoveTree(ws.dir)
	if ws.lock != nil {
		ws.lock.Close()
	}
	ws.dir = ""
	return err
}

// deed is something to do with the root.
func (ws *workspace) deed() deed {
	return deed{Scratch: &ws.scratch, Root: ws.scratch.Root(), Own: isOwn(ws.world.users)}
}

// Put unpacks an archive in the root.
func (ws *workspace) Put(ctx context.Context, p build.PutRequest, archive io.Reader) error {
	d := ws.deed()
	d.Put = &p
	return work(ctx, d, archive, nil)
}

// Get takes an archive out of the root.
func (ws *workspace) Get(ctx context.Context, s build.Selection, archive io.Writer) error {
	d := ws.deed()
	d.Get = &s
	return work(ctx, d, nil, archive)
}

// Commit stores what was changed as a layer.
func (ws *workspace) Commit(ctx context.Context) (image.Layer, error) {
	d := ws.deed()
	d.Pack = true
	return ws.world.images.WriteLayer(layer.Gzip, func(tar io.Writer) error { return work(ctx, d, nil, tar) })
}
