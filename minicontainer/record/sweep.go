// What killed processes have left.

package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Leftover is a directory, or a name, that nobody works on any more and that is no container.
type Leftover struct {
	Path string
	Why  string
	undo func() error
}

// Remove removes it. It does nothing if somebody else has meanwhile.
func (l Leftover) Remove() error {
	if err := l.undo(); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscalls.ErrLocked) {
		return fmt.Errorf("remove %s: %w", l.Path, err)
	}
	return nil
}

// Leftovers lists the directories of containers half made and half removed. It costs one
// look at a directory when there are none.
func (s *Store) Leftovers() ([]Leftover, error) {
	entries, err := os.ReadDir(s.containers)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	var left []Leftover
	for _, e := range entries {
		path := filepath.Join(s.containers, e.Name())
		switch id, suffix := splitSuffix(e.Name()); suffix {
		case beingMade:
			left = s.appendFree(left, Leftover{path, "a container half made", func() error { return s.sweepDraft(id) }})
		case beingGone:
			left = s.appendFree(left, Leftover{path, "a container half removed", func() error { return s.sweepGone(path) }})
		}
	}
	return left, nil
}

func splitSuffix(name string) (id, suffix string) {
	id, rest, _ := strings.Cut(name, ".")
	if !isID(id) {
		return "", ""
	}
	return id, "." + rest
}

// appendFree leaves out what somebody holds.
func (s *Store) appendFree(list []Leftover, l Leftover) []Leftover {
	dir, err := lockDir(l.Path, unix.LOCK_EX|unix.LOCK_NB)
	if err != nil {
		return list
	}
	dir.Close()
	return append(list, l)
}

// sweepDraft takes back a draft whose maker is gone, with its name, which only the name itself
// knows: it leads to the id.
func (s *Store) sweepDraft(id string) error {
	dir, err := s.retireFree(id, beingMade)
	if err != nil {
		return err
	}
	defer dir.Close()
	return RemoveTree(s.Dir(id) + beingGone)
}

// retireFree locks the names before the directory, as Reserve does, or the two could wait for each other.
func (s *Store) retireFree(id, suffix string) (*os.File, error) {
	lock, err := lockDir(s.names, unix.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	dir, err := lockDir(s.Dir(id)+suffix, unix.LOCK_EX|unix.LOCK_NB)
	if err != nil {
		return nil, err
	}
	names, err := s.Names()
	for name, owner := range names {
		if owner == id {
			s.dropName(name, id)
		}
	}
	if err == nil {
		err = s.retire(id, suffix)
	}
	if err != nil {
		dir.Close()
		return nil, err
	}
	return dir, nil
}

func (s *Store) sweepGone(path string) error {
	lock, err := lockDir(path, unix.LOCK_EX|unix.LOCK_NB)
	if err != nil {
		return err
	}
	defer lock.Close()
	return RemoveTree(path)
}

// Discard removes a container whose record cannot be read, with the names that lead to it, unless
// somebody holds it.
func (s *Store) Discard(id string) error {
	dir, err := s.retireFree(id, "")
	if err != nil {
		return fmt.Errorf("remove container %s: %w", ShortID(id), err)
	}
	defer dir.Close()
	s.Tell(Record{ID: id}, "destroy")
	return RemoveTree(s.Dir(id) + beingGone)
}

// LooseNames are the names that lead to no container, or to one that has another.
func (s *Store) LooseNames() ([]Leftover, error) {
	names, err := s.Names()
	if err != nil {
		return nil, err
	}
	var loose []Leftover
	for name, id := range names {
		why := ""
		switch {
		case !s.Taken(id):
			why = "a name without a container"
		case s.renamed(id, name):
			why = "a name that its container has not any more, or not yet"
		default:
			continue
		}
		loose = append(loose, Leftover{filepath.Join(s.names, name), why, func() error { return s.freeLoose(name) }})
	}
	return loose, nil
}

func (s *Store) freeLoose(name string) error {
	lock, err := lockDir(s.names, unix.LOCK_EX)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := s.freeName(name); !errors.Is(err, ErrNameInUse) {
		return err
	}
	return nil
}

// RemoveEmpty removes the store itself, if there is no container in it.
func (s *Store) RemoveEmpty() error {
	for _, dir := range []string{s.containers, s.names} {
		if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, unix.ENOTEMPTY) {
			return fmt.Errorf("remove store of containers: %w", err)
		}
	}
	if _, err := os.Lstat(s.containers); errors.Is(err, fs.ErrNotExist) {
		return s.events.Remove()
	}
	return nil
}
