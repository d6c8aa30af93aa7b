// Why a program that is there does not start.
//
// execve(2) answers ENOENT both when the file is missing and when the file's
// interpreter is, and ENOEXEC for anything it cannot read. The person sees
// "no such file or directory" about a file that ls shows. The file itself knows
// better: its ELF header names the machine it is for and the loader it wants, its
// first line names the interpreter of a script.

package rootfs

import (
	"bufio"
	"bytes"
	"debug/elf"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// Binary is what a program file says of itself.
type Binary struct {
	Machine     string // for an ELF file of another architecture: its name
	Interpreter string // the loader of a dynamic ELF file or of a "#!" script, "" if none
	Script      bool
	Unknown     bool // neither ELF nor script
}

// Inspect reads what program file f is, from its headers, and leaves the offset
// anywhere. Source: elf(5), execve(2) "Interpreter scripts".
func Inspect(f io.ReaderAt) (Binary, error) {
	head := make([]byte, 4)
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return Binary{}, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("#!")):
		return Binary{Script: true, Interpreter: shebang(f)}, nil
	case string(head) != elf.ELFMAG:
		return Binary{Unknown: true}, nil
	}
	return inspectELF(f)
}

func inspectELF(f io.ReaderAt) (Binary, error) {
	file, err := elf.NewFile(f)
	if err != nil {
		return Binary{Unknown: true}, nil
	}
	defer file.Close() //nolint:errcheck // only read from
	if file.Machine != hostMachine() {
		return Binary{Machine: strings.ToLower(strings.TrimPrefix(file.Machine.String(), "EM_"))}, nil
	}
	for _, p := range file.Progs {
		if p.Type != elf.PT_INTERP {
			continue
		}
		name, err := io.ReadAll(io.LimitReader(p.Open(), unix.PathMax))
		return Binary{Interpreter: string(bytes.TrimRight(name, "\x00"))}, err
	}
	return Binary{}, nil
}

func shebang(f io.ReaderAt) string {
	line, _ := bufio.NewReader(io.NewSectionReader(f, 2, 254)).ReadString('\n') //nolint:errcheck // a last line without newline is a line
	// The kernel separates by spaces and tabs only: the carriage return of a file that was
	// written on Windows belongs to the name.
	fields := strings.FieldsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return r == ' ' || r == '\t' })
	if len(fields) == 0 {
		return ""
	}
	return fields[0]
}

// hostMachine is the architecture this program was built for, which is the one
// the kernel runs, emulators and 32-bit programs aside.
func hostMachine() elf.Machine {
	switch runtime.GOARCH {
	case "amd64":
		return elf.EM_X86_64
	case "arm64":
		return elf.EM_AARCH64
	case "riscv64":
		return elf.EM_RISCV
	}
	return elf.EM_NONE
}

// InspectFile is Inspect of the file at path, which must be a regular one:
// opening a FIFO waits for somebody to write to it, perhaps for ever.
func InspectFile(path string) (Binary, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return Binary{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Binary{}, err
	}
	if !info.Mode().IsRegular() {
		return Binary{Unknown: true}, nil
	}
	return Inspect(f)
}
