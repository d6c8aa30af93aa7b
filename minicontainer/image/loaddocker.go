// An archive as `docker save` has written it for ever: manifest.json names files, which have no descriptors.

package image

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// loadDocker makes images of what Docker saved: there the layers are files without a descriptor.
func (s *Store) loadDocker(dir string, text []byte) ([]Saved, error) {
	var entries []dockerEntry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("read manifest.json: %w", err)
	}
	var found []Saved
	for _, e := range entries {
		i, err := s.loadEntry(dir, e)
		if err != nil {
			return nil, err
		}
		var names []registry.Reference
		for _, tag := range e.RepoTags {
			ref, err := registry.Parse(tag)
			if err != nil {
				return nil, err
			}
			names = append(names, ref)
		}
		found = merge(found, i, names)
	}
	return found, nil
}

func (s *Store) loadEntry(dir string, e dockerEntry) (Image, error) {
	m := v1.Manifest{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageManifest, Layers: []v1.Descriptor{}}
	f, err := s.openLoaded(dir, e.Config)
	if err != nil {
		return Image{}, err
	}
	text, err := readText(f, e.Config)
	if err != nil {
		return Image{}, err
	}
	if m.Config, err = s.Put(text, v1.MediaTypeImageConfig); err != nil {
		return Image{}, err
	}
	for _, name := range e.Layers {
		d, err := s.loadLayer(dir, name)
		if err != nil {
			return Image{}, err
		}
		m.Layers = append(m.Layers, d)
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

// loadLayer stores a layer as it is, and finds out what it is.
func (s *Store) loadLayer(dir, name string) (d v1.Descriptor, err error) {
	f, err := s.openLoaded(dir, name)
	if err != nil {
		return d, err
	}
	defer f.Close()
	stream, compression, err := layer.Decompress(f)
	if err != nil {
		return d, err
	}
	stream.Close()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return d, err
	}
	if d.Digest, err = digest.SHA256.FromReader(f); err != nil {
		return d, err
	}
	if d.Size, err = f.Seek(0, io.SeekCurrent); err != nil {
		return d, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return d, err
	}
	d.MediaType = mediaTypes[compression]
	return d, s.ingestAll(f, d)
}
