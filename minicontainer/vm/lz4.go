// LZ4, the few lines of it that a kernel needs.
//
// The legacy format, which `lz4 -l` writes, is a magic number and then blocks, each with its
// compressed size in front. A block is a list of sequences: some bytes as they are
// (literals), then "copy n bytes from d bytes ago" (a match).
//
//	token     more?   literals   d, 2 bytes   more?
//	LLLLMMMM  255…    bytes      low high     255…      4 is added to the match's length
//
// Source: lz4_Block_format.md and lz4_Frame_format.md of the LZ4 project.

package vm

import (
	"encoding/binary"
	"errors"
)

const lz4Magic = "\x02\x21\x4c\x18"

var errLZ4 = errors.New("damaged LZ4 data")

// unlz4 decodes blocks until it has size bytes.
func unlz4(data []byte, size int) ([]byte, error) {
	out := make([]byte, 0, size)
	for len(out) < size {
		if len(data) < 4 {
			return nil, errLZ4
		}
		length := binary.LittleEndian.Uint32(data)
		data = data[4:]
		if length == binary.LittleEndian.Uint32([]byte(lz4Magic)) {
			continue // another stream begins, or the first
		}
		if uint64(length) > uint64(len(data)) {
			return nil, errLZ4
		}
		var err error
		if out, err = lz4Block(out, data[:length], size); err != nil {
			return nil, err
		}
		data = data[length:]
	}
	return out, nil
}

// lz4Block appends a block's content to out, which stays within size. A block begins
// afresh: a match never reaches into the one before.
func lz4Block(out, block []byte, size int) ([]byte, error) {
	begin := len(out)
	for len(block) > 0 {
		token := block[0]
		literals, rest, ok := lz4Length(int(token>>4), block[1:])
		if !ok || literals > len(rest) || len(out)+literals > size {
			return nil, errLZ4
		}
		out, block = append(out, rest[:literals]...), rest[literals:]
		if len(block) == 0 {
			return out, nil // the last sequence has literals only
		}
		if len(block) < 2 {
			return nil, errLZ4
		}
		distance := int(binary.LittleEndian.Uint16(block))
		match, rest, ok := lz4Length(int(token&15), block[2:])
		match += 4
		if !ok || distance == 0 || distance > len(out)-begin || len(out)+match > size {
			return nil, errLZ4
		}
		out, block = lz4Copy(out, distance, match), rest
	}
	return out, nil
}

// lz4Length adds to a length of 15 the bytes that follow, up to one that is not 255.
func lz4Length(length int, data []byte) (total int, rest []byte, ok bool) {
	if length < 15 {
		return length, data, true
	}
	for i, b := range data {
		length += int(b)
		if b != 255 {
			return length, data[i+1:], true
		}
	}
	return 0, nil, false
}

// lz4Copy appends length bytes from distance ago. The two may overlap: what has just been
// appended is copied, too, which is how a run of one byte is written.
func lz4Copy(out []byte, distance, length int) []byte {
	for length > 0 {
		n := min(length, distance)
		from := len(out) - distance
		out = append(out, out[from:from+n]...)
		length -= n
	}
	return out
}
