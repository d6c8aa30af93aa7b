package image

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/opencontainers/go-digest"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Store is the images below one state directory. Any number of processes may use the same one.
type Store struct {
	// Told, if set, is called when an image has got a name ("tag") or lost it ("untag"), and when it is gone ("delete").
	Told func(action string, id digest.Digest, name string)

	state, root string
}

// Open returns the store of a state directory, which need not exist before something is put in.
func Open(state string) *Store { return &Store{state: state, root: filepath.Join(state, "images")} }

func (s *Store) tell(action string, id digest.Digest, name string) {
	if s.Told != nil {
		s.Told(action, id, name)
	}
}

// Root is the folder of the image layout, for other tools.
func (s *Store) Root() string { return s.root }

const layoutText = `{"imageLayoutVersion":"1.0.0"}`

// makeLayout makes the folder, unless it is there.
func (s *Store) makeLayout() error {
	for _, dir := range []string{s.blobs(), s.ingests()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("make image store: %w", err)
		}
	}
	path := filepath.Join(s.root, "oci-layout")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return s.replace(path, []byte(layoutText))
}

func (s *Store) blobs() string   { return filepath.Join(s.root, "blobs", "sha256") }
func (s *Store) ingests() string { return filepath.Join(s.root, "ingest") }

// replace writes a file wholly or not at all: under another name first, which then takes the place of the old one.
// The disk has the text before the name, so a power cut leaves the one or the other. Source: rename(2), fsync(2).
func (s *Store) replace(path string, text []byte) error {
	f, err := os.CreateTemp(s.ingests(), "new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Who works on the store holds one of two locks, so that what is being made or used is not swept away:
//
//	adding.lock   shared: blobs and layers come that no name leads to yet (pull, load, build, commit)
//	              exclusive: the sweep, which does not wait for them but leaves the rest to the next one
//	using.lock    shared: a container is being made of an image and has no record yet
//	              exclusive: an image or a layer is being removed
//
// A third, names.lock, is held exclusively for the moment in which the index is read and written again.
type lock string

const (
	adding lock = "adding.lock"
	using  lock = "using.lock"
	names  lock = "names.lock"
)

// Hold is a lock that is held until it is closed.
type Hold struct{ file *os.File }

// Close gives the lock back.
func (h *Hold) Close() { h.file.Close() }

func (s *Store) lock(l lock, how int) (*Hold, error) {
	if err := s.makeLayout(); err != nil {
		return nil, err
	}
	f, err := syscalls.LockFile(filepath.Join(s.root, string(l)), how)
	if err != nil {
		return nil, fmt.Errorf("lock image store: %w", err)
	}
	return &Hold{f}, nil
}

// ErrBusy is the cause when somebody has kept the images as they are for longer than the making of a container takes:
// a container that is in no record, as those of the lessons' stages, keeps its image so.
var ErrBusy = errors.New("another command keeps the images as they are; try again when it has ended")

// lockAlone takes a lock exclusively, and has some patience.
func (s *Store) lockAlone(l lock) (*Hold, error) {
	const patience, pause = 5 * time.Second, 10 * time.Millisecond
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		hold, err := s.lock(l, unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, syscalls.ErrLocked) {
			return hold, err
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("lock image store: %w", ErrBusy)
		}
	}
}

// Add keeps blobs and layers that no name leads to, from now until the caller closes the hold: whoever pulls or
// builds begins with it and ends after Tag.
func (s *Store) Add() (*Hold, error) { return s.lock(adding, unix.LOCK_SH) }

// Use keeps all images as they are while the caller makes a container of one.
func (s *Store) Use() (*Hold, error) { return s.lock(using, unix.LOCK_SH) }
