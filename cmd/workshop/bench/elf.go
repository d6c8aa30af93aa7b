//go:build linux

package bench

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"runtime"
)

// The machine code of exit(0): the call's number and its argument into registers,
// then the kernel. Source: syscall(2), "Architecture calling conventions".
var exitCode = map[string]struct {
	machine elf.Machine
	text    []byte
}{
	"amd64": {elf.EM_X86_64, []byte{
		0xb8, 0x3c, 0, 0, 0, // mov eax, 60
		0x31, 0xff, // xor edi, edi
		0x0f, 0x05, // syscall
	}},
	"arm64": {elf.EM_AARCH64, []byte{
		0xa8, 0x0b, 0x80, 0xd2, // mov x8, #93
		0x00, 0x00, 0x80, 0xd2, // mov x0, #0
		0x01, 0x00, 0x00, 0xd4, // svc #0
	}},
}

// exitProgram is the smallest program: an ELF header, one segment, exit(0). With
// it a measurement shows the runtime and not what it runs. Source: elf(5).
func exitProgram() ([]byte, error) {
	code, ok := exitCode[runtime.GOARCH]
	if !ok {
		return nil, fmt.Errorf("write exit program: not known for %s", runtime.GOARCH)
	}
	const headers, address = 64 + 56, 0x400000
	size := uint64(headers + len(code.text))
	var b bytes.Buffer
	for _, part := range []any{
		elf.Header64{
			Ident:   [16]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
			Type:    uint16(elf.ET_EXEC),
			Machine: uint16(code.machine), Version: uint32(elf.EV_CURRENT),
			Entry: address + headers, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1,
		},
		elf.Prog64{
			Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X),
			Vaddr: address, Paddr: address, Filesz: size, Memsz: size, Align: 0x1000,
		},
		code.text,
	} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
