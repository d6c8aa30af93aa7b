// What the engine does with images: policy only. How they are kept is package image's.

package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/build"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Images is the image store.
func (e *Engine) Images() *image.Store {
	s := image.Open(e.state)
	s.Told = e.TellImage
	return s
}

// FindImage is the image that a person names. The built-in image is put into the store for it, as other
// images are made of it, and other tools do not know it.
func (e *Engine) FindImage(name string) (image.Image, error) {
	if IsBase(name) {
		return e.BaseImage()
	}
	return e.Images().Find(name)
}

// Unpacked is where the layers of this user's images are unpacked.
func (e *Engine) Unpacked() image.Unpacked { return UnpackedFor(e.state, namespace.OfCaller()) }

// contentsLabel is the label by which the built-in image in the store is known to be as good as this program's.
const contentsLabel = "minicontainer.contents"

// BaseImage is the built-in image in the store, put there if it is not, or is one with other contents.
func (e *Engine) BaseImage() (image.Image, error) {
	s := e.Images()
	hold, err := s.Add()
	if err != nil {
		return image.Image{}, err
	}
	defer hold.Close()
	b, err := base.Open(e.state)
	if err != nil {
		return image.Image{}, err
	}
	defer b.Close() //nolint:errcheck // only a lock is held
	key, err := base.Contents(b.Root)
	if err != nil {
		return image.Image{}, err
	}
	if i, err := s.Find(baseName.String()); err == nil && i.Config.Config.Labels[contentsLabel] == key {
		return i, nil
	}
	return storeBase(s, b.Root, key)
}

var baseName = registry.Reference{Registry: "docker.io", Repository: "library/base", Tag: "latest"}

func storeBase(s *image.Store, root, key string) (image.Image, error) {
	asRoot := func(uint32, uint32) (uint32, uint32, error) { return 0, 0, nil }
	l, err := s.WriteLayer(layer.None, func(tar io.Writer) error {
		return layer.Pack(tar, root, layer.PackOptions{Owner: asRoot})
	})
	if err != nil {
		return image.Image{}, err
	}
	config := image.NewConfig()
	config.History = []v1.History{{Created: config.Created, CreatedBy: "minicontainer: the built-in image"}}
	config.Config.Env = []string{"PATH=" + rootfs.Path}
	config.Config.Cmd = []string{"sh"}
	config.Config.Labels = map[string]string{contentsLabel: key}
	i, err := s.Save(config, []image.Layer{l})
	if err != nil {
		return i, err
	}
	i.Names = []registry.Reference{baseName}
	return i, s.Tag(baseName, i.Target)
}

// ImageOf is the image that a container was made of. The cause is ErrNoImage if it was made of a directory.
func (e *Engine) ImageOf(r record.Record) (image.Image, error) {
	switch {
	case r.Scratch == nil:
		return image.Image{}, ErrNoImage
	case r.ImageID == "":
		return e.BaseImage()
	}
	return e.Images().Find(r.ImageID)
}

// Commit makes an image of a container: its image, and what it has changed as one more layer. Pause has a running
// container stand still for as long as that is read.
func (e *Engine) Commit(ctx context.Context, ref string, c image.Change, pause bool) (image.Image, error) {
	r, err := e.Inspect(ref)
	if err != nil {
		return image.Image{}, err
	}
	hold, err := e.Images().Add()
	if err != nil {
		return image.Image{}, err
	}
	defer hold.Close()
	parent, err := e.ImageOf(r)
	if err != nil {
		return image.Image{}, on("commit", r.Name, err)
	}
	if pause && r.State.Status == record.Running && !r.State.Paused && e.Pause(r.ID) == nil {
		defer e.Unpause(r.ID) //nolint:errcheck // it may have been killed
	}
	c.Config = after(fromContainer(r), c.Config)
	i, err := e.Images().Commit(parent, c, func(tar io.Writer) error {
		return e.onWritten(ctx, r, func(d *deed) { d.Pack = true }, tar)
	})
	if err != nil {
		return i, on("commit", r.Name, err)
	}
	e.store.Tell(r, "commit", "imageID", i.ID.String(), "comment", c.Comment)
	return i, e.Images().Keep(i.Target)
}

