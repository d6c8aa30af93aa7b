package ext4

// descriptor says where a group has its bitmaps and its inodes, and what is free. Source: ext4/group_descr.rst.
type descriptor struct {
	BlockBitmap    uint32
	InodeBitmap    uint32
	InodeTable     uint32
	FreeBlocks     uint16
	FreeInodes     uint16
	Directories    uint16
	Flags          uint16
	ExcludeBitmap  uint32
	BlockChecksum  uint16
	InodeChecksum  uint16
	UnusedInodes   uint16
	GroupsChecksum uint16
}

const descriptorSize = 32

// descriptors are those of all groups, as a table.
func (d *disk) descriptors() (table []byte) {
	for g := range d.groups {
		table = append(table, encode(descriptor{
			BlockBitmap: uint32(d.blockBitmap(g)),
			InodeBitmap: uint32(d.inodeBitmap(g)),
			InodeTable:  uint32(d.inodeTable(g)),
			FreeBlocks:  uint16(d.end(g) - d.start(g) - d.free.taken(g)),
			FreeInodes:  uint16(d.inodesPerGroup - d.inodesIn(g)),
			Directories: uint16(d.directoriesIn(g)),
		})...)
	}
	return table
}

// inodesIn is how many inodes of a group are taken, the reserved ones among them.
func (d *disk) inodesIn(group int) int {
	return min(max(d.files.highest()-group*d.inodesPerGroup, 0), d.inodesPerGroup)
}

func (d *disk) directoriesIn(group int) (n int) {
	for _, i := range d.filesIn(group) {
		if i.isDirectory() {
			n++
		}
	}
	return n
}

// filesIn are the files whose inodes are in a group.
func (d *disk) filesIn(group int) []*inode {
	first := group*d.inodesPerGroup + 1
	return d.files.between(first, first+d.inodesPerGroup)
}

// writeGroup writes a group's bitmaps and its inodes. Of the table only what is not zeros: inodes that nobody has taken are.
func (d *disk) writeGroup(group int) error {
	blocks := newBitmap(d.free.taken(group), d.end(group)-d.start(group))
	if _, err := d.f.WriteAt(blocks[:], d.blockBitmap(group)*blockSize); err != nil {
		return err
	}
	inodes := newBitmap(int64(d.inodesIn(group)), int64(d.inodesPerGroup))
	if _, err := d.f.WriteAt(inodes[:], d.inodeBitmap(group)*blockSize); err != nil {
		return err
	}
	table := make([]byte, d.inodesIn(group)*inodeSize)
	for _, i := range d.filesIn(group) {
		at := (i.number - 1 - group*d.inodesPerGroup) * inodeSize
		copy(table[at:at+inodeSize], i.encode())
	}
	_, err := d.f.WriteAt(table, d.inodeTable(group)*blockSize)
	return err
}
