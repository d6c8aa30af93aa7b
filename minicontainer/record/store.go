// The life of a container's directory.
//
//	Reserve ──▶ ID.new ──Commit──▶ ID ──Remove──▶ ID.gone ──▶ nothing
//	              │                ▲ │
//	              └─Abandon        └─┘ Lock, Save, Unlock

package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/event"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Store is the containers below one state directory. Any number of processes may use
// the same one at the same time.
type Store struct {
	containers, names string
	events            event.Log
}

const (
	recordName = "record.json"
	beingMade  = ".new"
	beingGone  = ".gone"
)

// Open returns the store of a state directory, which need not exist before something is
// made in it.
func Open(state string) *Store {
	return &Store{containers: filepath.Join(state, "containers"), names: filepath.Join(state, "names"), events: event.Open(state)}
}

// Dir is the directory of a container.
func (s *Store) Dir(id string) string { return filepath.Join(s.containers, id) }

// Draft is a container that is being made. It has its id and its name, and nobody else sees it.
type Draft struct {
	ID, Name string
	store    *Store
	lock     *os.File
}

// Reserve begins a container. The error is ErrNameInUse if the name is taken. The caller
// ends the draft by Commit or Abandon.
func (s *Store) Reserve(id, name string) (*Draft, error) {
	if !isID(id) {
		return nil, fmt.Errorf("make container %.20q: an id is %d hex digits", id, idLength)
	}
	if err := CheckName(name); err != nil {
		return nil, err
	}
	for _, dir := range []string{s.containers, s.names} {
		if err := makeDir(dir); err != nil {
			return nil, fmt.Errorf("make container: %w", err)
		}
	}
	names, err := lockDir(s.names, unix.LOCK_EX)
	if err != nil {
		return nil, fmt.Errorf("make container: %w", err)
	}
	defer names.Close()
	return s.reserve(id, name)
}

// reserve holds the lock of the names, so that no sweep takes the directory for one that was
// left over before it is locked.
func (s *Store) reserve(id, name string) (*Draft, error) {
	if err := s.freeName(name); err != nil {
		return nil, err
	}
	d := &Draft{ID: id, Name: name, store: s}
	if err := makeDir(d.Dir()); err != nil {
		return nil, fmt.Errorf("make container: %w", err)
	}
	var err error
	if d.lock, err = lockDir(d.Dir(), unix.LOCK_EX); err == nil {
		err = os.Symlink(id, filepath.Join(s.names, name))
	}
	if err != nil {
		d.Abandon()
		return nil, fmt.Errorf("make container: %w", err)
	}
	return d, nil
}

// makeDir makes a directory that others can pass through, but not list. Root of a container in a
// user namespace is one of these others, and its files lie below; who makes those sees to it that
// nobody else gets at them.
func makeDir(path string) error {
	err := os.MkdirAll(path, 0o711)
	if err == nil {
		err = os.Chmod(path, 0o711) // whatever the umask
	}
	return err
}

// Dir is where the draft's files are made. Commit renames it to the store's Dir.
func (d *Draft) Dir() string { return d.store.Dir(d.ID) + beingMade }

// Drafted tells whether somebody is making a container of that id, or has left a half of it.
func (s *Store) Drafted(id string) bool {
	_, err := os.Stat(s.Dir(id) + beingMade)
	return err == nil
}

// Abandon takes back all of it.
func (d *Draft) Abandon() {
	d.store.dropName(d.Name, d.ID)
	RemoveTree(d.Dir()) //nolint:errcheck // what is left is swept later
	if d.lock != nil {
		d.lock.Close()
	}
}

// Commit makes the draft a container, described by r, and returns it locked. After an
// error the draft is abandoned.
func (d *Draft) Commit(r Record) (*Locked, error) {
	r.Version, r.ID, r.Name = Version, d.ID, d.Name
	l := &Locked{Record: r, store: d.store, lock: d.lock}
	if err := l.writeTo(d.Dir()); err != nil {
		d.Abandon()
		return nil, err
	}
	if err := os.Rename(d.Dir(), d.store.Dir(d.ID)); err != nil {
		d.Abandon()
		return nil, fmt.Errorf("make container: %w", err)
	}
	if l.durable() {
		if err := syncDir(d.store.containers); err != nil {
			return nil, errors.Join(fmt.Errorf("make container: %w", err), l.Remove())
		}
	}
	what := "create"
	if l.Record.State.Status == Running {
		what = "start" // that it was made has been told by who made it
	}
	l.store.Tell(l.Record, what)
	return l, nil
}

