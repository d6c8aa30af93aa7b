// Names: given once, and looked up without ever becoming a path that leads elsewhere.

package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	idLength    = 64
	longestName = 128
)

// isID tells whether a text is a whole id. (No regular expressions: they would be compiled at each start.)
func isID(s string) bool { return len(s) == idLength && isPrefix(s) }

// isPrefix tells whether an id can begin so.
func isPrefix(s string) bool {
	return s != "" && len(s) <= idLength && consistsOf(s, "0123456789abcdef")
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// isName is Docker's rule.
func isName(s string) bool {
	return len(s) >= 2 && len(s) <= longestName && consistsOf(s[:1], letters) && consistsOf(s[1:], letters+"_.-")
}

func consistsOf(s, allowed string) bool { return strings.Trim(s, allowed) == "" }

// Causes of errors about names.
var (
	ErrNotFound  = errors.New("no such container")
	ErrAmbiguous = errors.New("more than one container's id begins so")
	ErrNameInUse = errors.New("the name is in use")
	ErrBadName   = errors.New("a name has letters, digits, _ . and -, 2 to 128 of them, and begins with a letter or digit")
)

func notFound(ref string) error { return fmt.Errorf("find container %s: %w", ref, ErrNotFound) }

// CheckName tells whether a container can have the name.
func CheckName(name string) error {
	if !isName(name) {
		return fmt.Errorf("use name %.40q: %w", name, ErrBadName)
	}
	return nil
}

// Find returns the id of the container that ref names: by its id, its name, or the
// beginning of its id. Errors are ErrNotFound and ErrAmbiguous.
func (s *Store) Find(ref string) (string, error) {
	if isID(ref) && s.exists(ref) {
		return ref, nil
	}
	if isName(ref) {
		if id, err := s.owner(ref); err == nil && s.exists(id) {
			return id, nil
		}
	}
	if !isPrefix(ref) {
		return "", notFound(fmt.Sprintf("%.40s", strings.Trim(fmt.Sprintf("%q", ref), `"`)))
	}
	return s.findPrefix(ref)
}

func (s *Store) findPrefix(prefix string) (string, error) {
	ids, err := s.IDs()
	if err != nil {
		return "", err
	}
	found := ""
	for _, id := range ids {
		if !strings.HasPrefix(id, prefix) {
			continue
		}
		if found != "" {
			return "", fmt.Errorf("find container %s: %w", prefix, ErrAmbiguous)
		}
		found = id
	}
	if found == "" {
		return "", notFound(prefix)
	}
	return found, nil
}

func (s *Store) exists(id string) bool {
	_, err := os.Lstat(s.Dir(id))
	return err == nil
}

// owner is the id that a name leads to, be there such a container or not.
func (s *Store) owner(name string) (string, error) {
	id, err := os.Readlink(filepath.Join(s.names, name))
	if err == nil && !isID(id) {
		return "", fmt.Errorf("read name %s: it leads to %q, which is no id", name, id)
	}
	return id, err
}

// freeName makes sure that the name can be given. One whose container is gone was left by a
// process that was killed, and is taken away. The caller holds the lock of the names.
func (s *Store) freeName(name string) error {
	id, err := s.owner(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && s.Taken(id) && !s.renamed(id, name) {
		return fmt.Errorf("use name %s: %w by container %s", name, ErrNameInUse, ShortID(id))
	}
	if err := os.Remove(filepath.Join(s.names, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("use name %s: %w", name, err)
	}
	return nil
}

// renamed tells whether the container has another name, and this one was left by a Rename that was killed.
func (s *Store) renamed(id, name string) bool {
	r, err := s.Read(id)
	return err == nil && r.Name != name
}

// Taken tells whether there is such a container, or will be one when it is made. In this order, as
// Commit may rename the one to the other between the two looks.
func (s *Store) Taken(id string) bool {
	for _, dir := range []string{s.Dir(id) + beingMade, s.Dir(id)} {
		if _, err := os.Lstat(dir); err == nil {
			return true
		}
	}
	return false
}

// dropName takes the name away if it is that container's. The caller holds the lock of the
// names, or a directory that keeps the name taken.
func (s *Store) dropName(name, id string) {
	if owner, err := s.owner(name); err == nil && owner == id {
		os.Remove(filepath.Join(s.names, name)) //nolint:errcheck // a name without a container counts as free
	}
}

// Names are all names that were given, with the ids that they lead to.
func (s *Store) Names() (map[string]string, error) {
	entries, err := os.ReadDir(s.names)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list names: %w", err)
	}
	names := map[string]string{}
	for _, e := range entries {
		if id, err := s.owner(e.Name()); err == nil {
			names[e.Name()] = id
		}
	}
	return names, nil
}

// Rename gives the container the name, which it has lost, perhaps, or never had. The error is ErrNameInUse if it is taken by
// another one. Of one that is killed on the way a name may be left that leads to the container and is not its name: that counts
// as free (renamed).
func (l *Locked) Rename(name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	names, err := lockDir(l.store.names, unix.LOCK_EX)
	if err != nil {
		return fmt.Errorf("use name %s: %w", name, err)
	}
	defer names.Close()
	if err := l.store.freeName(name); err != nil {
		return err
	}
	if err := os.Symlink(l.Record.ID, filepath.Join(l.store.names, name)); err != nil {
		return fmt.Errorf("use name %s: %w", name, err)
	}
	old := l.Record.Name
	if old == name {
		return nil
	}
	l.Record.Name = name
	if err := l.Save(); err != nil {
		l.Record.Name = old
		l.store.dropName(name, l.Record.ID)
		return err
	}
	l.store.dropName(old, l.Record.ID)
	l.store.Tell(l.Record, "rename", "oldName", "/"+old)
	return nil
}
