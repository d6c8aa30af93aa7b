// Names in a tree that somebody else fills.
//
// An archive may hold "x", a symlink to /etc, and then "x/passwd". It means the tree's own /etc: a symlink is followed as
// by a process chrooted to the tree, for which ".." of the root is the root. Errors are the kernel's, so that they read
// like those of package layer, which has the kernel do it.

package tree

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// maxLinks is how many symlinks the kernel follows in one path. Source: path_resolution(7).
const maxLinks = 40

// directory walks to a directory.
func (t *Tree) directory(name string) (*node, error) {
	links := 0
	return t.follow(t.root, name, &links)
}

func (t *Tree) follow(at *node, name string, links *int) (*node, error) {
	if strings.HasPrefix(name, "/") {
		at = t.root
	}
	for name != "" {
		var component string
		component, name, _ = strings.Cut(name, "/")
		next, err := t.step(at, component, links)
		if err != nil {
			return nil, err
		}
		if !next.isDirectory() {
			return nil, unix.ENOTDIR
		}
		at = next
	}
	return at, nil
}

// step goes on by one component.
func (t *Tree) step(at *node, component string, links *int) (*node, error) {
	switch component {
	case "", ".":
		return at, nil
	case "..":
		return at.parent, nil
	}
	next, err := at.child(component)
	if err != nil || next.file.Kind() != unix.S_IFLNK {
		return next, err
	}
	if *links++; *links > maxLinks {
		return nil, unix.ELOOP
	}
	return t.follow(at, next.file.Target, links)
}

// find walks to a name without following its last component.
func (t *Tree) find(name string) (*node, error) {
	name, err := cleanName(name)
	if err != nil {
		return nil, err
	}
	if name == "." {
		return t.root, nil
	}
	dir, err := t.directory(path.Dir(name))
	if err != nil {
		return nil, err
	}
	return dir.child(path.Base(name))
}

// child is what a directory has under a name.
func (n *node) child(name string) (*node, error) {
	if len(name) > maxComponent {
		return nil, unix.ENAMETOOLONG
	}
	if c := n.children[name]; c != nil {
		return c, nil
	}
	return nil, unix.ENOENT
}

// parents walks to a directory, and makes it and those above it if they are missing, also in place of a file, but not of
// a symlink that leads nowhere: what it leads to may come with a layer above.
func (t *Tree) parents(dir string, modified time.Time) (*node, error) {
	at, err := t.directory(dir)
	if !errors.Is(err, unix.ENOENT) && !errors.Is(err, unix.ENOTDIR) {
		return at, err
	}
	above, err := t.parents(path.Dir(dir), modified)
	if err != nil {
		return nil, err
	}
	name := path.Base(dir)
	if there := above.children[name]; there != nil && there.file.Kind() == unix.S_IFLNK {
		return nil, fmt.Errorf("make the directory %s: it is a symlink that leads to no directory", shown(dir))
	}
	return t.put(above, name, newDirectory(modified))
}

// The kernel's limits. Source: path_resolution(7).
const (
	maxPath      = unix.PathMax - 1
	maxComponent = 255
)

// put gives a file a name, in place of what has it; a directory that is there stays, and gets what the new one says.
func (t *Tree) put(dir *node, name string, f *File) (*node, error) {
	length := dir.length + 1 + len(name)
	if len(name) > maxComponent || length > maxPath {
		return nil, unix.ENAMETOOLONG
	}
	if strings.Contains(name, "\x00") {
		return nil, unix.EINVAL
	}
	there := dir.children[name]
	if there != nil && there.isDirectory() && f.Kind() == unix.S_IFDIR {
		there.file, there.layer = f, t.layer
		return there, nil
	}
	if there != nil {
		there.remove()
	}
	n := &node{parent: dir, name: name, file: f, layer: t.layer, length: length}
	if dir.children == nil {
		dir.children = map[string]*node{}
	}
	dir.children[name] = n
	return n, nil
}

// remove takes a name away, and all below it.
func (n *node) remove() {
	for _, child := range n.children {
		child.remove()
	}
	n.file.Links--
	delete(n.parent.children, n.name)
}
