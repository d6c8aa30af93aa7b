// Getting the kernel out of its wrapping.
//
// vmlinuz is a bzImage: code that a BIOS can start, then the kernel proper, compressed, with
// its size behind it. A boot loader finds its way by a table at the beginning.
//
//	0        0x1f1                          (setup_sects+1)·512
//	├─ setup ┼─ table: 0x202 "HdrS" … ──────┼─ unpacking code ┬─ payload ───────┬─ …
//	                   0x248 payload_offset ──────────────────▶│ LZ4, gzip …     │
//	                   0x24c payload_length                    │ + size, 4 bytes │
//
// An emulated processor would take longer over the unpacking than over all the rest of the
// boot. Source: the kernel's Documentation/arch/x86/boot.rst.

package vm

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// Vmlinux returns the uncompressed ELF file that is in the kernel's image. Compressed it may be
// by LZ4 (Debian), gzip or bzip2; what Go's standard library cannot unpack (zstd, xz, LZMA,
// LZO) is refused by name.
func (k Kernel) Vmlinux() ([]byte, error) {
	image, err := os.ReadFile(k.Image)
	if err != nil {
		return nil, fmt.Errorf("read kernel: %w", err)
	}
	elf, err := vmlinux(image)
	if err != nil {
		return nil, fmt.Errorf("unpack kernel %s: %w", k.Image, err)
	}
	return elf, nil
}

var elfMagic = []byte("\x7fELF")

func vmlinux(image []byte) ([]byte, error) {
	if bytes.HasPrefix(image, elfMagic) {
		return image, nil // not wrapped at all
	}
	payload, size, err := payloadOf(image)
	if err != nil {
		return nil, err
	}
	elf, err := decompress(payload, size)
	if err != nil {
		return nil, err
	}
	if len(elf) != size || !bytes.HasPrefix(elf, elfMagic) {
		return nil, fmt.Errorf("%d bytes came out that are no ELF file of %d", len(elf), size)
	}
	return elf, nil
}

// The fields of the table that lead to the payload.
const (
	setupSectors  = 0x1f1
	headerMagic   = 0x202
	payloadOffset = 0x248
	payloadLength = 0x24c
	headerEnd     = 0x250
)

// payloadOf returns the compressed kernel and the size it will have.
func payloadOf(image []byte) (payload []byte, size int, err error) {
	if len(image) < headerEnd || string(image[headerMagic:headerMagic+4]) != "HdrS" {
		return nil, 0, errors.New("not a bzImage")
	}
	const sector, sizeBytes = 512, 4
	field := func(at int) uint64 { return uint64(binary.LittleEndian.Uint32(image[at:])) }
	begin := (uint64(image[setupSectors])+1)*sector + field(payloadOffset)
	end := begin + field(payloadLength)
	if end > uint64(len(image)) || end-begin < sizeBytes {
		return nil, 0, errors.New("the payload is cut off")
	}
	trailer := image[end-sizeBytes : end]
	return image[begin : end-sizeBytes], int(binary.LittleEndian.Uint32(trailer)), nil
}

// compressions are known by how their data begins.
var compressions = []struct {
	name, magic string
	open        func([]byte, int) ([]byte, error) // nil: not ours to open
}{
	{"gzip", "\x1f\x8b", gunzip},
	{"bzip2", "BZh", bunzip2},
	{"LZ4", lz4Magic, unlz4},
	{"zstd", "\x28\xb5\x2f\xfd", nil},
	{"xz", "\xfd7zXZ\x00", nil},
	{"LZMA", "\x5d\x00\x00", nil},
	{"LZO", "\x89LZO", nil},
}

// maxKernel bounds what a size field may ask for.
const maxKernel = 1 << 29

func decompress(payload []byte, size int) ([]byte, error) {
	if size > maxKernel {
		return nil, fmt.Errorf("it says to be %d bytes", size)
	}
	for _, c := range compressions {
		switch {
		case !bytes.HasPrefix(payload, []byte(c.magic)):
		case c.open == nil:
			return nil, fmt.Errorf("%s is a compression that we cannot undo", c.name)
		default:
			return c.open(payload, size)
		}
	}
	return nil, errors.New("compressed by an unknown method")
}

func gunzip(data []byte, size int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	// The payload may be padded; what follows the first stream is none of ours.
	r.Multistream(false)
	return io.ReadAll(io.LimitReader(r, int64(size)+1))
}

func bunzip2(data []byte, size int) ([]byte, error) {
	return io.ReadAll(io.LimitReader(bzip2.NewReader(bytes.NewReader(data)), int64(size)+1))
}
