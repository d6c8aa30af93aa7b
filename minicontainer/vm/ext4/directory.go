// A directory is a file whose content is names: each with the number of an inode, its own length, and the distance to the next.
//
//	inode  distance  length  kind  name, to a multiple of 4
//	2      12        1       2     .
//	2      12        2       2     ..
//	11     4072      3       2     bin                       the last of a block reaches to its end
//
// No entry lies in two blocks. Whoever looks for a name goes through all of them (linear directories).
// Source: ext4/directory.rst.

package ext4

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

type directory struct {
	inode *inode
	last  int // where the last entry begins
}

// kinds are those of files, as directories tell them.
var kinds = map[uint32]byte{
	unix.S_IFREG: 1, unix.S_IFDIR: 2, unix.S_IFCHR: 3, unix.S_IFBLK: 4, unix.S_IFIFO: 5, unix.S_IFLNK: 7,
}

// newDirectory makes one that is in another, or in itself.
func newDirectory(i, above *inode) *directory {
	d := &directory{inode: i}
	i.links = 0 // add counts: its name, its ".", and the ".." of each directory in it
	d.add(".", i)
	d.add("..", above)
	return d
}

const entryHeader = 8

// add adds a name.
func (d *directory) add(name string, i *inode) {
	length := (entryHeader + len(name) + 3) &^ 3
	at := len(d.inode.data)
	if at%blockSize+length > blockSize {
		at = d.fillBlock()
	}
	data := append(d.inode.data, make([]byte, length)...)
	entry := data[at:]
	binary.LittleEndian.PutUint32(entry, uint32(i.number))
	binary.LittleEndian.PutUint16(entry[4:], uint16(length))
	entry[6], entry[7] = byte(len(name)), kinds[i.Kind()]
	copy(entry[entryHeader:], name)
	d.inode.data, d.last = data, at
	if i.isDirectory() {
		i.links++
	}
}

// fillBlock has the last entry reach to the end of its block, and returns where the next one begins.
func (d *directory) fillBlock() int {
	data := d.inode.data
	end := (len(data) + blockSize - 1) / blockSize * blockSize
	data = append(data, make([]byte, end-len(data))...)
	binary.LittleEndian.PutUint16(data[d.last+4:], uint16(end-d.last))
	d.inode.data = data
	return end
}

func (d *directory) finish() { d.fillBlock() }
