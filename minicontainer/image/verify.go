package image

import (
	"errors"
	"io"
	"os"
	"slices"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// Damage is a blob that is missing or is not what its name says.
type Damage struct {
	Blob  digest.Digest
	Image Image // that has it; of one that cannot be read only the Target is known
	Lost  bool  // the image cannot be read without it
	Err   error
}

// Verify reads all that the images have, and tells what is damaged.
func (s *Store) Verify() ([]Damage, error) {
	index, err := s.index()
	if err != nil {
		return nil, err
	}
	var all []Damage
	seen := map[digest.Digest]bool{}
	for _, d := range index.Manifests {
		i, err := s.Image(d)
		if err != nil {
			if !seen[d.Digest] {
				all = append(all, Damage{d.Digest, Image{Target: d}, true, err})
			}
			seen[d.Digest] = true
			continue
		}
		for _, l := range i.Layers() {
			if seen[l.Blob.Digest] {
				continue
			}
			seen[l.Blob.Digest] = true
			if err := s.verifyBlob(l.Blob); err != nil {
				all = append(all, Damage{l.Blob.Digest, i, false, err})
			}
		}
	}
	return all, nil
}

func (s *Store) verifyBlob(d v1.Descriptor) error {
	blob, err := s.Open(d.Digest)
	if err != nil {
		return err
	}
	defer blob.Close()
	_, err = io.Copy(io.Discard, blob)
	return err
}

// Repair takes a damaged blob away, so that the next pull fetches it anew, and an image that cannot be read any more
// from the list. Containers go on: they lie over the unpacked layers.
func (s *Store) Repair(d Damage) error {
	path, err := s.path(d.Blob)
	if err == nil {
		if err = os.Remove(path); errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	if err != nil || !d.Lost {
		return err
	}
	return s.change(func(list []v1.Descriptor) []v1.Descriptor {
		return slices.DeleteFunc(list, func(other v1.Descriptor) bool { return other.Digest == d.Image.Target.Digest })
	})
}
