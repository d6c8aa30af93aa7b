package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// Image is what is known of an image without looking into its layers.
type Image struct {
	// ID is the digest of the configuration. As that lists the layers by the digests of their unpacked tars (diffIDs),
	// it says what is in the image, however the layers are compressed.
	ID       digest.Digest
	Target   v1.Descriptor // the manifest
	Manifest v1.Manifest
	Config   dockerspec.DockerOCIImage
	Names    []registry.Reference // none: dangling
}

// Layer is one layer: the archive as it is stored, and the digest of the tar that comes out of it.
type Layer struct {
	Blob   v1.Descriptor `json:"blob"`
	DiffID digest.Digest `json:"diffID"`
}

// Layers are the image's layers, the bottom one first.
func (i Image) Layers() []Layer {
	layers := make([]Layer, len(i.Manifest.Layers))
	for n, blob := range i.Manifest.Layers {
		layers[n] = Layer{blob, i.Config.RootFS.DiffIDs[n]}
	}
	return layers
}

// Upto is the image as it was with its first n layers.
func (i Image) Upto(n int) Image {
	i.Manifest.Layers = i.Manifest.Layers[:n:n]
	i.Config.RootFS.DiffIDs = i.Config.RootFS.DiffIDs[:n:n]
	return i
}

// The causes of a Find in vain.
var (
	ErrNoImage   = errors.New("no such image")
	ErrAmbiguous = errors.New("several images begin with it")
)

// Image reads the image that a descriptor leads to. If that is an index, the image for this machine is chosen from it.
func (s *Store) Image(target v1.Descriptor) (Image, error) {
	i := Image{Target: target}
	text, err := s.Text(target)
	if err != nil {
		return i, fmt.Errorf("read image %s: %w", short(target.Digest), err)
	}
	if isIndex(target.MediaType, text) {
		return s.fromIndex(text)
	}
	if err := json.Unmarshal(text, &i.Manifest); err != nil {
		return i, fmt.Errorf("read manifest %s: %w", short(target.Digest), err)
	}
	if i.Config, err = s.config(i.Manifest); err != nil {
		return i, fmt.Errorf("read image %s: %w", short(target.Digest), err)
	}
	i.ID = i.Manifest.Config.Digest
	return i, nil
}

// isIndex tells by the type, and where that is missing by what is in it. Docker's own formats count as OCI's, which
// were made from them and have the same fields.
func isIndex(mediaType string, text []byte) bool {
	const dockerList = "application/vnd.docker.distribution.manifest.list.v2+json"
	if mediaType == "" {
		var head struct{ Manifests []json.RawMessage }
		return json.Unmarshal(text, &head) == nil && len(head.Manifests) > 0
	}
	return mediaType == v1.MediaTypeImageIndex || mediaType == dockerList
}

func (s *Store) fromIndex(text []byte) (Image, error) {
	var index v1.Index
	if err := json.Unmarshal(text, &index); err != nil {
		return Image{}, fmt.Errorf("read index: %w", err)
	}
	chosen, err := registry.Choose(index, registry.HostPlatform())
	if err != nil {
		return Image{}, err
	}
	if isIndex(chosen.MediaType, nil) {
		return Image{}, errors.New("read index: it leads to another index")
	}
	return s.Image(chosen)
}

func (s *Store) config(m v1.Manifest) (c dockerspec.DockerOCIImage, err error) {
	text, err := s.Text(m.Config)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, fmt.Errorf("read configuration %s: %w", short(m.Config.Digest), err)
	}
	if len(c.RootFS.DiffIDs) != len(m.Layers) {
		return c, fmt.Errorf("read configuration %s: it speaks of %d layers, the manifest of %d", short(m.Config.Digest), len(c.RootFS.DiffIDs), len(m.Layers))
	}
	for _, d := range c.RootFS.DiffIDs {
		if err := d.Validate(); err != nil {
			return c, fmt.Errorf("read configuration %s: layer %.80q: %w", short(m.Config.Digest), string(d), err)
		}
	}
	return c, nil
}

// List is all images, the youngest first, each once with all its names. Those that cannot be read are left out,
// and are in the error.
func (s *Store) List() ([]Image, error) {
	index, err := s.index()
	if err != nil {
		return nil, err
	}
	var list []Image
	var unreadable []error
	at := map[digest.Digest]int{}
	for _, d := range index.Manifests {
		n, known := at[d.Digest]
		if !known {
			i, err := s.Image(d)
			if err != nil {
				unreadable = append(unreadable, err)
				continue
			}
			n = len(list)
			at[d.Digest] = n
			list = append(list, i)
		}
		if ref, named := nameOf(d); named {
			list[n].Names = append(list[n].Names, ref)
		}
	}
	slices.SortStableFunc(list, func(a, b Image) int { return created(b).Compare(created(a)) })
	return list, errors.Join(unreadable...)
}

// Find is the image that a person names: by a name, by a digest, or by the beginning of its id. The cause is
// ErrNoImage or ErrAmbiguous, or the name is none.
func (s *Store) Find(name string) (Image, error) {
	list, err := s.List()
	ref, parseErr := registry.Parse(name)
	if parseErr == nil {
		if i, found := named(list, ref); found {
			return i, nil
		}
	}
	i, idErr := byID(list, name)
	if !errors.Is(idErr, ErrNoImage) {
		return i, idErr
	}
	if parseErr != nil && !looksLikeID(name) {
		return i, parseErr
	}
	return i, errors.Join(fmt.Errorf("find image %s: %w", name, ErrNoImage), err)
}

// named finds NAME:TAG, or NAME@DIGEST, where the digest is the manifest's.
func named(list []Image, ref registry.Reference) (Image, bool) {
	for _, i := range list {
		for _, n := range i.Names {
			if n == ref || ref.Digest != "" && n.Registry == ref.Registry && n.Repository == ref.Repository && i.Target.Digest == ref.Digest {
				return i, true
			}
		}
	}
	return Image{}, false
}

func looksLikeID(name string) bool {
	hex := strings.TrimPrefix(name, "sha256:")
	return hex != "" && len(hex) <= 64 && strings.Trim(hex, "0123456789abcdef") == ""
}

func byID(list []Image, name string) (found Image, err error) {
	if !looksLikeID(name) {
		return found, ErrNoImage
	}
	hex := strings.TrimPrefix(name, "sha256:")
	for _, i := range list {
		if !strings.HasPrefix(i.ID.Encoded(), hex) && i.Target.Digest.Encoded() != hex {
			continue
		}
		if found.ID != "" && found.ID != i.ID {
			return Image{}, fmt.Errorf("find image %s: %w", name, ErrAmbiguous)
		}
		found = i
	}
	if found.ID == "" {
		return found, ErrNoImage
	}
	return found, nil
}
