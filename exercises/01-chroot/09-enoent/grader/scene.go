//go:build linux

// The programs of the scene. None of them can be started, each for another reason.

package grader

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	loader        grade.Cause = "loader"
	interpreter   grade.Cause = "interpreter"
	lineEnd       grade.Cause = "line-end"
	architecture  grade.Cause = "architecture"
	missing       grade.Cause = "missing"
	notExecutable grade.Cause = "not-executable"

	// library is a word that is never right: a program without a library does start,
	// and its loader complains.
	library grade.Cause = "library"
)

// causes are those that a program of the scene can have.
var causes = []grade.Cause{loader, interpreter, lineEnd, architecture, missing, notExecutable}

// makeScene puts one program of each kind into dir.
func makeScene(dir string) error {
	names, err := diagnosis.Draw()
	if err != nil {
		return err
	}
	for c, name := range names {
		if err := makeProgram(filepath.Join(dir, name), c); err != nil {
			return fmt.Errorf("make scene: %w", err)
		}
	}
	return nil
}

func makeProgram(path string, c grade.Cause) error {
	const body = "echo hello\n"
	switch c {
	case loader:
		return os.WriteFile(path, program(machine(), "/lib/ld-of-another-system.so.1"), 0o755)
	case architecture:
		// A processor that no emulator is set up for on anybody's machine (binfmt_misc).
		return os.WriteFile(path, program(elf.EM_IA_64, ""), 0o755)
	case interpreter:
		return os.WriteFile(path, []byte("#!/opt/script/bin/run\n"+body), 0o755)
	case lineEnd:
		return os.WriteFile(path, []byte("#!/bin/sh\r\necho hello\r\n"), 0o755)
	case missing:
		return os.Symlink("../releases/current/app", path)
	case notExecutable:
		return os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o644)
	}
	return fmt.Errorf("no program for %s", c)
}

func machine() elf.Machine {
	if runtime.GOARCH == "arm64" {
		return elf.EM_AARCH64
	}
	return elf.EM_X86_64
}

// program is the smallest ELF file that asks for a loader, or, without one, that only has
// a header: the kernel never comes as far as its code.
//
//	0    ELF header, 64 bytes
//	64   program headers, 56 bytes each: PT_LOAD, PT_DYNAMIC, PT_INTERP
//	232  what PT_DYNAMIC is about: its end mark, DT_NULL
//	248  what PT_INTERP is about: the loader's path and a zero byte
//
// Source: elf(5).
func program(m elf.Machine, interp string) []byte {
	const header, entry, dynamic, name = 64, 56, 232, 248
	length := uint64(len(interp) + 1)
	h := elf.Header64{
		Type: uint16(elf.ET_DYN), Machine: uint16(m), Version: uint32(elf.EV_CURRENT),
		Entry: header, Phoff: header, Ehsize: header, Phentsize: entry, Phnum: 3,
	}
	copy(h.Ident[:], []byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)})
	if interp == "" {
		h.Phnum = 1
	}
	parts := []any{
		h,
		segment(elf.PT_LOAD, elf.PF_R|elf.PF_X, 0, name+length, 0x10000),
		segment(elf.PT_DYNAMIC, elf.PF_R, dynamic, name-dynamic, 8),
		segment(elf.PT_INTERP, elf.PF_R, name, length, 1),
		elf.Dyn64{Tag: int64(elf.DT_NULL)},
		[]byte(interp + "\x00"),
	}
	var b bytes.Buffer
	for _, part := range parts {
		binary.Write(&b, binary.LittleEndian, part) //nolint:errcheck // a buffer takes everything
	}
	return b.Bytes()
}

// segment is a program header of a part that has the same offset in the file and in memory.
func segment(kind elf.ProgType, flags elf.ProgFlag, at, size, align uint64) elf.Prog64 {
	return elf.Prog64{
		Type: uint32(kind), Flags: uint32(flags), Off: at, Vaddr: at, Paddr: at, Filesz: size, Memsz: size, Align: align,
	}
}
