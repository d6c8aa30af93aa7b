// Reading images from one file. The archive is a stranger's: what is named as a blob goes into the store, which verifies it,
// and what is not is unpacked, confined, in a directory of its own, to be looked at.

package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

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