// Locked is a container that nobody else can change until it is unlocked. Record is
// what is known of it; changes to that last when they are saved.
type Locked struct {
	Record Record
	store  *Store
	lock   *os.File
}

// Lock waits until nobody else holds the container, and reads its record. The error is
// ErrNotFound if it is gone. The caller ends it by Unlock or Remove.
func (s *Store) Lock(id string) (*Locked, error) { return s.lockAs(id, unix.LOCK_EX) }

// TryLock is Lock without the waiting: ok tells whether nobody else holds the container.
func (s *Store) TryLock(id string) (l *Locked, ok bool, err error) {
	l, err = s.lockAs(id, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, syscalls.ErrLocked) {
		return nil, false, nil
	}
	return l, err == nil, err
}

func (s *Store) lockAs(id string, how int) (*Locked, error) {
	lock, err := lockDir(s.Dir(id), how)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(ShortID(id))
	}
	if err != nil {
		return nil, fmt.Errorf("lock container %s: %w", ShortID(id), err)
	}
	l, err := s.Adopt(id, lock)
	if err != nil {
		lock.Close()
	}
	return l, err
}

// Adopt takes over a lock that another process has passed on as an open file.
func (s *Store) Adopt(id string, lock *os.File) (*Locked, error) {
	r, err := s.Read(id)
	if err != nil {
		return nil, err
	}
	return &Locked{Record: r, store: s, lock: lock}, nil
}

// File is the lock, to be passed on to another process.
func (l *Locked) File() *os.File { return l.lock }

// Unlock lets others change the container.
func (l *Locked) Unlock() { l.lock.Close() }

// Save writes the record.
func (l *Locked) Save() error { return l.writeTo(l.store.Dir(l.Record.ID)) }

func (l *Locked) writeTo(dir string) error {
	text, err := json.MarshalIndent(l.Record, "", "\t")
	if err == nil {
		err = writeFile(filepath.Join(dir, recordName), append(text, '\n'), l.durable())
	}
	if err != nil {
		return &WriteError{l.Record.ShortID(), err}
	}
	return nil
}

// WriteError says why a record could not be written. The one that was there is there still.
type WriteError struct {
	ID  string
	Err error
}

func (e *WriteError) Error() string { return fmt.Sprintf("write record of %s: %v", e.ID, e.Err) }

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// durable is not asked of what goes with its process: after a power cut such a container is
// gone, and its record, whole, empty or missing, says nothing that anybody needs.
func (l *Locked) durable() bool { return !l.Record.Remove }

// Remove removes the container with its files, and unlocks it.
func (l *Locked) Remove() error {
	defer l.Unlock()
	names, err := lockDir(l.store.names, unix.LOCK_EX)
	if err == nil {
		err = l.store.retire(l.Record.ID, "", l.Record.Name)
		names.Close()
	}
	if err != nil {
		return fmt.Errorf("remove container %s: %w", l.Record.Name, err)
	}
	l.store.Tell(l.Record, "destroy")
	if err := RemoveTree(l.store.Dir(l.Record.ID) + beingGone); err != nil {
		return fmt.Errorf("remove container %s: %w", l.Record.Name, err)
	}
	return nil
}

// retire renames what is to be removed, so that from here on nobody takes the half of it that
// is left for a container, and frees its names. The caller holds the lock of the names, as
// somebody else may be about to take a name whose container is gone.
func (s *Store) retire(id, suffix string, names ...string) error {
	if err := os.Rename(s.Dir(id)+suffix, s.Dir(id)+beingGone); err != nil {
		return err
	}
	for _, name := range names {
		s.dropName(name, id)
	}
	return nil
}

// Read reads a record as it is now. The error is ErrNotFound if there is none.
func (s *Store) Read(id string) (Record, error) {
	if !isID(id) {
		return Record{}, notFound(ShortID(id))
	}
	text, err := os.ReadFile(filepath.Join(s.Dir(id), recordName))
	if errors.Is(err, fs.ErrNotExist) {
		if !s.exists(id) {
			return Record{}, notFound(ShortID(id))
		}
		err = nil // a directory with that name had a record when it got the name
	}
	var r Record
	if err == nil {
		r, err = decode(text)
	}
	if err == nil && r.ID != id {
		err = fmt.Errorf("it is that of %s", ShortID(r.ID))
	}
	if err != nil {
		return Record{}, fmt.Errorf("read record of %s: %w", ShortID(id), err)
	}
	return r, nil
}

// IDs are the containers that are whole, in the order of their ids.
func (s *Store) IDs() ([]string, error) {
	var ids []string
	entries, err := os.ReadDir(s.containers)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	for _, e := range entries {
		if isID(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	sort.Strings(ids)
	return ids, nil
}
