// Images as one file, for `save` and `load`: a tar archive that is an OCI image layout and, by one more file in it, what
// Docker has always written.
//
//	oci-layout  index.json  blobs/sha256/…     read by whoever knows OCI
//	manifest.json                              Docker's list: [{"Config": PATH, "RepoTags": […], "Layers": [PATH …]}]

package image

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
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

// LoadArchive stores the images of an archive, an OCI layout's or Docker's, compressed or not, and gives them their
// names, if accept, which may be nil, has nothing against them. The archive is a stranger's: what goes into the store is
// verified, and what is no blob is unpacked, confined, in a directory of its own.
func (s *Store) LoadArchive(r io.Reader, accept func(Image) error) ([]Saved, error) {
	hold, err := s.Add()
	if err != nil {
		return nil, err
	}
	defer hold.Close()
	dir, err := os.MkdirTemp(s.ingests(), "new-load-")
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	defer rootfs.RemoveTree(dir) //nolint:errcheck // the next sweep removes what is left
	stream, _, err := layer.Decompress(r)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	defer stream.Close()
	if err := s.unpackArchive(stream, dir); err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	return s.loadFolder(dir, accept)
}

// unpackArchive brings what is named as a blob of a layout directly into the store, and all else into dir.
func (s *Store) unpackArchive(archive io.Reader, dir string) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(s.takeBlobs(archive, tar.NewWriter(w))) }() //nolint:errcheck // a pipe's end cannot fail to close
	_, err := layer.Unpack(r, dir, layer.UnpackOptions{Rootless: true, Devices: layer.RefuseDevices})
	r.CloseWithError(err) //nolint:errcheck // as above: ends the other half if this one ended first
	return err
}

// takeBlobs copies an archive without its blobs.
func (s *Store) takeBlobs(archive io.Reader, rest *tar.Writer) error {
	in := tar.NewReader(archive)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return rest.Close()
		}
		if err != nil {
			return err
		}
		if d, is := blobOf(h); is {
			if err := s.ingestAll(in, d); err != nil {
				return err
			}
			continue
		}
		if err := rest.WriteHeader(h); err != nil {
			return err
		}
		if _, err := io.Copy(rest, in); err != nil {
			return err
		}
	}
}

// blobOf tells a blob by its name.
func blobOf(h *tar.Header) (v1.Descriptor, bool) {
	hex, is := strings.CutPrefix(path.Clean(h.Name), "blobs/sha256/")
	d := digest.NewDigestFromEncoded(digest.SHA256, hex)
	return v1.Descriptor{Digest: d, Size: h.Size}, is && h.Typeflag == tar.TypeReg && d.Validate() == nil
}

// loadFolder reads the lists of an archive that is unpacked.
func (s *Store) loadFolder(dir string, accept func(Image) error) ([]Saved, error) {
	var found []Saved
	docker, dockerErr := readIn(dir, "manifest.json")
	index, indexErr := readIn(dir, "index.json")
	var err error
	switch {
	case indexErr == nil:
		found, err = s.loadLayout(dir, index)
	case dockerErr == nil:
		found, err = s.loadDocker(dir, docker)
	default:
		return nil, errors.New("load: neither an OCI image layout (index.json) nor what `docker save` writes (manifest.json)")
	}
	for _, f := range found {
		if err == nil && accept != nil {
			err = accept(f.Image)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	for _, f := range found {
		for _, n := range f.Names {
			err = errors.Join(err, s.Tag(n, f.Image.Target))
		}
		if len(f.Names) == 0 {
			err = errors.Join(err, s.Keep(f.Image.Target))
		}
	}
	return found, err
}

// openLoaded opens a file of the archive: a blob in the store, or what was unpacked, whatever symlinks are in that.
func (s *Store) openLoaded(dir, name string) (*os.File, error) {
	if hex, is := strings.CutPrefix(path.Clean(name), "blobs/sha256/"); is {
		if blob, err := s.path(digest.NewDigestFromEncoded(digest.SHA256, hex)); err == nil {
			return os.Open(blob)
		}
	}
	return openIn(dir, name)
}

func openIn(dir, name string) (*os.File, error) {
	f, err := syscalls.OpenInRoot(dir, name, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("open %s: not a regular file", name)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func readIn(dir, name string) ([]byte, error) {
	f, err := openIn(dir, name)
	if err != nil {
		return nil, err
	}
	return readText(f, name)
}

func readText(f *os.File, name string) ([]byte, error) {
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largestText+1))
	if err == nil && len(text) > largestText {
		err = fmt.Errorf("read %s: it has more than %d bytes", name, largestText)
	}
	return text, err
}

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

// merge adds an image, or a name to one that is in the list.
func merge(list []Saved, i Image, names []registry.Reference) []Saved {
	for n := range list {
		if list[n].Image.Target.Digest == i.Target.Digest {
			list[n].Names = append(list[n].Names, names...)
			return list
		}
	}
	return append(list, Saved{i, names})
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

// ingestAll stores a blob that is at hand.
func (s *Store) ingestAll(r io.Reader, d v1.Descriptor) error {
	i, err := s.Ingest(d)
	if err != nil {
		return err
	}
	defer i.Close() //nolint:errcheck // what was committed is there, what was not is none
	if i.Offset() == d.Size && d.Size > 0 {
		if i.Commit() == nil {
			return nil
		}
	}
	if err := i.Reset(); err != nil {
		return err
	}
	if _, err := io.Copy(i, io.LimitReader(r, d.Size+1)); err != nil {
		return fmt.Errorf("store %s: %w", short(d.Digest), err)
	}
	return i.Commit()
}

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
