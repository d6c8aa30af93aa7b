//go:build linux && amd64

// What lies in the guest's memory before its first instruction. In a PC a boot loader puts it there:
//
//	0x001000  GDT: what a code and a data segment are
//	0x007000  zero page: what the loader tells the kernel
//	0x009000  page tables: every address is itself, up to 4 GiB
//	0x020000  command line
//	0x100000  from here on, where its ELF file says: the kernel
//	   …
//	the end   initramfs
//
// Source: the kernel's Documentation/arch/x86/boot.rst, "64-bit Boot Protocol", and zero-page.rst.

package machine

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

const (
	gdtAddress       = 0x1000
	zeroPageAddress  = 0x7000
	pageMapAddress   = 0x9000
	commandAddress   = 0x20000
	maxCommandLine   = 2048 // COMMAND_LINE_SIZE of amd64
	lowMemoryEnd     = 0x9fc00
	highMemoryBegin  = 0x100000
	pageSize         = 0x1000
	initramfsAligned = ^uint64(pageSize - 1)
)

// span is a piece of the guest's memory.
type span struct{ begin, end uint64 }

// placeInitramfs reads the file to the end of memory, if it fits above what is taken up to there.
func placeInitramfs(memory []byte, file string, taken uint64) (span, error) {
	if file == "" {
		return span{}, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return span{}, fmt.Errorf("read initramfs: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return span{}, fmt.Errorf("read initramfs: %w", err)
	}
	size, total := uint64(info.Size()), uint64(len(memory))
	if size > total || (total-size)&initramfsAligned < taken {
		return span{}, fmt.Errorf("place initramfs: its %d MiB and the kernel do not fit into %d MiB of memory", size>>20, total>>20)
	}
	begin := (total - size) & initramfsAligned
	if _, err := io.ReadFull(f, memory[begin:begin+size]); err != nil {
		return span{}, fmt.Errorf("read initramfs %s: %w", file, err)
	}
	return span{begin, begin + size}, nil
}

// writeZeroPage writes struct boot_params. The kernel is entered past the code that would
// fill in the rest of it by asking the firmware. Source: arch/x86/include/uapi/asm/bootparam.h.
func writeZeroPage(memory []byte, commandLine string, initramfs span) error {
	if len(commandLine) >= maxCommandLine {
		return fmt.Errorf("write command line: %d bytes, and the kernel takes %d", len(commandLine), maxCommandLine-1)
	}
	copy(memory[commandAddress:], commandLine+"\x00")
	page := memory[zeroPageAddress : zeroPageAddress+pageSize]
	put32 := binary.LittleEndian.PutUint32
	binary.LittleEndian.PutUint16(page[0x1fe:], 0xaa55) // boot_flag
	copy(page[0x202:], "HdrS")                          // header
	binary.LittleEndian.PutUint16(page[0x206:], 0x20c)  // version: 2.12, the first with a 64-bit entry
	page[0x210] = 0xff                                  // type_of_loader: none that is known
	put32(page[0x218:], uint32(initramfs.begin))        // ramdisk_image
	put32(page[0x21c:], uint32(initramfs.end-initramfs.begin))
	put32(page[0x228:], commandAddress)           // cmd_line_ptr
	put32(page[0x238:], uint32(len(commandLine))) // cmdline_size
	writeE820(page, span{0, lowMemoryEnd}, span{highMemoryBegin, uint64(len(memory))})
	return nil
}

// writeE820 says where memory is: without it the kernel believes in none. The name is that
// of the firmware's function that told.
func writeE820(page []byte, usable ...span) {
	const count, table, entrySize, kindRAM = 0x1e8, 0x2d0, 20, 1
	page[count] = byte(len(usable))
	for i, s := range usable {
		entry := page[table+i*entrySize:]
		binary.LittleEndian.PutUint64(entry, s.begin)
		binary.LittleEndian.PutUint64(entry[8:], s.end-s.begin)
		binary.LittleEndian.PutUint32(entry[16:], kindRAM)
	}
}
