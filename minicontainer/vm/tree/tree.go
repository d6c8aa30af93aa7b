package tree

import (
	"fmt"
	"path"
	"sort"
	"time"

	"golang.org/x/sys/unix"
)

// Tree is a root directory and all that is in it.
type Tree struct {
	root     *node
	layer    int        // who brings names now: 1 is the lowest layer
	archives []*archive // the layers, in the order in which their content is told
}

// File is a file without its names: an inode. Several entries with the same *File are hard links of each other.
type File struct {
	Mode         uint32 // kind and permissions, as stat(2) has them; see inode(7)
	UID, GID     uint32
	Size         int64     // of a regular file's content, in bytes
	Modified     time.Time // to the nanosecond
	Target       string    // what a symlink says
	Major, Minor uint32    // of a device
	Attributes   map[string]string
	Links        int // the names it has; 1 for a directory

	from source
}

// Kind is one of unix.S_IFREG, S_IFDIR, S_IFLNK, S_IFCHR, S_IFBLK and S_IFIFO. A tree has no sockets.
func (f *File) Kind() uint32 { return f.Mode & unix.S_IFMT }

// Permissions are the mode without the kind: the bits that chmod(2) sets.
func (f *File) Permissions() uint32 { return f.Mode &^ unix.S_IFMT }

// Entry is a name, and the file that has it.
type Entry struct {
	Path string // absolute and clean
	*File
}

// New is a tree with nothing in its root directory, which is root's, 0755.
func New() *Tree {
	root := &node{file: newDirectory(time.Unix(0, 0)), length: -1}
	root.parent = root // as for ".."
	return &Tree{root: root}
}

func newDirectory(modified time.Time) *File {
	return &File{Mode: unix.S_IFDIR | 0o755, Modified: modified, Links: 1}
}

// Entries are all names in order: the root first, each directory before what is in it, and all of that before the
// directory's next sibling; siblings by name, byte for byte. It is the order of filepath.WalkDir.
func (t *Tree) Entries() []Entry {
	var all []Entry
	var visit func(n *node, at string)
	visit = func(n *node, at string) {
		all = append(all, Entry{Path: at, File: n.file})
		for _, name := range n.names() {
			visit(n.children[name], path.Join(at, name))
		}
	}
	visit(t.root, "/")
	return all
}

// Lookup finds what has a path. Symlinks on the way are followed, in the tree; the last component is not.
func (t *Tree) Lookup(name string) (Entry, error) {
	n, err := t.find(name)
	if err != nil {
		return Entry{}, fmt.Errorf("look up %s: %w", shown(name), err)
	}
	return Entry{Path: n.path(), File: n.file}, nil
}

// Size is the content of all regular files together, in bytes, each hard link's once. A few kilobytes of archive can
// claim terabytes, so that who has a limit asks before Content.
func (t *Tree) Size() (sum int64) {
	for _, e := range t.contents() {
		if sum += e.Size; sum < 0 {
			return 1<<63 - 1
		}
	}
	return sum
}

// contents are the regular files, each under the first of its names, in order.
func (t *Tree) contents() []Entry {
	var all []Entry
	seen := map[*File]bool{}
	for _, e := range t.Entries() {
		if e.Kind() == unix.S_IFREG && !seen[e.File] {
			seen[e.File] = true
			all = append(all, e)
		}
	}
	return all
}

// node is a name in a directory.
type node struct {
	parent   *node
	name     string
	file     *File
	children map[string]*node // of a directory
	layer    int              // that brought the name
	length   int              // of the path, relative to the root
}

func (n *node) isDirectory() bool { return n.file.Kind() == unix.S_IFDIR }

func (n *node) names() []string {
	names := make([]string, 0, len(n.children))
	for name := range n.children {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (n *node) path() string {
	if n.parent == n {
		return "/"
	}
	return path.Join(n.parent.path(), n.name)
}
