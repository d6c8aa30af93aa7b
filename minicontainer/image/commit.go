// New images from old ones. An image never changes: to change one means to write another configuration, another
// manifest, perhaps one more layer, and to move the name. What both have in common is there once.

package image

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
)

// Save stores an image of these layers, the bottom one first, which are in the store. RootFS of the configuration is
// set here; the rest is the caller's. The image has no name, and is kept by the caller's Add until it has.
func (s *Store) Save(config dockerspec.DockerOCIImage, layers []Layer) (Image, error) {
	config.RootFS = v1.RootFS{Type: "layers"}
	m := v1.Manifest{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageManifest, Layers: []v1.Descriptor{}}
	for _, l := range layers {
		config.RootFS.DiffIDs = append(config.RootFS.DiffIDs, l.DiffID)
		m.Layers = append(m.Layers, l.Blob)
	}
	text, err := json.Marshal(config)
	if err != nil {
		return Image{}, err
	}
	if m.Config, err = s.Put(text, v1.MediaTypeImageConfig); err != nil {
		return Image{}, err
	}
	if text, err = json.Marshal(m); err != nil {
		return Image{}, err
	}
	target, err := s.Put(text, v1.MediaTypeImageManifest)
	if err != nil {
		return Image{}, err
	}
	return s.Image(target)
}

// NewConfig is the configuration of an image without layers, for this machine.
func NewConfig() dockerspec.DockerOCIImage {
	var c dockerspec.DockerOCIImage
	now := time.Now().UTC()
	c.Created, c.OS, c.Architecture = &now, "linux", runtime.GOARCH
	return c
}

// Change is what is written down with a new image.
type Change struct {
	Comment, Author, CreatedBy string
	Config                     func(*dockerspec.DockerOCIImageConfig) // nil: as it was
}

// Commit makes an image of an old one and one more layer, whose content pack writes as a tar archive.
func (s *Store) Commit(parent Image, c Change, pack func(tar io.Writer) error) (Image, error) {
	l, err := s.WriteLayer(layer.Gzip, pack)
	if err != nil {
		return Image{}, fmt.Errorf("commit: %w", err)
	}
	config := parent.Config
	config.History = slices.Clone(config.History)
	now := time.Now().UTC()
	config.Created = &now
	if c.Author != "" {
		config.Author = c.Author
	}
	if c.Config != nil {
		c.Config(&config.Config)
	}
	config.History = append(config.History, v1.History{Created: &now, CreatedBy: c.CreatedBy, Author: c.Author, Comment: c.Comment})
	return s.Save(config, append(parent.Layers(), l))
}

// Import makes an image of one layer, of a tar archive of a whole root file system, compressed or not.
func (s *Store) Import(archive io.Reader, c Change) (Image, error) {
	tar, _, err := layer.Decompress(archive)
	if err != nil {
		return Image{}, err
	}
	defer tar.Close()
	parent := Image{Config: NewConfig()}
	return s.Commit(parent, c, func(w io.Writer) error {
		_, err := io.Copy(w, tar)
		return err
	})
}

func created(i Image) time.Time {
	if i.Config.Created == nil {
		return time.Time{}
	}
	return *i.Config.Created
}

// Created is when the image was made; the zero time if it does not say.
func (i Image) Created() time.Time { return created(i) }

// Step is one entry of an image's history: what made a layer, or changed the configuration only.
type Step struct {
	v1.History
	Layer *Layer // nil: the files are as before
}

// History is how the image came about, the oldest step first. Steps that the configuration does not tell of are
// those of layers at its end without an entry.
func (i Image) History() []Step {
	layers := i.Layers()
	var steps []Step
	for _, h := range i.Config.History {
		step := Step{History: h}
		if !h.EmptyLayer && len(layers) > 0 {
			step.Layer, layers = &layers[0], layers[1:]
		}
		steps = append(steps, step)
	}
	for n := range layers {
		steps = append(steps, Step{Layer: &layers[n]})
	}
	return steps
}
