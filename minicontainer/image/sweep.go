// Removing what nothing leads to any more.
//
//	index.json ──▶ manifests ──▶ configurations, layers      the blobs that stay
//	the images ──▶ layers unpacked; records of containers ──▶ the same
//
// The sweep begins at the names and marks what can be reached; the rest goes. What is on its way in has no
// name yet: while anybody adds something, nothing is swept, and the next sweep finds what this one left.

package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// InUse tells which images containers have been made of, by id.
type InUse func() (map[digest.Digest]bool, error)

// ErrInUse is the cause when an image may not go, as a container has been made of it.
var ErrInUse = errors.New("a container has been made of it")

// Remove takes images out of the list, with all their names: those that drop says. One that is in use stays, and is in
// the error, which wraps ErrInUse; others are removed all the same. Their blobs and layers go with the next Sweep.
func (s *Store) Remove(inUse InUse, drop func(Image) bool) (removed []Image, err error) {
	hold, err := s.lockAlone(using)
	if err != nil {
		return nil, err
	}
	defer hold.Close()
	list, err := s.List()
	if err != nil {
		return nil, err
	}
	used, err := inUse()
	if err != nil {
		return nil, err
	}
	var kept []error
	for _, i := range list {
		switch {
		case !drop(i):
		case used[i.ID]:
			kept = append(kept, fmt.Errorf("remove image %s: %w", short(i.ID), ErrInUse))
		default:
			removed = append(removed, i)
		}
	}
	if len(removed) == 0 {
		return nil, errors.Join(kept...)
	}
	err = s.change(func(list []v1.Descriptor) []v1.Descriptor {
		return slices.DeleteFunc(list, func(d v1.Descriptor) bool {
			return slices.ContainsFunc(removed, func(i Image) bool { return i.Target.Digest == d.Digest })
		})
	})
	if err == nil {
		s.tellRemoved(removed)
	}
	return removed, errors.Join(append(kept, err)...)
}

func (s *Store) tellRemoved(removed []Image) {
	for _, i := range removed {
		for _, n := range i.Names {
			s.tell("untag", i.ID, n.Familiar())
		}
		s.tell("delete", i.ID, i.ID.String())
	}
}

// Swept is what a sweep has removed.
type Swept struct {
	Blobs, Layers int
	Bytes         int64 // of the blobs
}

// SweepOptions say how far a sweep goes.
type SweepOptions struct {
	Places    []Unpacked // where layers are unpacked
	Keep      []Layer    // blobs that no image has, and stay all the same: a build cache's
	Lowers    []string   // directories of layers that containers lie over, whatever became of their image
	Downloads bool       // those that broke off go, too; else they stay to be gone on with
}

// Sweep removes the blobs and the unpacked layers that no image has, and what killed commands have left half-made.
// If somebody is adding something, or keeps the images as they are, it does nothing: done is false.
func (s *Store) Sweep(o SweepOptions) (swept Swept, done bool, err error) {
	if _, err := os.Stat(s.root); errors.Is(err, fs.ErrNotExist) {
		return swept, true, nil
	}
	alone, err := s.lock(adding, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, syscalls.ErrLocked) {
		return swept, false, nil
	}
	if err != nil {
		return swept, false, err
	}
	defer alone.Close()
	unused, err := s.lockAlone(using)
	if errors.Is(err, ErrBusy) {
		return swept, false, nil
	}
	if err != nil {
		return swept, false, err
	}
	defer unused.Close()
	keep, err := s.reachable()
	if err != nil {
		return swept, false, err // better too much on the disk than a layer too few
	}
	for _, l := range o.Keep {
		keep.blobs[l.Blob.Digest] = true
	}
	for _, dir := range o.Lowers {
		keep.layers[filepath.Base(dir)] = true
	}
	err = errors.Join(s.sweepBlobs(keep, &swept), s.sweepIngests(o.Downloads))
	for _, u := range o.Places {
		err = errors.Join(err, u.sweep(keep, &swept))
	}
	return swept, true, err
}

// reach is what can be reached from the names.
type reach struct {
	blobs  map[digest.Digest]bool
	layers map[string]bool // names of unpacked layers
}

func (s *Store) reachable() (reach, error) {
	r := reach{map[digest.Digest]bool{}, map[string]bool{}}
	index, err := s.index()
	if err != nil {
		return r, err
	}
	for _, d := range index.Manifests {
		if err := s.mark(r, d); err != nil {
			return r, err
		}
	}
	return r, nil
}

// mark follows a descriptor. What is not here, such as the images of an index for other platforms, leads nowhere.
func (s *Store) mark(r reach, d v1.Descriptor) error {
	if r.blobs[d.Digest] {
		return nil
	}
	r.blobs[d.Digest] = true
	text, err := s.Text(d)
	if errors.Is(err, ErrNoBlob) {
		return nil
	}
	if err != nil {
		return err
	}
	var doc struct {
		MediaType string
		Manifests []v1.Descriptor
		Config    v1.Descriptor
		Layers    []v1.Descriptor
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return fmt.Errorf("read %s: %w", short(d.Digest), err)
	}
	for _, m := range doc.Manifests {
		if err := s.mark(r, m); err != nil {
			return err
		}
	}
	for _, l := range doc.Layers {
		r.blobs[l.Digest] = true
	}
	if doc.Config.Digest == "" {
		return nil
	}
	r.blobs[doc.Config.Digest] = true
	return s.markLayers(r, v1.Manifest{Config: doc.Config, Layers: doc.Layers})
}

func (s *Store) markLayers(r reach, m v1.Manifest) error {
	config, err := s.config(m)
	if errors.Is(err, ErrNoBlob) {
		return nil
	}
	if err != nil {
		return err
	}
	ids := config.RootFS.DiffIDs
	for n := range ids {
		r.layers[layerID(ids[:n+1])] = true
	}
	r.layers[flatName(ids)] = true
	return nil
}

func (s *Store) sweepBlobs(keep reach, swept *Swept) error {
	entries, err := os.ReadDir(s.blobs())
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		d := digest.NewDigestFromEncoded(digest.SHA256, e.Name())
		if d.Validate() != nil || keep.blobs[d] {
			continue // a stranger's file, or one of ours that is needed
		}
		if info, err := e.Info(); err == nil {
			swept.Bytes += info.Size()
		}
		failed = append(failed, os.Remove(filepath.Join(s.blobs(), e.Name())))
		swept.Blobs++
	}
	return errors.Join(failed...)
}

// sweepIngests removes what is on nobody's way in any more.
func (s *Store) sweepIngests(all bool) error {
	entries, err := os.ReadDir(s.ingests())
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		if all || strings.HasPrefix(e.Name(), "new-") {
			failed = append(failed, rootfs.RemoveTree(filepath.Join(s.ingests(), e.Name())))
		}
	}
	return errors.Join(failed...)
}

// sweep removes the layers that are not to be kept.
func (u Unpacked) sweep(keep reach, swept *Swept) error {
	entries, err := os.ReadDir(u.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		id, part, _ := strings.Cut(e.Name(), ".")
		if keep.layers[id] && (part == "" || part == "json") || !isLayerName(id) {
			continue
		}
		failed = append(failed, rootfs.RemoveTree(filepath.Join(u.Dir, e.Name())))
		if part == "" {
			swept.Layers++
		}
	}
	return errors.Join(failed...)
}

func isLayerName(name string) bool {
	hex := strings.TrimPrefix(name, "flat-")
	return len(hex) == 32 && strings.Trim(hex, "0123456789abcdef") == ""
}
