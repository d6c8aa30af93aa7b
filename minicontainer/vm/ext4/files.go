package ext4

import (
	"errors"
	"fmt"
	"path"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// The numbers of inodes: 0 is none, the root has 2, and up to 10 they are reserved for things that we have not. The table begins with
// number 1.
const (
	rootInode  = 2
	firstInode = 11
)

// files are the tree's, in the order of their inodes.
type files struct {
	inodes []*inode
	of     map[*tree.File]*inode
	blocks int64 // that they take, but for those that say where the others are
}

// inode is a file and all that is to be written about it.
type inode struct {
	*tree.File
	path   string // the first, for errors
	number int
	links  int
	size   int64  // of the content on the disk, in bytes
	data   []byte // the content, where it is ours to make: a directory's, a long symlink's

	inside, outside []byte // the extended attributes, in the inode or in a block

	content    []run
	index      []run // the blocks of the extent tree
	attributes []run
}

func (i *inode) isDirectory() bool { return i.Kind() == unix.S_IFDIR }

// number gives each file an inode, in the order of the entries, and makes the directories.
func number(t *tree.Tree) (*files, error) {
	f := &files{of: map[*tree.File]*inode{}}
	entries := t.Entries()
	for _, e := range entries {
		if f.of[e.File] != nil {
			continue
		}
		i := &inode{File: e.File, path: e.Path, number: rootInode, links: e.Links}
		if len(f.inodes) > 0 {
			i.number = firstInode + len(f.inodes) - 1
		}
		f.inodes = append(f.inodes, i)
		f.of[e.File] = i
	}
	f.makeDirectories(entries)
	for _, i := range f.inodes {
		if err := f.finish(i); err != nil {
			return nil, fmt.Errorf("%s: %w", i.path, err)
		}
	}
	return f, nil
}

// makeDirectories writes the names into the directories. An entry's directory comes before it.
func (f *files) makeDirectories(entries []tree.Entry) {
	open := map[string]*directory{}
	var order []*directory
	for _, e := range entries {
		i, above := f.of[e.File], open[path.Dir(e.Path)]
		if i.isDirectory() {
			if above == nil {
				above = &directory{inode: i} // the root's ".." is the root
			}
			d := newDirectory(i, above.inode)
			open[e.Path] = d
			order = append(order, d)
		}
		if e.Path != "/" {
			above.add(path.Base(e.Path), i)
		}
	}
	for _, d := range order {
		d.finish()
	}
}

// mostLinks is how many names a file may have. A directory with more is said to have 1, which means "many".
const mostLinks = 65000

var errLinks = errors.New("it has more hard links than ext4 can count")

// finish works out what the inode takes.
func (f *files) finish(i *inode) error {
	switch i.Kind() {
	case unix.S_IFREG:
		i.size = i.Size
	case unix.S_IFLNK:
		if len(i.Target) > longestFast {
			i.data = []byte(i.Target)
		}
		fallthrough
	case unix.S_IFDIR:
		i.size = int64(len(i.data))
	}
	if i.links > mostLinks {
		if !i.isDirectory() {
			return errLinks
		}
		i.links = 1
	}
	if i.size > mostBlocks*blockSize {
		return ErrNoRoom
	}
	f.blocks += blocksOf(i.size)
	if err := i.placeAttributes(); err != nil {
		return err
	}
	if i.outside != nil {
		f.blocks++
	}
	if f.blocks > mostBlocks {
		return fmt.Errorf("%w: they are larger than a file system can be", ErrNoRoom)
	}
	return nil
}

// highest is the highest number that an inode has; the reserved ones are taken in any case.
func (f *files) highest() int {
	return max(f.inodes[len(f.inodes)-1].number, firstInode-1)
}

// between are the inodes with numbers from one to before another.
func (f *files) between(from, to int) []*inode {
	index := func(number int) int {
		if number <= rootInode {
			return 0
		}
		return min(max(number-firstInode+1, 1), len(f.inodes))
	}
	return f.inodes[index(from):index(to)]
}
