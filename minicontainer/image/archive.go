// Images as one file, for `save` and `load`: a tar archive that is an OCI image layout and, by one more file in it, what
// Docker has always written.
//
//	oci-layout  index.json  blobs/sha256/…     read by whoever knows OCI
//	manifest.json                              Docker's list: [{"Config": PATH, "RepoTags": […], "Layers": [PATH …]}]

package image

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// dockerEntry is one image in Docker's manifest.json. The paths are those of files in the archive.
type dockerEntry struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// containerdName is the annotation in which Docker and containerd keep an image's whole name, as the OCI one may be a
// tag only.
const containerdName = "io.containerd.image.name"

// Saved is an image to be saved, under these names.
type Saved struct {
	Image Image
	Names []registry.Reference
}

// SaveArchive writes images as one archive. What several have in common is in it once.
func (s *Store) SaveArchive(w io.Writer, images []Saved) error {
	a := archive{store: s, tar: tar.NewWriter(w), there: map[digest.Digest]bool{}}
	index := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageIndex}
	entries := []dockerEntry{}
	for _, saved := range images {
		if err := a.addImage(saved.Image); err != nil {
			return err
		}
		entries = append(entries, dockerForm(saved))
		index.Manifests = append(index.Manifests, descriptors(saved)...)
	}
	for _, doc := range []struct {
		name  string
		value any
	}{{"oci-layout", v1.ImageLayout{Version: v1.ImageLayoutVersion}}, {"index.json", index}, {"manifest.json", entries}} {
		text, err := json.Marshal(doc.value)
		if err != nil {
			return err
		}
		if err := a.addText(doc.name, text); err != nil {
			return err
		}
	}
	return a.tar.Close()
}

func dockerForm(saved Saved) dockerEntry {
	e := dockerEntry{Config: blobName(saved.Image.ID), RepoTags: []string{}, Layers: []string{}}
	for _, n := range saved.Names {
		if n.Tag != "" {
			e.RepoTags = append(e.RepoTags, n.Familiar())
		}
	}
	for _, l := range saved.Image.Manifest.Layers {
		e.Layers = append(e.Layers, blobName(l.Digest))
	}
	return e
}

func descriptors(saved Saved) []v1.Descriptor {
	plain := saved.Image.Target
	plain.Annotations = nil
	if len(saved.Names) == 0 {
		return []v1.Descriptor{plain}
	}
	var list []v1.Descriptor
	for _, n := range saved.Names {
		d := plain
		d.Annotations = map[string]string{containerdName: n.String(), v1.AnnotationRefName: n.Tag}
		list = append(list, d)
	}
	return list
}

func blobName(d digest.Digest) string { return "blobs/sha256/" + d.Encoded() }

// archive is a tar archive of a layout in the making.
type archive struct {
	store *Store
	tar   *tar.Writer
	there map[digest.Digest]bool
}

func (a *archive) addImage(i Image) error {
	for _, d := range append(slices.Clone(i.Manifest.Layers), i.Manifest.Config, i.Target) {
		if a.there[d.Digest] {
			continue
		}
		a.there[d.Digest] = true
		if err := a.addBlob(d); err != nil {
			return fmt.Errorf("save image %s: %w", short(i.ID), err)
		}
	}
	return nil
}

func (a *archive) addBlob(d v1.Descriptor) error {
	blob, err := a.store.Open(d.Digest)
	if err != nil {
		return err
	}
	defer blob.Close()
	if err := a.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: blobName(d.Digest), Size: d.Size, Mode: 0o644}); err != nil {
		return err
	}
	_, err = io.Copy(a.tar, blob)
	return err
}

func (a *archive) addText(name string, text []byte) error {
	if err := a.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(text)), Mode: 0o644}); err != nil {
		return err
	}
	_, err := a.tar.Write(text)
	return err
}