// fromContainer gives the image what the container was started with.
func fromContainer(r record.Record) func(*dockerspec.DockerOCIImageConfig) {
	return func(c *dockerspec.DockerOCIImageConfig) {
		c.Cmd, c.Env = r.Command, r.Env
		c.Entrypoint, c.StopSignal, c.Labels = r.Entrypoint, r.StopSignal, r.Labels
		if r.Spec.Process.Cwd != "/" {
			c.WorkingDir = r.Spec.Process.Cwd
		}
	}
}

func after(first, then func(*dockerspec.DockerOCIImageConfig)) func(*dockerspec.DockerOCIImageConfig) {
	return func(c *dockerspec.DockerOCIImageConfig) {
		first(c)
		if then != nil {
			then(c)
		}
	}
}

// Removal is what RemoveImage has done.
type Removal struct {
	Untagged []registry.Reference
	Deleted  []digest.Digest
}

// ErrManyNames is the cause when an image that has several names is to be removed by its id.
var ErrManyNames = errors.New("it has several names")

// RemoveImage takes a name away, and with the last one the image, unless a container has been made of it. With force
// it does so also by id, and leaves an image that is in use without a name.
func (e *Engine) RemoveImage(name string, force bool) (done Removal, err error) {
	if IsBase(name) {
		return done, on("remove image", name, errors.New("it is built into the program"))
	}
	s := e.Images()
	i, err := s.Find(name)
	if err != nil {
		return done, err
	}
	byName, isName := nameAmong(i, name)
	names := i.Names
	if isName {
		names = []registry.Reference{byName}
	} else if len(names) > 1 && !force {
		return done, on("remove image", name, fmt.Errorf("%w; remove them one by one, or force", ErrManyNames))
	}
	if last := len(names) == len(i.Names); last {
		if err := e.dropImage(i, force, &done); err != nil {
			return done, err
		}
		if len(done.Deleted) > 0 {
			done.Untagged = names
			return done, nil
		}
	}
	for _, n := range names {
		if err := s.Untag(n); err != nil {
			return done, err
		}
		done.Untagged = append(done.Untagged, n)
	}
	return done, nil
}

// dropImage removes the image itself. One that is in use is an error, or, with force, is left.
func (e *Engine) dropImage(i image.Image, force bool, done *Removal) error {
	removed, err := e.Images().Remove(e.ImagesInUse, func(other image.Image) bool { return other.ID == i.ID })
	if errors.Is(err, image.ErrInUse) && force {
		return nil
	}
	if err != nil {
		return err
	}
	for _, r := range removed {
		done.Deleted = append(done.Deleted, r.ID)
	}
	_, err = e.sweepImages(false)
	return err
}

func nameAmong(i image.Image, name string) (registry.Reference, bool) {
	ref, err := registry.Parse(name)
	if err != nil {
		return ref, false
	}
	for _, n := range i.Names {
		if n == ref {
			return n, true
		}
	}
	return ref, false
}

// sweepImages removes blobs and layers that no image has; those of the build cache stay.
func (e *Engine) sweepImages(downloads bool) (image.Swept, error) {
	o := image.SweepOptions{Downloads: downloads, Places: []image.Unpacked{e.Unpacked(), UnpackedFor(e.state, namespace.Maps{})}}
	owned, err := filepath.Glob(filepath.Join(e.state, "[0-9]*.[0-9]*", "layers"))
	if err != nil {
		return image.Swept{}, err
	}
	for _, dir := range owned {
		o.Places = append(o.Places, image.Unpacked{Dir: dir})
	}
	cached, err := e.BuildCache().Entries()
	if err != nil {
		return image.Swept{}, err
	}
	for _, c := range cached {
		o.Keep = append(o.Keep, c.Layer)
	}
	if o.Lowers, err = e.lowersInUse(); err != nil {
		return image.Swept{}, err
	}
	swept, _, err := e.Images().Sweep(o)
	return swept, err
}

