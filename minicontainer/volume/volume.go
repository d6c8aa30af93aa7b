// Package volume keeps volumes: directories with a name that outlive containers.
//
// What a container writes into its root goes to the upper directory of an overlay, where the first write to a file
// copies all of it up, and goes away with the container. Data that changes often, or is to stay, belongs into
// a directory of its own that is mounted: a volume.
//
//	STATE/volumes/NAME/_data          the files, as the container sees them
//	             /NAME/volume.json    when it was made, and why
//	             /.lock               shared: a container is being made that uses one; exclusive: one is removed
package volume

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Volume is what is known of one.
type Volume struct {
	Name    string            `json:"-"`
	Created time.Time         `json:"created"`
	Labels  map[string]string `json:"labels,omitempty"`

	// Anonymous volumes are made for a container that asks for one without a name, and go with it.
	Anonymous bool `json:"anonymous,omitempty"`
	// Owner is the id of a container with --rm, with which the volume goes.
	Owner string `json:"owner,omitempty"`
}

// Store is the volumes below one state directory. Any number of processes may use the same one.
type Store struct {
	// Told, if set, is called when a volume has been made ("create") or is gone ("destroy").
	Told func(action string, v Volume)

	root   string
	remove func(dir string) error
}

// Open returns the store of a state directory, which need not exist yet. remove takes a directory away with all that
// is in it, also what belongs to a container's users.
func Open(state string, remove func(dir string) error) *Store {
	return &Store{root: filepath.Join(state, "volumes"), remove: remove}
}

func (s *Store) tell(action string, v Volume) {
	if s.Told != nil {
		s.Told(action, v)
	}
}

// Causes of errors.
var (
	ErrNoVolume = errors.New("no such volume")
	ErrInUse    = errors.New("a container uses it")
)

var nameForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`) })

// CheckName tells whether a name can be a volume's: Docker's form, so that no name from outside becomes a path.
func CheckName(name string) error {
	const longest = 128
	if len(name) > longest || !nameForm().MatchString(name) {
		return fmt.Errorf("read name of volume %.40q: at most %d letters, digits, and after the first also . _ -", name, longest)
	}
	return nil
}

// Data is the directory with the files of a volume.
func (s *Store) Data(name string) string { return filepath.Join(s.root, name, "_data") }

// NameOf is the volume that a host path is in, if it is one's directory.
func (s *Store) NameOf(path string) (name string, ok bool) {
	rest, found := strings.CutPrefix(path, s.root+"/")
	name, file, _ := strings.Cut(rest, "/")
	return name, found && file == "_data"
}

const (
	metaName = "volume.json"
	halfMade = ".new-"
	halfGone = ".gone-"
)

// Hold keeps all volumes while the caller makes a container that uses some, until it closes the file.
func (s *Store) Hold() (*os.File, error) { return s.lock(unix.LOCK_SH) }

func (s *Store) lock(how int) (*os.File, error) {
	if err := os.MkdirAll(s.root, 0o711); err != nil {
		return nil, fmt.Errorf("make store of volumes: %w", err)
	}
	f, err := syscalls.LockFile(filepath.Join(s.root, ".lock"), how)
	if err != nil {
		return nil, fmt.Errorf("lock volumes: %w", err)
	}
	return f, nil
}

// Create makes a volume; made is false if there is one of this name, which stays as it is. It gets its name
// last, so one that is there is whole.
func (s *Store) Create(v Volume) (made bool, err error) {
	if err := CheckName(v.Name); err != nil {
		return false, err
	}
	if _, err := s.Get(v.Name); err == nil {
		return false, nil
	}
	hold, err := s.Hold()
	if err != nil {
		return false, err
	}
	defer hold.Close()
	tmp, err := os.MkdirTemp(s.root, halfMade)
	if err != nil {
		return false, fmt.Errorf("create volume %s: %w", v.Name, err)
	}
	defer os.RemoveAll(tmp)
	v.Created = time.Now().UTC()
	text, err := json.Marshal(v)
	if err == nil {
		err = errors.Join(os.Chmod(tmp, 0o711), os.Mkdir(filepath.Join(tmp, "_data"), 0o755), os.WriteFile(filepath.Join(tmp, metaName), text, 0o600))
	}
	if err == nil {
		err = os.Rename(tmp, filepath.Join(s.root, v.Name))
	}
	if errors.Is(err, unix.ENOTEMPTY) || errors.Is(err, fs.ErrExist) { // another command was quicker
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("create volume %s: %w", v.Name, err)
	}
	s.tell("create", v)
	return true, nil
}

// Get is a volume by its name. The cause is ErrNoVolume if there is none.
func (s *Store) Get(name string) (v Volume, err error) {
	if err := CheckName(name); err != nil {
		return v, err
	}
	text, err := os.ReadFile(filepath.Join(s.root, name, metaName))
	if errors.Is(err, fs.ErrNotExist) {
		return v, fmt.Errorf("find volume %s: %w", name, ErrNoVolume)
	}
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		return v, fmt.Errorf("read volume %s: %w", name, err)
	}
	v.Name = name
	return v, nil
}

// List is all volumes by name. Those that cannot be read are left out, and are in the error.
func (s *Store) List() (list []Volume, err error) {
	entries, err := os.ReadDir(s.root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list volumes: %w", err)
	}
	var unreadable []error
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		v, err := s.Get(e.Name())
		if err != nil {
			unreadable = append(unreadable, err)
			continue
		}
		list = append(list, v)
	}
	return list, errors.Join(unreadable...)
}

// Remove removes the volumes that drop names, with all that is in them. One that is in use stays, and is in the
// error, which wraps ErrInUse.
func (s *Store) Remove(inUse func() (map[string]bool, error), drop func(Volume) bool) (removed []Volume, err error) {
	lock, err := s.lock(unix.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	list, err := s.List()
	used, usedErr := inUse()
	if usedErr != nil {
		return nil, usedErr
	}
	failed := []error{err}
	for _, v := range list {
		switch {
		case !drop(v):
		case used[v.Name]:
			failed = append(failed, fmt.Errorf("remove volume %s: %w", v.Name, ErrInUse))
		default:
			if err := s.discard(v.Name); err != nil {
				failed = append(failed, err)
				continue
			}
			removed = append(removed, v)
			s.tell("destroy", v)
		}
	}
	return removed, errors.Join(append(failed, s.sweep())...)
}

// discard takes the name away first: a volume of which a part is gone is none.
func (s *Store) discard(name string) error {
	gone := filepath.Join(s.root, halfGone+name)
	if err := os.Rename(filepath.Join(s.root, name), gone); err != nil {
		return fmt.Errorf("remove volume %s: %w", name, err)
	}
	if err := s.remove(gone); err != nil {
		return fmt.Errorf("remove volume %s: %w", name, err)
	}
	return nil
}

// sweep removes what killed commands have left half-made and half-removed. The caller holds the lock: nobody is about to.
func (s *Store) sweep() (err error) {
	for _, half := range []string{halfMade, halfGone} {
		left, globErr := filepath.Glob(filepath.Join(s.root, half+"*"))
		err = errors.Join(err, globErr)
		for _, dir := range left {
			err = errors.Join(err, s.remove(dir))
		}
	}
	return err
}

// Names are the names of volumes.
func Names(list []Volume) []string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = v.Name
	}
	slices.Sort(names)
	return names
}
