// Names. index.json is the list of what the store has by name: descriptors with an annotation. It is the one file that
// changes, and the place where the store is told from a heap of blobs: what no name leads to may be swept away.
//
// An image that has lost its name to a newer one stays in the list without annotation, "dangling", until prune: a
// container may have been made of it.

package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// index reads the list; a store without one has no images.
func (s *Store) index() (v1.Index, error) {
	index := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{}}
	text, err := os.ReadFile(s.indexPath())
	if errors.Is(err, fs.ErrNotExist) {
		return index, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &index)
	}
	if err != nil {
		return index, fmt.Errorf("read list of images %s: %w", s.indexPath(), err)
	}
	return index, nil
}

func (s *Store) indexPath() string { return filepath.Join(s.root, "index.json") }

// change reads the list, has it changed, and writes it again, with nobody between.
func (s *Store) change(edit func(list []v1.Descriptor) []v1.Descriptor) error {
	hold, err := s.lock(names, unix.LOCK_EX)
	if err != nil {
		return err
	}
	defer hold.Close()
	index, err := s.index()
	if err != nil {
		return err
	}
	index.Manifests = edit(index.Manifests)
	text, err := json.MarshalIndent(index, "", "  ")
	if err != nil {
		return err
	}
	if err := s.replace(s.indexPath(), append(text, '\n')); err != nil {
		return fmt.Errorf("write list of images: %w", err)
	}
	return nil
}

// nameOf is the name that an entry of the list gives; "" for a dangling image, and for a name that no tool of
// ours has given.
func nameOf(d v1.Descriptor) (ref registry.Reference, named bool) {
	text := d.Annotations[v1.AnnotationRefName]
	if text == "" {
		return ref, false
	}
	ref, err := registry.Parse(text)
	return ref, err == nil
}

// Tag gives an image a name. Whatever had the name before stays, without one.
func (s *Store) Tag(ref registry.Reference, target v1.Descriptor) error {
	err := s.change(func(list []v1.Descriptor) []v1.Descriptor {
		list = untag(list, ref, target)
		target.Annotations = map[string]string{v1.AnnotationRefName: ref.String()}
		list = slices.DeleteFunc(list, func(d v1.Descriptor) bool {
			_, named := nameOf(d)
			return !named && d.Digest == target.Digest
		})
		return append(list, target)
	})
	if err == nil {
		s.tellOf("tag", ref, target)
	}
	return err
}

// tellOf tells of an image that is known by its manifest.
func (s *Store) tellOf(action string, ref registry.Reference, target v1.Descriptor) {
	if s.Told == nil {
		return
	}
	if i, err := s.Image(target); err == nil {
		s.Told(action, i.ID, ref.Familiar())
	}
}

// Keep puts an image into the list without a name, unless it is there.
func (s *Store) Keep(target v1.Descriptor) error {
	return s.change(func(list []v1.Descriptor) []v1.Descriptor {
		if slices.ContainsFunc(list, func(d v1.Descriptor) bool { return d.Digest == target.Digest }) {
			return list
		}
		target.Annotations = nil
		return append(list, target)
	})
}

// Untag takes a name away. The image stays, dangling if that was its last name.
func (s *Store) Untag(ref registry.Reference) error {
	var was v1.Descriptor
	err := s.change(func(list []v1.Descriptor) []v1.Descriptor {
		for _, d := range list {
			if at, named := nameOf(d); named && at == ref {
				was = d
			}
		}
		return untag(list, ref, v1.Descriptor{})
	})
	if err == nil && was.Digest != "" {
		s.tellOf("untag", ref, was)
	}
	return err
}

// untag takes the name from the list. Its image stays as a dangling one, unless it is the one that gets the name, or
// has other names.
func untag(list []v1.Descriptor, ref registry.Reference, successor v1.Descriptor) []v1.Descriptor {
	for i, d := range list {
		if at, named := nameOf(d); !named || at != ref {
			continue
		}
		list = slices.Delete(slices.Clone(list), i, i+1)
		if d.Digest != successor.Digest && !slices.ContainsFunc(list, func(other v1.Descriptor) bool { return other.Digest == d.Digest }) {
			d.Annotations = nil
			list = append(list, d)
		}
		return list
	}
	return list
}
