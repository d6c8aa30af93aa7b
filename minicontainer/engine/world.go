// The machine as a build sees it: images to start from, and places to work in.

package engine

import (
	"context"
	"errors"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// World is this machine for builds.
type World struct {
	// Pull fetches an image that is not here; nil: there is nothing to fetch from.
	Pull func(ctx context.Context, name string) (image.Image, error)

	// Network is how the processes of RUN are connected; nil: they are not.
	Network *network.Settings

	engine *Engine
	images *image.Store
	hold   *image.Hold
	users  namespace.Maps
}

// NewWorld holds the image store until the caller closes it.
func (e *Engine) NewWorld() (*World, error) {
	w := &World{engine: e, images: e.Images(), users: namespace.OfCaller()}
	if err := base.Mountable(e.state); err != nil {
		return nil, err
	}
	var err error
	if w.hold, err = w.images.Add(); err != nil {
		return nil, err
	}
	e.sweepWork()
	return w, nil
}

// Close lets others remove what the build has not given a name.
func (w *World) Close() { w.hold.Close() }

// Image is the image that FROM names.
func (w *World) Image(ctx context.Context, name string) (image.Image, error) {
	i, err := w.engine.FindImage(name)
	if errors.Is(err, image.ErrNoImage) && w.Pull != nil {
		return w.Pull(ctx, name)
	}
	return i, err
}

// Has tells whether a layer is here: it stays as long as the world is not closed.
func (w *World) Has(l image.Layer) bool {
	_, ok := w.images.Stat(l.Blob.Digest)
	return ok
}

// Save stores an image.
func (w *World) Save(config dockerspec.DockerOCIImage, layers []image.Layer) (image.Image, error) {
	return w.images.Save(config, layers)
}
