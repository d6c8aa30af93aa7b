// Files of our own. Each is put in place of what has its path; directories on the way are made. All of it is root's.

package tree

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"

	"golang.org/x/sys/unix"
)

// AddText adds a regular file with this content.
func (t *Tree) AddText(name string, permissions uint32, text string) error {
	return t.add(name, &File{Mode: unix.S_IFREG | permissions, Size: int64(len(text)), from: source{text: text}})
}

// AddSymlink adds a symlink.
func (t *Tree) AddSymlink(name, target string) error {
	if err := checkTarget(target); err != nil {
		return fmt.Errorf("add %s: link to %s: %w", shown(name), shown(target), err)
	}
	return t.add(name, &File{Mode: unix.S_IFLNK | 0o777, Target: target})
}

// AddLink adds a hard link to a regular file that is there.
func (t *Tree) AddLink(name, existing string) error {
	e, err := t.Lookup(existing)
	if err == nil && e.Kind() != unix.S_IFREG {
		err = fmt.Errorf("%s is not a regular file", shown(existing))
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", shown(name), err)
	}
	if err := t.addNamed(name, e.File); err != nil {
		return err
	}
	e.Links++
	return nil
}

// AddDirectory adds a directory; one that is there keeps what is in it.
func (t *Tree) AddDirectory(name string, permissions uint32) error {
	return t.add(name, &File{Mode: unix.S_IFDIR | permissions})
}

// Copy adds a copy of a file of the host, or of a directory with all that is in it, with permissions and times. The content
// is read by Content, and until then must stay as it is. If host is a symlink what it leads to is meant; symlinks in a
// directory are copied as such. Set-user-ID bits are left behind, as the owner is another one.
func (t *Tree) Copy(name, host string) error {
	info, err := os.Stat(host)
	if err != nil {
		return fmt.Errorf("copy to %s: %w", shown(name), err)
	}
	return t.copy(name, host, info)
}

func (t *Tree) copy(name, host string, info fs.FileInfo) error {
	f := &File{Mode: uint32(info.Mode().Perm()), Modified: info.ModTime()}
	if info.Mode()&fs.ModeSticky != 0 {
		f.Mode |= unix.S_ISVTX
	}
	switch info.Mode().Type() {
	case 0:
		f.Mode |= unix.S_IFREG
		f.Size, f.from = info.Size(), source{host: host}
	case fs.ModeSymlink:
		target, err := os.Readlink(host)
		if err != nil {
			return fmt.Errorf("copy to %s: %w", shown(name), err)
		}
		f.Mode, f.Target = unix.S_IFLNK|0o777, target
	case fs.ModeDir:
		f.Mode |= unix.S_IFDIR
		if err := t.add(name, f); err != nil {
			return err
		}
		return t.copyAll(name, host)
	default:
		return fmt.Errorf("copy %s to %s: it is neither a file nor a directory nor a symlink", shown(host), shown(name))
	}
	return t.add(name, f)
}

func (t *Tree) copyAll(name, host string) error {
	list, err := os.ReadDir(host)
	if err != nil {
		return fmt.Errorf("copy to %s: %w", shown(name), err)
	}
	for _, entry := range list {
		info, err := entry.Info()
		if err != nil {
			return fmt.Errorf("copy to %s: %w", shown(name), err)
		}
		if err := t.copy(path.Join(name, entry.Name()), path.Join(host, entry.Name()), info); err != nil {
			return err
		}
	}
	return nil
}

// AddTree adds a copy of another tree, in place of what is there: its root gets the name.
func (t *Tree) AddTree(name string, other *Tree) error {
	archives := map[*archive]*archive{} // the copies
	for _, a := range other.archives {
		archives[a] = &archive{open: a.open}
		t.archives = append(t.archives, archives[a])
	}
	files := map[*File]*File{}
	for _, e := range other.Entries() {
		f := files[e.File]
		if f == nil {
			c := *e.File
			f = &c
			f.from.archive = archives[f.from.archive]
			files[e.File] = f // once, so that hard links stay such
		}
		if e.Path == "/" {
			t.removeIfThere(name)
		}
		if err := t.addNamed(path.Join(name, e.Path), f); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tree) removeIfThere(name string) {
	if n, err := t.find(name); err == nil && n != t.root {
		n.remove()
	}
}

// add adds a new file.
func (t *Tree) add(name string, f *File) error {
	f.Links = 1
	if f.Modified.IsZero() {
		f.Modified = time.Unix(0, 0)
	}
	return t.addNamed(name, f)
}

func (t *Tree) addNamed(name string, f *File) error {
	clean, err := cleanName(name)
	if err == nil && clean == "." {
		if f.Kind() != unix.S_IFDIR {
			return fmt.Errorf("add %s: only a directory can be the root", shown(name))
		}
		t.root.file = f
		return nil
	}
	var dir *node
	if err == nil {
		dir, err = t.parents(path.Dir(clean), f.Modified)
	}
	if err == nil {
		_, err = t.put(dir, path.Base(clean), f)
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", shown(name), err)
	}
	return nil
}
