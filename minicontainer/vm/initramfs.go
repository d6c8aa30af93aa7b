// The files a guest begins with. The kernel unpacks a cpio archive into memory and starts a
// program from there: no disk, no file system on one, no boot loader.
//
//	"070701" + 13 numbers of 8 hex digits    name, NUL    pad to 4    content    pad to 4
//	…
//	an entry named TRAILER!!!
//
// Names are made in the order that the kernel needs: directories, as it makes none itself; then what has no content; then
// the files, each followed by its hard links, which are entries with the same number and no content of their own.
//
// What this leaves out: extended attributes, for which the format has no place. A program that has its rights from
// file capabilities has none of them in the guest.
//
// Source: the kernel's Documentation/driver-api/early-userspace/buffer-format.rst, and init/initramfs.c.

package vm

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// WriteInitramfs writes the tree as an archive that the kernel unpacks. A file of 4 GiB or more is an error before
// anything is written: the format has no number for its size.
func WriteInitramfs(w io.Writer, t *tree.Tree) error {
	c := &cpio{w: bufio.NewWriterSize(w, 256<<10), names: map[*tree.File][]string{}}
	entries := t.Entries()
	for _, e := range entries {
		if err := check(e); err != nil {
			return fmt.Errorf("write initramfs: add %s: %w", e.Path, err)
		}
		c.names[e.File] = append(c.names[e.File], e.Path)
	}
	for _, e := range entries {
		c.empty(e)
	}
	if err := t.Content(c.content); err != nil {
		return fmt.Errorf("write initramfs: %w", err)
	}
	c.entry(trailer, &tree.File{Links: 1}, 0)
	if err := c.w.Flush(); err != nil {
		return fmt.Errorf("write initramfs: %w", err)
	}
	return nil
}

const trailer = "TRAILER!!!"

// check finds what the kernel would pass over in silence.
func check(e tree.Entry) error {
	switch {
	case e.Size > math.MaxUint32:
		return errors.New("it is larger than a cpio archive can say")
	case len(nameOf(e.Path))+1 > unix.PathMax:
		return unix.ENAMETOOLONG
	}
	return nil
}

// nameOf is the path in the archive, relative to the root. The name that ends the archive may be a file's, too.
func nameOf(path string) string {
	switch path {
	case "/":
		return "."
	case "/" + trailer:
		return "./" + trailer
	}
	return strings.TrimPrefix(path, "/")
}

// cpio writes entries; of errors the writer keeps the first, and Flush returns it.
type cpio struct {
	w       *bufio.Writer
	names   map[*tree.File][]string // that a file has, in order
	inodes  map[*tree.File]int
	written int64
}

// empty writes an entry that has no content to wait for.
func (c *cpio) empty(e tree.Entry) {
	switch e.Kind() {
	case unix.S_IFREG:
	case unix.S_IFLNK:
		c.entry(nameOf(e.Path), e.File, len(e.Target))
		c.write([]byte(e.Target))
		c.pad()
	default:
		c.entry(nameOf(e.Path), e.File, 0)
	}
}

// content writes a file under all its names. The kernel makes hard links of those that have a number in common, and leaves the
// content alone if there is none.
func (c *cpio) content(e tree.Entry, r io.Reader) error {
	names := c.names[e.File]
	c.entry(nameOf(names[0]), e.File, int(e.Size))
	n, err := io.Copy(c.w, r)
	c.written += n
	c.pad()
	for _, name := range names[1:] {
		c.entry(nameOf(name), e.File, 0)
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", e.Path, err)
	}
	return nil
}

// entry writes the header of a file, followed by so many bytes.
func (c *cpio) entry(name string, f *tree.File, size int) {
	n, _ := fmt.Fprintf(c.w, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00",
		c.inode(f), f.Mode, f.UID, f.GID, f.Links, seconds(f), size, 0, 0, f.Major, f.Minor, len(name)+1, 0, name)
	c.written += int64(n)
	c.pad()
}

// inode numbers files; entries with the same number are hard links.
func (c *cpio) inode(f *tree.File) int {
	if c.inodes == nil {
		c.inodes = map[*tree.File]int{}
	}
	if c.inodes[f] == 0 {
		c.inodes[f] = len(c.inodes) + 1
	}
	return c.inodes[f]
}

// seconds is the time as the format has it: 32 bits without a sign, from 1970 to 2106.
func seconds(f *tree.File) int64 {
	return min(max(f.Modified.Unix(), 0), math.MaxUint32)
}

func (c *cpio) write(p []byte) {
	n, _ := c.w.Write(p) //nolint:errcheck // Flush returns it
	c.written += int64(n)
}

func (c *cpio) pad() {
	for c.written%4 != 0 {
		c.write([]byte{0})
	}
}
