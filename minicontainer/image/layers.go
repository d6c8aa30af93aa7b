// Layers unpacked, for overlays to lie over. Images that begin with the same layers have them once. Each is a directory
// that says in the overlay's way what it hides of those below it; none is ever written again.
//
//	LAYERS/ID        the files. ID is the first half of the chainID, the digest of the diffIDs of this layer and those below it:
//	                 half, as the names of many have to fit into one mount(2); the chain's, as an archive that leaves out the
//	                 directories on the way to a file gets those of the layers below
//	LAYERS/ID.json   their size
//	LAYERS/ID.lock   who unpacks
//	LAYERS/ID.new    being unpacked
//	LAYERS/flat-ID   all layers of an image in one directory, for machines where no overlay can be had

package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/identity"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Unpacked is a place for unpacked layers, and whose they are to be there.
type Unpacked struct {
	Dir     string
	Options layer.UnpackOptions
}

// unpackedInfo is what is known of an unpacked layer without walking through it.
type unpackedInfo struct {
	DiffID digest.Digest `json:"diffID"`
	Bytes  int64         `json:"bytes"`
	Files  int64         `json:"files"`
}

// layerID is the name of the directory of the last of these layers, the bottom one first. 128 bits of a digest cannot
// be met by chance either.
func layerID(diffIDs []digest.Digest) string {
	const half = 32
	return identity.ChainID(diffIDs).Encoded()[:half]
}

// Path is the directory of the image's layer n, there or not.
func (u Unpacked) Path(i Image, n int) string {
	return filepath.Join(u.Dir, layerID(i.Config.RootFS.DiffIDs[:n+1]))
}

// Ready unpacks an image, as far as it is not, and returns the directories that an overlay can lie over, the top one
// first: its layers or, on a file system that cannot hold the overlay's marks, one with all of them.
// The caller holds the store (Add or Use), or they may be swept away again.
func (s *Store) Ready(i Image, u Unpacked) ([]string, error) {
	if len(i.Manifest.Layers) > 0 && u.HoldsMarks() {
		return s.Lowers(i, u)
	}
	dir, err := s.Flat(i, u)
	return []string{dir}, err
}

// HoldsMarks tries whether a whiteout can be made in the directory. On an overlay it cannot, and in a container
// of Docker's the disk is one.
func (u Unpacked) HoldsMarks() bool {
	if os.MkdirAll(u.Dir, 0o755) != nil {
		return true // which is told by whoever unpacks
	}
	probe, err := os.MkdirTemp(u.Dir, ".probe-")
	if err != nil {
		return true
	}
	defer os.RemoveAll(probe)
	return unix.Mknod(filepath.Join(probe, "gone"), unix.S_IFCHR, 0) == nil && rootfs.CanBeUpper(probe, u.Options.Form == layer.OverlayUser)
}

// Lowers unpacks the layers of an image that are not there yet, and returns their directories, the top one first, as in
// lowerdir=.
func (s *Store) Lowers(i Image, u Unpacked) ([]string, error) {
	var dirs []string
	for n, l := range i.Layers() {
		dir := u.Path(i, n)
		if err := s.unpack(dir, l, dirs, u.Options); err != nil {
			return nil, err
		}
		dirs = append([]string{dir}, dirs...)
	}
	return dirs, nil
}

// unpack unpacks one layer that lies over the lower ones, unless it is there.
func (s *Store) unpack(dir string, l Layer, lowers []string, o layer.UnpackOptions) error {
	o.Lowers = lowers
	return once(dir, func(tmp string) error {
		sum, err := s.unpackInto(tmp, l, o)
		if err != nil {
			return err
		}
		text, err := json.Marshal(unpackedInfo{l.DiffID, sum.Bytes, sum.Entries})
		if err != nil {
			return err
		}
		return os.WriteFile(dir+".json", text, 0o644) // before the directory gets its name, so whoever finds that finds this
	})
}

// once has a directory made in full or not at all, by one process of several that want it at the same time.
func once(dir string, fill func(tmp string) error) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("unpack layer: %w", err)
	}
	lock, err := syscalls.LockFile(dir+".lock", unix.LOCK_EX)
	if err != nil {
		return fmt.Errorf("unpack layer: %w", err)
	}
	defer lock.Close()
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	tmp := dir + ".new"
	if err := errors.Join(rootfs.RemoveTree(tmp), os.Mkdir(tmp, 0o755)); err != nil {
		return fmt.Errorf("unpack layer: %w", err)
	}
	if err := fill(tmp); err != nil {
		return errors.Join(err, rootfs.RemoveTree(tmp))
	}
	return os.Rename(tmp, dir)
}

// unpackInto unpacks the archive of a layer, and makes sure that it is the one that the configuration speaks of: the
// blob's own digest says that it came as it was sent, the diffID that it is this layer.
func (s *Store) unpackInto(dir string, l Layer, o layer.UnpackOptions) (layer.Summary, error) {
	blob, err := s.Open(l.Blob.Digest)
	if err != nil {
		return layer.Summary{}, fmt.Errorf("unpack layer %s: %w", short(l.DiffID), err)
	}
	defer blob.Close()
	tar, _, err := layer.Decompress(blob)
	if err != nil {
		return layer.Summary{}, fmt.Errorf("unpack layer %s: %w", short(l.DiffID), err)
	}
	defer tar.Close()
	verifier := digest.SHA256.Digester()
	sum, err := layer.Unpack(io.TeeReader(tar, verifier.Hash()), dir, o)
	if err == nil {
		_, err = io.Copy(io.Discard, blob) // to its end, where a damaged one is found out
	}
	if err == nil && verifier.Digest() != l.DiffID {
		err = fmt.Errorf("the configuration speaks of another one: what comes out has the digest %s", verifier.Digest())
	}
	if err != nil {
		return sum, fmt.Errorf("unpack layer %s: %w", short(l.DiffID), err)
	}
	return sum, nil
}

// Flat unpacks all layers of an image into one directory, unless it is there: whiteouts are carried out instead of kept.
func (s *Store) Flat(i Image, u Unpacked) (string, error) {
	dir := filepath.Join(u.Dir, flatName(i.Config.RootFS.DiffIDs))
	o := u.Options
	o.Form = layer.Plain
	return dir, once(dir, func(tmp string) error {
		for _, l := range i.Layers() {
			if _, err := s.unpackInto(tmp, l, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// flatName is the name of the directory with all these layers. No layer at all is a chain, too.
func flatName(diffIDs []digest.Digest) string {
	if len(diffIDs) == 0 {
		return "flat-" + strings.Repeat("0", 32)
	}
	return "flat-" + layerID(diffIDs)
}

// Size is the number of bytes in the files of the image's layer n; for one that is not unpacked those of its archive.
func (u Unpacked) Size(i Image, n int) int64 {
	var info unpackedInfo
	text, err := os.ReadFile(u.Path(i, n) + ".json")
	if err != nil || json.Unmarshal(text, &info) != nil {
		return i.Manifest.Layers[n].Size
	}
	return info.Bytes
}

// ImageSize is the size of all layers of an image together, in bytes.
func (u Unpacked) ImageSize(i Image) (sum int64) {
	for n := range i.Manifest.Layers {
		sum += u.Size(i, n)
	}
	return sum
}

// JoinLowers is the directories as the lowerdir= of an overlay.
func JoinLowers(dirs []string) string { return strings.Join(dirs, ":") }
