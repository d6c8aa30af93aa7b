// An archive that is an OCI image layout: index.json leads to the images.

package image

import (
	"encoding/json"
	"errors"
	"fmt"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// loadLayout copies the images that an index names.
func (s *Store) loadLayout(dir string, text []byte) ([]Saved, error) {
	var index v1.Index
	if err := json.Unmarshal(text, &index); err != nil {
		return nil, fmt.Errorf("read index.json: %w", err)
	}
	var found []Saved
	for _, d := range index.Manifests {
		target, err := s.copyImage(dir, d, 0)
		if err != nil {
			return nil, err
		}
		i, err := s.Image(target)
		if err != nil {
			return nil, err
		}
		found = merge(found, i, layoutName(d))
	}
	return found, nil
}

// layoutName is what a descriptor of a layout is called. A tag alone is no name of an image.
func layoutName(d v1.Descriptor) []registry.Reference {
	for _, key := range []string{containerdName, v1.AnnotationRefName} {
		name := d.Annotations[key]
		ref, err := registry.Parse(name)
		if err == nil && (key == containerdName || ref.String() == name) {
			return []registry.Reference{ref}
		}
	}
	return nil
}

// copyImage copies what a descriptor leads to: of an index the image for this machine.
func (s *Store) copyImage(dir string, d v1.Descriptor, depth int) (v1.Descriptor, error) {
	text, err := s.copyText(dir, d)
	if err != nil {
		return d, err
	}
	if isIndex(d.MediaType, text) {
		var index v1.Index
		if err := json.Unmarshal(text, &index); err != nil || depth > 1 {
			return d, fmt.Errorf("read index %s: %w", short(d.Digest), errors.Join(err))
		}
		chosen, err := registry.Choose(index, registry.HostPlatform())
		if err != nil {
			return d, err
		}
		return s.copyImage(dir, chosen, depth+1)
	}
	var m v1.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return d, fmt.Errorf("read manifest %s: %w", short(d.Digest), err)
	}
	for _, part := range append([]v1.Descriptor{m.Config}, m.Layers...) {
		if err := s.copyBlob(dir, part); err != nil {
			return d, err
		}
	}
	d.Annotations = nil
	return d, nil
}

func (s *Store) copyText(dir string, d v1.Descriptor) ([]byte, error) {
	if err := s.copyBlob(dir, d); err != nil {
		return nil, err
	}
	return s.Text(d)
}

func (s *Store) copyBlob(dir string, d v1.Descriptor) error {
	if _, err := s.path(d.Digest); err != nil {
		return err
	}
	if size, ok := s.Stat(d.Digest); ok && size == d.Size {
		return nil
	}
	f, err := openIn(dir, blobName(d.Digest))
	if err != nil {
		return err
	}
	defer f.Close()
	return s.ingestAll(f, d)
}
