// An inode: what a file is, but for its names. Where its content is stands in 60 bytes, which for most files is enough; a
// short symlink's target and a device's number are in there themselves.

package ext4

import (
	"encoding/binary"
	"math"
	"time"

	"golang.org/x/sys/unix"
)

const (
	inodeSize = 256
	extraSize = 32 // what an inode has beyond the 128 bytes of old, before its attributes
)

// record is an inode on the disk. Source: ext4/inodes.rst.
type record struct {
	Mode            uint16
	UID             uint16
	Size            uint32
	AccessTime      uint32
	ChangeTime      uint32
	ModifyTime      uint32
	DeleteTime      uint32
	GID             uint16
	Links           uint16
	Sectors         uint32 // of 512 bytes that it takes, whatever for
	Flags           uint32
	Version         uint32
	Where           [60]byte
	Generation      uint32
	Attributes      uint32 // the block of them
	SizeHigh        uint32
	Fragment        uint32
	SectorsHigh     uint16
	AttributesHigh  uint16
	UIDHigh         uint16
	GIDHigh         uint16
	Checksum        uint16
	Reserved        uint16
	ExtraSize       uint16
	ChecksumHigh    uint16
	ChangeTimeExtra uint32
	ModifyTimeExtra uint32
	AccessTimeExtra uint32
	CreateTime      uint32
	CreateTimeExtra uint32
	VersionHigh     uint32
	Project         uint32
	Inside          [inodeSize - 128 - extraSize]byte // attributes
}

const hasExtents = 0x80000

func (i *inode) encode() []byte {
	seconds, extra := timeOf(i.Modified)
	size := i.size
	r := record{
		Mode: uint16(i.Mode), Links: uint16(i.links),
		UID: uint16(i.UID), UIDHigh: uint16(i.UID >> 16), GID: uint16(i.GID), GIDHigh: uint16(i.GID >> 16),
		AccessTime: seconds, ChangeTime: seconds, ModifyTime: seconds, CreateTime: seconds,
		AccessTimeExtra: extra, ChangeTimeExtra: extra, ModifyTimeExtra: extra, CreateTimeExtra: extra,
		ExtraSize: extraSize,
	}
	switch {
	case i.isFastLink():
		copy(r.Where[:], i.Target)
		size = int64(len(i.Target))
	case i.Kind() == unix.S_IFCHR, i.Kind() == unix.S_IFBLK:
		i.putDevice(r.Where[:])
	case i.Kind() != unix.S_IFIFO:
		r.Flags = hasExtents
		copy(r.Where[:], i.extentRoot())
	}
	r.Size, r.SizeHigh = uint32(size), uint32(size>>32)
	if i.attributes != nil {
		r.Attributes = uint32(i.attributes[0].start)
	}
	sectors := i.blocks() * (blockSize / 512)
	r.Sectors, r.SectorsHigh = uint32(sectors), uint16(sectors>>32)
	copy(r.Inside[:], i.inside)
	return encode(r)
}

// blocks is how many the file takes.
func (i *inode) blocks() (n int64) {
	for _, runs := range [][]run{i.content, i.index, i.attributes} {
		for _, r := range runs {
			n += r.length
		}
	}
	return n
}

// longestFast is the longest target that a symlink has in its inode, with a NUL behind it.
const longestFast = 59

func (i *inode) isFastLink() bool { return i.Kind() == unix.S_IFLNK && i.data == nil }

// putDevice writes the number of a device. There are two ways, an old one for small numbers. Source: the kernel's linux/kdev_t.h.
func (i *inode) putDevice(where []byte) {
	if i.Major < 256 && i.Minor < 256 {
		binary.LittleEndian.PutUint32(where, i.Major<<8|i.Minor)
		return
	}
	binary.LittleEndian.PutUint32(where[4:], i.Minor&0xff|i.Major<<8|(i.Minor&^0xff)<<12)
}

// timeOf is a time as two numbers: 32 bits of seconds since 1970, with a sign, and then nanoseconds with two more bits of
// seconds below them, which reach to 2446. What is beyond is the last that can be said.
func timeOf(t time.Time) (seconds, extra uint32) {
	const first, last = math.MinInt32, math.MinInt32 + 1<<34 - 1
	s, ns := t.Unix(), t.Nanosecond()
	if s < first || s > last {
		s, ns = min(max(s, first), last), 0
	}
	more := (s - int64(int32(s))) >> 32
	return uint32(s), uint32(ns)<<2 | uint32(more)
}
