// Blobs: files whose name is the digest of their content. Nobody can change one without being found out, two images
// with the same layer have it once, and a file that is there is whole: it gets its name last. That holds for any end of
// a process. A power cut can leave a file without all of its content, as waiting for the disk (fsync) would double the time
// of a pull: who reads it finds out, and `system check` takes it away.

package image

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// ErrNoBlob is the cause when a blob is not in the store.
var ErrNoBlob = errors.New("it is not in the image store")

// path is where a blob is, or is to be. A digest comes from outside: one that is none never becomes a path.
func (s *Store) path(d digest.Digest) (string, error) {
	if err := d.Validate(); err != nil || d.Algorithm() != digest.SHA256 {
		return "", fmt.Errorf("read digest %.80q: not sha256 and 64 hex digits", string(d))
	}
	return filepath.Join(s.blobs(), d.Encoded()), nil
}

// Stat is the size of a blob in bytes, if it is there.
func (s *Store) Stat(d digest.Digest) (size int64, ok bool) {
	path, err := s.path(d)
	if err != nil {
		return 0, false
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, false
	}
	return info.Size(), true
}

// Open reads a blob. Who reads it to the end gets an error instead of the end if it is not what its name says. The
// caller closes it. The cause is ErrNoBlob if it is not there.
func (s *Store) Open(d digest.Digest) (io.ReadCloser, error) {
	path, err := s.path(d)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open %s: %w", short(d), ErrNoBlob)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{layer.Verify(f, d, info.Size()), f}, nil
}

// short is a digest as people see it.
func short(d digest.Digest) string {
	const shown = 12
	if hex := d.Encoded(); len(hex) > shown {
		return hex[:shown]
	}
	return string(d)
}

// ShortID is the id of an image as people see it: its first twelve digits.
func ShortID(id digest.Digest) string { return short(id) }

// Put stores a small text, such as a manifest.
func (s *Store) Put(text []byte, mediaType string) (v1.Descriptor, error) {
	d := v1.Descriptor{MediaType: mediaType, Digest: digest.FromBytes(text), Size: int64(len(text))}
	path, err := s.path(d.Digest)
	if err != nil {
		return d, err
	}
	if err := s.makeLayout(); err != nil {
		return d, err
	}
	if err := s.replace(path, text); err != nil {
		return d, fmt.Errorf("store %s: %w", short(d.Digest), err)
	}
	return d, nil
}

// largestText is more than any manifest or configuration has, in bytes.
const largestText = 8 << 20

// Text reads a small blob whole, and makes sure that it is what its digest says.
func (s *Store) Text(d v1.Descriptor) ([]byte, error) {
	if size, ok := s.Stat(d.Digest); ok && size > largestText {
		return nil, fmt.Errorf("read %s: it has %d bytes, more than a manifest or configuration may", short(d.Digest), size)
	}
	blob, err := s.Open(d.Digest)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	text, err := io.ReadAll(blob)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", short(d.Digest), err)
	}
	return text, nil
}

// ingest is a blob on its way in, and the only one: the file is locked. It stays when the download breaks off.
type ingest struct {
	store  *Store
	want   v1.Descriptor
	file   *os.File
	offset int64
	done   bool
}

// Ingest begins to store a blob, or goes on with what an earlier try has left. If another process is at the same
// blob it waits for that. Offset is the whole size if nothing is left to do.
func (s *Store) Ingest(d v1.Descriptor) (registry.Ingest, error) {
	if _, err := s.path(d.Digest); err != nil {
		return nil, err
	}
	if err := s.makeLayout(); err != nil {
		return nil, err
	}
	f, err := syscalls.LockFile(filepath.Join(s.ingests(), d.Digest.Encoded()), unix.LOCK_EX)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", short(d.Digest), err)
	}
	i := &ingest{store: s, want: d, file: f}
	if size, ok := s.Stat(d.Digest); ok {
		i.offset, i.done = size, true
		return i, nil
	}
	i.offset, err = f.Seek(0, io.SeekEnd)
	if err == nil && i.offset > d.Size {
		err = i.Reset()
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("store %s: %w", short(d.Digest), err)
	}
	return i, nil
}

func (i *ingest) Write(b []byte) (int, error) { return i.file.Write(b) }
func (i *ingest) Offset() int64               { return i.offset }

// Reset starts over.
func (i *ingest) Reset() error {
	i.offset = 0
	_, err := i.file.Seek(0, io.SeekStart)
	return errors.Join(err, i.file.Truncate(0))
}

// Commit makes sure that the blob is what its digest says, and gives it its name. What is not is thrown away.
func (i *ingest) Commit() error {
	if i.done {
		return nil
	}
	if err := i.verify(); err != nil {
		return errors.Join(fmt.Errorf("store %s: %w", short(i.want.Digest), err), i.Reset())
	}
	path, err := i.store.path(i.want.Digest)
	if err == nil {
		err = i.file.Chmod(0o644)
	}
	if err == nil {
		err = os.Rename(i.file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("store %s: %w", short(i.want.Digest), err)
	}
	i.done = true
	return nil
}

func (i *ingest) verify() error {
	if _, err := i.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, layer.Verify(i.file, i.want.Digest, i.want.Size))
	return err
}

// Close ends the work. Without Commit what is there stays for the next try.
func (i *ingest) Close() error {
	if i.done {
		os.Remove(filepath.Join(i.store.ingests(), i.want.Digest.Encoded())) // the empty file of one that was there
	}
	return i.file.Close()
}

// WriteLayer stores a layer whose content pack writes as a tar archive. The caller holds Add.
func (s *Store) WriteLayer(c layer.Compression, pack func(tar io.Writer) error) (Layer, error) {
	if err := s.makeLayout(); err != nil {
		return Layer{}, err
	}
	f, err := os.CreateTemp(s.ingests(), "new-")
	if err != nil {
		return Layer{}, fmt.Errorf("store layer: %w", err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	w, err := layer.Write(f, c, pack)
	if err != nil {
		return Layer{}, fmt.Errorf("store layer: %w", err)
	}
	l := Layer{DiffID: w.DiffID, Blob: v1.Descriptor{MediaType: mediaTypes[c], Digest: w.Digest, Size: w.Size}}
	path, err := s.path(w.Digest)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return l, fmt.Errorf("store layer: %w", err)
	}
	return l, nil
}

// mediaTypes are what a layer is, by how it is compressed.
var mediaTypes = map[layer.Compression]string{
	layer.None: v1.MediaTypeImageLayer,
	layer.Gzip: v1.MediaTypeImageLayerGzip,
	layer.Zstd: v1.MediaTypeImageLayerZstd,
}
