package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/event"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/volume"
)

// Volumes is the store of volumes.
func (e *Engine) Volumes() *volume.Store {
	s := volume.Open(e.state, record.RemoveTree)
	s.Told = func(action string, v volume.Volume) {
		e.tell(event.Volume, action, v.Name, map[string]string{"driver": "local"})
	}
	return s
}

// VolumesInUse are the volumes that containers have mounted, running or not.
func (e *Engine) VolumesInUse() (map[string]bool, error) {
	list, err := e.List()
	if err != nil { // one that cannot be read may use any
		return nil, errors.Join(errors.New("see which volumes are in use"), err)
	}
	used := map[string]bool{}
	for _, r := range list {
		for _, name := range e.volumesOf(r) {
			used[name] = true
		}
	}
	return used, nil
}

func (e *Engine) volumesOf(r record.Record) (names []string) {
	store := e.Volumes()
	for _, m := range r.Spec.Mounts {
		if name, is := store.NameOf(m.Source); is {
			names = append(names, name)
		}
	}
	return names
}

// RemoveVolume removes a volume that no container uses.
func (e *Engine) RemoveVolume(name string) error {
	if _, err := e.Volumes().Get(name); err != nil {
		return err
	}
	_, err := e.Volumes().Remove(e.VolumesInUse, func(v volume.Volume) bool { return v.Name == name })
	return err
}

// PruneVolumes removes those of the wanted volumes that no container uses.
func (e *Engine) PruneVolumes(wanted func(volume.Volume) bool) ([]volume.Volume, error) {
	removed, err := e.Volumes().Remove(e.VolumesInUse, wanted)
	if errors.Is(err, volume.ErrInUse) {
		err = nil
	}
	return removed, err
}

// RemoveVolumesOf removes the volumes without a name that a container had, which is gone.
func (e *Engine) RemoveVolumesOf(r record.Record) error {
	mine := map[string]bool{}
	for _, name := range e.volumesOf(r) {
		mine[name] = true
	}
	if len(mine) == 0 {
		return nil
	}
	return e.removeVolumes(func(v volume.Volume) bool { return v.Anonymous && mine[v.Name] })
}

func (e *Engine) removeVolumes(drop func(volume.Volume) bool) error {
	_, err := e.Volumes().Remove(e.VolumesInUse, drop)
	if errors.Is(err, volume.ErrInUse) {
		return nil
	}
	return err
}

// sweepVolumes removes the volumes of containers that went when they ended, by whoever waited for them.
func (e *Engine) sweepVolumes() {
	lost := func(v volume.Volume) bool { return v.Owner != "" && !e.store.Taken(v.Owner) }
	list, err := e.Volumes().List()
	if err == nil && slices.ContainsFunc(list, lost) { // and once more, when nobody is about to make its container
		e.removeVolumes(lost) //nolint:errcheck // they are in nobody's way, and found again
	}
}

// UseVolume makes the volume unless it is there. One with nothing in it gets what the image has at
// the place it is mounted on, as Docker's do: data that an image brings along is there to begin with, and the directory is its user's. The
// caller holds the volumes.
func (e *Engine) UseVolume(ctx context.Context, v volume.Volume, target string, f *Files) error {
	store := e.Volumes()
	_, err := store.Create(v)
	if err == nil && f != nil && isEmpty(store.Data(v.Name)) {
		err = e.copyUp(ctx, f, target, store.Data(v.Name))
	}
	if err != nil {
		return fmt.Errorf("use volume %s: %w", v.Name, err)
	}
	return nil
}

func isEmpty(dir string) bool {
	d, err := os.Open(dir)
	if err != nil {
		return false
	}
	defer d.Close()
	_, err = d.Readdirnames(1)
	return errors.Is(err, io.EOF)
}

// copyUp copies what the image has at a path into a directory, with its owner and mode.
func (e *Engine) copyUp(ctx context.Context, f *Files, target, to string) error {
	scratch, err := f.Scratch()
	if err != nil {
		return err
	}
	d := deed{Scratch: scratch, Root: scratch.Root(), Below: target, Whole: true, Own: f.own}
	r, w := io.Pipe()
	go func() { w.CloseWithError(work(ctx, d, nil, w)) }() //nolint:errcheck // a pipe's end cannot fail to close
	_, err = layer.Unpack(r, to, d.unpacking())
	r.CloseWithError(err) //nolint:errcheck // as above
	if err != nil && strings.Contains(err.Error(), errNothingThere.Error()) {
		return nil
	}
	return err
}

// errNothingThere says that the image has no directory at the place of a volume.
var errNothingThere = errors.New("the image has no such directory")

// NewAnonymous is a volume for a container that asks for one without a name.
func NewAnonymous() volume.Volume { return volume.Volume{Name: record.NewID(), Anonymous: true} }

// HoldVolumes keeps the volumes while a container is made that uses some.
func (e *Engine) HoldVolumes() (io.Closer, error) {
	e.sweepVolumes()
	return e.Volumes().Hold()
}
