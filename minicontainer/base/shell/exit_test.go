package shell

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// exitCode is exit(0) as machine code: the number of the system call, its
// argument, the call. Source: syscall(2).
var exitCode = map[string][]byte{
	"amd64": {0xb8, 0x3c, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05},                            // mov eax,60; xor edi,edi; syscall
	"arm64": {0xa8, 0x0b, 0x80, 0xd2, 0x00, 0x00, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4}, // mov x8,#93; mov x0,#0; svc #0
}

// pathWithQ is a PATH on which q is a program that has ended before the shell can
// fork again: it has no loader and no C library, and its first instructions are
// its last.
func pathWithQ(t *testing.T) string {
	t.Helper()
	code, ok := exitCode[runtime.GOARCH]
	if !ok {
		t.Skipf("no program for %s", runtime.GOARCH)
	}
	const base, headers = 0x400000, 64 + 56
	machine := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[runtime.GOARCH]
	size := uint64(headers + len(code))
	var file bytes.Buffer
	for _, part := range []any{
		elf.Header64{
			Ident: [16]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
			Type:  uint16(elf.ET_EXEC), Machine: uint16(machine), Version: uint32(elf.EV_CURRENT),
			Entry: base + headers, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1,
		},
		elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: base, Filesz: size, Memsz: size, Align: 0x1000},
		code,
	} {
		if err := binary.Write(&file, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "q"), file.Bytes(), 0o755); err != nil {
		t.Fatal(err)
	}
	return "PATH=" + dir + ":/usr/bin:/bin"
}

// The first program has ended when the second is forked; its group must not be
// gone with it.
func TestPipelineOfProgramsThatExitAtOnce(t *testing.T) {
	term, c := onTerminal(t, pathWithQ(t))
	term.Type("i=0; while [ $i -lt 300 ]; do q | q | q; i=$((i+1)); done; echo en''ded\r")
	term.WaitText("\nended")
	if strings.Contains(term.Screen.String(), "not permitted") {
		t.Errorf("a stage could not join the group of the job:\n%s", term.Screen)
	}
	leave(t, term, c, 0)
}

// A word of the second stage waits for a process while the first is held back.
func TestSubstitutionInAPipelineEnds(t *testing.T) {
	term, c := onTerminal(t, pathWithQ(t))
	term.Type("q | expr $(q; echo 40) + $(expr 1 + 1 | cat) | cat\r")
	term.WaitText("\n42\n%")
	leave(t, term, c, 0)
}