// lowersInUse are the directories that containers lie over.
func (e *Engine) lowersInUse() (dirs []string, err error) {
	list, err := e.List()
	for _, r := range list {
		if r.Scratch != nil {
			dirs = append(dirs, strings.Split(r.Scratch.Lower, ":")...)
		}
	}
	if err != nil { // one that cannot be read may lie over any
		return nil, errors.Join(errors.New("see which layers are in use"), err)
	}
	return dirs, nil
}

// BuildCache is what builds remember of their steps.
func (e *Engine) BuildCache() *build.Cache { return build.OpenCache(e.state) }

// PruneImages removes those of the wanted images that have no name or, with all, of which no container has been made.
func (e *Engine) PruneImages(all bool, wanted func(image.Image) bool) ([]image.Image, image.Swept, error) {
	removed, err := e.Images().Remove(e.ImagesInUse, func(i image.Image) bool {
		return (len(i.Names) == 0 || all && !isBase(i)) && wanted(i)
	})
	if err != nil && !errors.Is(err, image.ErrInUse) {
		return removed, image.Swept{}, err
	}
	swept, err := e.sweepImages(true)
	return removed, swept, err
}

func isBase(i image.Image) bool {
	for _, n := range i.Names {
		if n == baseName {
			return true
		}
	}
	return false
}

// Import makes an image of a tar archive with a root file system. The zero name gives it none.
func (e *Engine) Import(archive io.Reader, c image.Change, name registry.Reference) (image.Image, error) {
	s := e.Images()
	hold, err := s.Add()
	if err != nil {
		return image.Image{}, err
	}
	defer hold.Close()
	i, err := s.Import(archive, c)
	if err != nil {
		return i, err
	}
	if _, err := s.Ready(i, e.Unpacked()); err != nil { // an archive that cannot be unpacked is no image
		return i, err
	}
	if name == (registry.Reference{}) {
		return i, s.Keep(i.Target)
	}
	return i, s.Tag(name, i.Target)
}

// UnpackImage unpacks the layers of an image, as a container will need them.
func (e *Engine) UnpackImage(i image.Image) error {
	s := e.Images()
	hold, err := s.Add()
	if err != nil {
		return err
	}
	defer hold.Close()
	_, err = s.Ready(i, e.Unpacked())
	return err
}

// checkImages reads every blob of every image. It takes the time of reading them.
func (e *Engine) checkImages(dryRun bool) ([]Finding, error) {
	damaged, err := e.Images().Verify()
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, d := range damaged {
		f := Finding{What: fmt.Sprintf("image %s: %v", nameFor(d.Image), d.Err), Then: "its damaged part removed; pull or load it again"}
		if d.Lost {
			f.Then = "removed; pull or load it again"
		}
		if !dryRun {
			f.Err = e.Images().Repair(d)
		}
		found = append(found, f)
	}
	if dryRun {
		return found, nil
	}
	if _, unreadable := e.List(); unreadable != nil {
		return found, nil // what that container lies over stays, and checkRecords tells of it
	}
	e.sweepWork()
	_, err = e.sweepImages(false)
	return found, err
}

// nameFor is what people call an image.
func nameFor(i image.Image) string {
	switch {
	case len(i.Names) > 0:
		return i.Names[0].Familiar()
	case i.Target.Annotations[v1.AnnotationRefName] != "":
		return i.Target.Annotations[v1.AnnotationRefName]
	case i.ID != "":
		return image.ShortID(i.ID)
	}
	return image.ShortID(i.Target.Digest)
}
