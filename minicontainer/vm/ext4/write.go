// The order: inodes are numbered and directories made (number), the size is worked out (layoutFor), blocks are given out
// (allocate), and then all is written: directories, the content as the layers bring it, the groups' bitmaps and inodes, and the
// superblock last, without which it is no file system.

package ext4

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// Options say what file system Write makes.
type Options struct {
	// Size is the disk's, in bytes. 0: what the tree takes, and Room.
	Size  int64
	Label string // up to 16 bytes
	// UUID names the file system. Zero: one that is made of the tree's names, owners, modes, sizes and times.
	UUID [16]byte
}

// Room is what a disk has free for the guest to write, in bytes, if its size is not said. It takes none of the host's until
// the guest writes.
const Room = 1 << 30

// ErrNoRoom is the cause where the tree does not fit into the size.
var ErrNoRoom = errors.New("the files do not fit")

// Write makes f a disk with an ext4 file system that has the tree's files. What f had is gone; it becomes a sparse file, in
// which stretches of zeros take no room. The same tree and options give the same bytes. Errors read "write ext4: PATH: cause"; after
// one the file is of no use.
func Write(f *os.File, t *tree.Tree, o Options) error {
	if err := write(f, t, o); err != nil {
		return fmt.Errorf("write ext4: %w", err)
	}
	return nil
}

func write(f *os.File, t *tree.Tree, o Options) error {
	if len(o.Label) > len(superblock{}.Label) {
		return fmt.Errorf("label of %d bytes, and there is room for %d", len(o.Label), len(superblock{}.Label))
	}
	files, err := number(t)
	if err != nil {
		return err
	}
	l, err := layoutFor(files, o.Size)
	if err != nil {
		return err
	}
	d := &disk{f: f, layout: l, files: files, free: allocator{layout: l}}
	if err := d.allocate(); err != nil {
		return err
	}
	if err := errors.Join(f.Truncate(0), f.Truncate(max(o.Size, l.blocks*blockSize))); err != nil {
		return err
	}
	return d.write(t, o)
}

// disk is a file system on its way to a file.
type disk struct {
	f *os.File
	layout
	files  *files
	free   allocator
	buffer [pieceSize]byte
}

// allocate gives each file its blocks.
func (d *disk) allocate() error {
	for _, i := range d.files.inodes {
		content, err := d.free.take(blocksOf(i.size))
		index, indexErr := d.free.take(indexBlocks(len(content)))
		attributes, attributesErr := d.free.take(blocksOf(int64(len(i.outside))))
		if err := errors.Join(err, indexErr, attributesErr); err != nil {
			return fmt.Errorf("%w into %d bytes", ErrNoRoom, d.blocks*blockSize)
		}
		i.content, i.index, i.attributes = content, index, attributes
	}
	return nil
}

func (d *disk) write(t *tree.Tree, o Options) error {
	for _, i := range d.files.inodes {
		if err := d.writeOwn(i); err != nil {
			return fmt.Errorf("%s: %w", i.path, err)
		}
	}
	if err := t.Content(d.writeContent); err != nil {
		return err
	}
	for g := range d.groups {
		if err := d.writeGroup(g); err != nil {
			return err
		}
	}
	return d.writeSuperblocks(o)
}

// writeOwn writes what of a file is not its content as the tree has it.
func (d *disk) writeOwn(i *inode) error {
	if err := d.copy(i.content, bytes.NewReader(i.data), int64(len(i.data))); err != nil {
		return err
	}
	if err := d.writeIndex(i); err != nil {
		return err
	}
	return d.copy(i.attributes, bytes.NewReader(i.outside), int64(len(i.outside)))
}

func (d *disk) writeContent(e tree.Entry, r io.Reader) error {
	if err := d.copy(d.files.of[e.File].content, r, e.Size); err != nil {
		return fmt.Errorf("%s: %w", e.Path, err)
	}
	return nil
}

// copy writes so many bytes from r into blocks.
func (d *disk) copy(to []run, r io.Reader, size int64) error {
	for _, run := range to {
		n := min(size, run.length*blockSize)
		if err := d.fill(run.start*blockSize, r, n); err != nil {
			return err
		}
		size -= n
	}
	return nil
}

const pieceSize = 64 << 10

var zeros [pieceSize]byte

// fill writes so many bytes at a place of the disk, which is all zeros yet, so that zeros need not be written.
func (d *disk) fill(at int64, r io.Reader, size int64) error {
	for end := at + size; at < end; {
		piece := d.buffer[:min(pieceSize, end-at)]
		if _, err := io.ReadFull(r, piece); err != nil {
			return err
		}
		if !bytes.Equal(piece, zeros[:len(piece)]) {
			if _, err := d.f.WriteAt(piece, at); err != nil {
				return err
			}
		}
		at += int64(len(piece))
	}
	return nil
}
