// The superblock: 1024 bytes at byte 1024, before which there is room for a boot loader. It says what the file system is, how
// large its parts are, and by its features what a kernel has to know in order to read or write it. Some groups have a
// copy, for fsck(8) to find when the first is lost.

package ext4

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// superblock is as it is on the disk. Source: ext4/super.rst.
type superblock struct {
	Inodes             uint32
	Blocks             uint32
	ReservedBlocks     uint32
	FreeBlocks         uint32
	FreeInodes         uint32
	FirstDataBlock     uint32
	LogBlockSize       uint32 // 1024 << this
	LogClusterSize     uint32
	BlocksPerGroup     uint32
	ClustersPerGroup   uint32
	InodesPerGroup     uint32
	MountTime          uint32
	WriteTime          uint32
	Mounts             uint16
	MaxMounts          uint16
	Magic              uint16
	State              uint16
	Errors             uint16
	MinorRevision      uint16
	LastCheck          uint32
	CheckInterval      uint32
	CreatorOS          uint32
	Revision           uint32
	ReservedUID        uint16
	ReservedGID        uint16
	FirstInode         uint32 // that is not reserved
	InodeSize          uint16
	Group              uint16 // that this copy is in
	Compatible         uint32 // features that a kernel need not know
	Incompatible       uint32 // that it must know, to mount
	ReadOnlyCompatible uint32 // that it must know, to mount for writing
	UUID               [16]byte
	Label              [16]byte
	LastMounted        [64]byte
	Unused             [32]byte // of online resizing, and of a journal
	LastOrphan         uint32
	HashSeed           [4]uint32
	HashVersion        uint8
	JournalBackup      uint8
	DescriptorSize     uint16
	MountOptions       uint32
	FirstMetaGroup     uint32
	MakeTime           uint32
	JournalBlocks      [17]uint32
	High               [3]uint32 // of the numbers of blocks
	MinExtraSize       uint16    // of inodes
	WantExtraSize      uint16
	Flags              uint32
	Rest               [0x400 - 0x164]byte
}

const (
	magic     = 0xef53
	clean     = 1 // it was unmounted
	goOn      = 1 // at errors
	neverFsck = 0xffff
	dynamic   = 1 // the revision with features and inodes of any size

	compatExtendedAttributes = 0x8
	incompatFileTypes        = 0x2 // directories tell the kind of file
	incompatExtents          = 0x40
	readSparseSuper          = 0x1 // not every group has a superblock
	readLargeFile            = 0x2 // of 2 GiB and more
	readHugeFile             = 0x8 // of 2 TiB and more
	readManySubdirectories   = 0x20
	readExtraSize            = 0x40 // inodes larger than 128 bytes

	signedHash = 1 // which of two ways to hash names, as char has a sign or not
)

func (d *disk) superblock(o Options) superblock {
	s := superblock{
		Inodes:             uint32(d.groups * d.inodesPerGroup),
		Blocks:             uint32(d.blocks),
		LogBlockSize:       2,
		LogClusterSize:     2,
		BlocksPerGroup:     groupBlocks,
		ClustersPerGroup:   groupBlocks,
		InodesPerGroup:     uint32(d.inodesPerGroup),
		MaxMounts:          neverFsck,
		Magic:              magic,
		State:              clean,
		Errors:             goOn,
		Revision:           dynamic,
		FirstInode:         firstInode,
		InodeSize:          inodeSize,
		Compatible:         compatExtendedAttributes,
		Incompatible:       incompatFileTypes | incompatExtents,
		ReadOnlyCompatible: readSparseSuper | readLargeFile | readHugeFile | readManySubdirectories | readExtraSize,
		UUID:               o.UUID,
		MinExtraSize:       extraSize,
		WantExtraSize:      extraSize,
		Flags:              signedHash,
	}
	copy(s.Label[:], o.Label)
	if s.UUID == [16]byte{} {
		s.UUID = d.files.uuid()
	}
	for g := range d.groups {
		s.FreeBlocks += uint32(d.end(g) - d.start(g) - d.free.taken(g))
		s.FreeInodes += uint32(d.inodesPerGroup - d.inodesIn(g))
	}
	return s
}

// uuid is made of what is known before any content is read. Source: RFC 9562, version 8: "vendor's own".
func (f *files) uuid() (id [16]byte) {
	h := sha256.New()
	for _, i := range f.inodes {
		fmt.Fprintf(h, "%q %o %d %d %d %d %q\n", i.path, i.Mode, i.UID, i.GID, i.Size, i.Modified.UnixNano(), i.Target)
	}
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// hasSuperblock tells which groups have a superblock and the descriptors (sparse_super): 0, 1, and the powers of 3, 5 and 7.
func hasSuperblock(group int) bool {
	if group <= 1 {
		return true
	}
	for _, base := range []int{3, 5, 7} {
		power := base
		for power < group {
			power *= base
		}
		if power == group {
			return true
		}
	}
	return false
}

// writeSuperblocks writes the superblock, the descriptors, and their copies.
func (d *disk) writeSuperblocks(o Options) error {
	s, descriptors := d.superblock(o), d.descriptors()
	for g := range d.groups {
		if !hasSuperblock(g) {
			continue
		}
		at := d.start(g) * blockSize
		if g == 0 {
			at = 1024
		}
		s.Group = uint16(g)
		if _, err := d.f.WriteAt(encode(s), at); err != nil {
			return err
		}
		if _, err := d.f.WriteAt(descriptors, (d.start(g)+1)*blockSize); err != nil {
			return err
		}
	}
	return nil
}

// encode writes a structure as it is on the disk: numbers with the low byte first.
func encode(structures ...any) (all []byte) {
	for _, s := range structures {
		all, _ = binary.Append(all, binary.LittleEndian, s) //nolint:errcheck // fails for what has no fixed size
	}
	return all
}
