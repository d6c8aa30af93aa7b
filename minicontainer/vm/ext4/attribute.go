// Extended attributes: names and values that a file has besides its content, such as a program's capabilities. They lie in what
// of the inode is free, or else in a block of their own, entries from the start and values from the end:
//
//	header │ entry │ entry │ 0 │      free      │ value │ value
//
// An entry has a number for the beginning of the name ("user." is 1), the rest of it, and where the value is.
//
// Source: ext4/attributes.rst.

package ext4

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const attributeMagic = 0xea020000

// attributeHeader begins a block of attributes; in an inode there is only the first number.
type attributeHeader struct {
	Magic      uint32
	References uint32 // inodes that share the block
	Blocks     uint32
	Hash       uint32 // of all, by which blocks to be shared are found; 0: not to be shared
	Checksum   uint32
	Reserved   [3]uint32
}

type attributeEntry struct {
	NameLength uint8
	Prefix     uint8
	Value      uint16 // where it is
	ValueInode uint32
	Size       uint32
	Hash       uint32
}

// prefixes are the beginnings of names that ext4 knows.
var prefixes = []struct {
	text   string
	number uint8
}{
	{"user.", 1}, {"trusted.", 4}, {"security.", 6},
	{accessList, 2}, {defaultList, 3},
}

type attribute struct {
	prefix uint8
	name   string // the rest
	value  string
}

// placeAttributes finds a place for the file's attributes.
func (i *inode) placeAttributes() error {
	all, err := attributesOf(i.Attributes)
	if err != nil || len(all) == 0 {
		return err
	}
	first := binary.LittleEndian.AppendUint32(nil, attributeMagic)
	if i.inside = encodeAttributes(all, first, len(record{}.Inside), len(first)); i.inside != nil {
		return nil
	}
	header := encode(attributeHeader{Magic: attributeMagic, References: 1, Blocks: 1})
	if i.outside = encodeAttributes(all, header, blockSize, 0); i.outside == nil {
		return fmt.Errorf("its extended attributes are larger than a block")
	}
	return nil
}

// attributesOf are a file's in the order that the kernel looks for them: by prefix, length of the name, and name.
func attributesOf(names map[string]string) ([]attribute, error) {
	var all []attribute
	for name, value := range names {
		a, err := newAttribute(name, value)
		if err != nil {
			return nil, fmt.Errorf("attribute %.100q: %w", name, err)
		}
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b attribute) int {
		switch {
		case a.prefix != b.prefix:
			return int(a.prefix) - int(b.prefix)
		case len(a.name) != len(b.name):
			return len(a.name) - len(b.name)
		}
		return strings.Compare(a.name, b.name)
	})
	return all, nil
}

func newAttribute(name, value string) (attribute, error) {
	const longest = 255 // XATTR_NAME_MAX
	if len(name) > longest {
		return attribute{}, unix.ERANGE
	}
	for _, p := range prefixes {
		rest, is := strings.CutPrefix(name, p.text)
		switch isList := name == accessList || name == defaultList; {
		case !is, isList && rest != "", !isList && rest == "":
			continue
		case isList:
			list, err := encodeList(value)
			return attribute{p.number, "", list}, err
		}
		return attribute{p.number, rest, value}, nil
	}
	return attribute{}, unix.ENOTSUP // as setxattr(2) has it
}

// encodeAttributes fills so many bytes, or returns nil if they are too few. Values are found by their distance from origin.
func encodeAttributes(all []attribute, header []byte, size, origin int) []byte {
	const entrySize, end = 16, 4
	data := make([]byte, size)
	at := copy(data, header)
	top := size
	for _, a := range all {
		top -= roundUp(len(a.value))
		next := at + entrySize + roundUp(len(a.name))
		if next+end > top {
			return nil
		}
		e := attributeEntry{NameLength: uint8(len(a.name)), Prefix: a.prefix, Size: uint32(len(a.value)), Hash: a.hash()}
		if len(a.value) > 0 {
			e.Value = uint16(top - origin)
		}
		copy(data[at:], encode(e))
		copy(data[at+entrySize:], a.name)
		copy(data[top:], a.value)
		at = next
	}
	return data
}

func roundUp(n int) int { return (n + 3) &^ 3 }

// hash is a checksum of the name and the value. Source: the kernel's fs/ext4/xattr.c, ext4_xattr_hash_entry.
func (a attribute) hash() (h uint32) {
	for _, c := range []byte(a.name) {
		h = h<<5 ^ h>>27 ^ uint32(c)
	}
	value := append([]byte(a.value), make([]byte, roundUp(len(a.value))-len(a.value))...)
	for ; len(value) > 0; value = value[4:] {
		h = h<<16 ^ h>>16 ^ binary.LittleEndian.Uint32(value)
	}
	return h
}
