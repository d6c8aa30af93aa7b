// The files a guest begins with. The kernel unpacks a cpio archive into memory and starts a
// program from there: no disk, no file system on one, no boot loader.
//
//	"070701" + 13 numbers of 8 hex digits    name, NUL    pad to 4    content    pad to 4
//	…
//	an entry named TRAILER!!!
//
// Source: the kernel's Documentation/driver-api/early-userspace/buffer-format.rst.

package vm

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
)

// File is a file of the guest. Of Host, Link and Text one is set, or Mode says that it is a
// directory.
type File struct {
	Path string      // in the guest, absolute
	Mode fs.FileMode // the permissions; fs.ModeDir for a directory
	Host string      // the file on the host that it is a copy of
	Link string      // what it is a symlink to
	Text []byte
}

// WriteInitramfs writes the files as an archive that the kernel unpacks. Directories on the way
// to a file are made. Everything belongs to root.
func WriteInitramfs(w io.Writer, files []File) error {
	c := &cpio{w: bufio.NewWriter(w)}
	for _, f := range withDirectories(files) {
		if err := c.add(f); err != nil {
			return fmt.Errorf("write initramfs: add %s: %w", f.Path, err)
		}
	}
	c.entry("TRAILER!!!", 0, 0)
	if err := c.w.Flush(); err != nil {
		return fmt.Errorf("write initramfs: %w", err)
	}
	return nil
}

// withDirectories adds the directories that files lie in. Each path is there once, the last
// of its kind winning, and a directory comes before what is in it: the kernel makes none itself.
func withDirectories(files []File) []File {
	byPath := map[string]File{}
	for _, f := range files {
		f.Path = path.Clean("/" + f.Path)
		for dir := path.Dir(f.Path); dir != "/"; dir = path.Dir(dir) {
			if _, there := byPath[dir]; !there {
				byPath[dir] = File{Path: dir, Mode: fs.ModeDir | 0o755}
			}
		}
		byPath[f.Path] = f
	}
	var all []File
	for _, f := range byPath {
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Path < all[j].Path })
	return all
}

// cpio writes entries; of errors the writer keeps the first, and Flush returns it.
type cpio struct {
	w       *bufio.Writer
	inode   int
	written int64
}

// The kinds of file in a mode. Source: inode(7).
const (
	kindDirectory = 0o040000
	kindFile      = 0o100000
	kindLink      = 0o120000
)

func (c *cpio) add(f File) error {
	mode := uint32(f.Mode.Perm())
	if f.Mode&fs.ModeSticky != 0 {
		mode |= 0o1000
	}
	switch {
	case f.Mode.IsDir():
		c.entry(f.Path, kindDirectory|mode, 0)
		return nil
	case f.Link != "":
		c.content(f.Path, kindLink|0o777, []byte(f.Link))
		return nil
	case f.Host == "":
		c.content(f.Path, kindFile|mode, f.Text)
		return nil
	}
	return c.copy(f, kindFile|mode)
}

func (c *cpio) copy(f File, mode uint32) error {
	from, err := os.Open(f.Host)
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	if info.Size() > 1<<32-1 {
		return fmt.Errorf("%s is larger than a cpio archive can say", f.Host)
	}
	c.entry(f.Path, mode, info.Size())
	n, err := io.CopyN(c.w, from, info.Size())
	c.written += n
	c.pad()
	return err
}

func (c *cpio) content(name string, mode uint32, data []byte) {
	c.entry(name, mode, int64(len(data)))
	n, _ := c.w.Write(data) //nolint:errcheck // Flush returns it
	c.written += int64(n)
	c.pad()
}

// entry writes the header of a file of some size.
func (c *cpio) entry(name string, mode uint32, size int64) {
	name = strings.TrimPrefix(name, "/")
	c.inode++ // entries with the same number would be hard links
	links := 1
	n, _ := fmt.Fprintf(c.w, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00",
		c.inode, mode, 0, 0, links, 0, size, 0, 0, 0, 0, len(name)+1, 0, name)
	c.written += int64(n)
	c.pad()
}

func (c *cpio) pad() {
	for ; c.written%4 != 0; c.written++ {
		c.w.WriteByte(0) //nolint:errcheck // Flush returns it
	}
}
