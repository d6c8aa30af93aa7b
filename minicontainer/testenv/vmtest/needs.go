package vmtest

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
)

// Kernel asks for what it takes to boot guests, and returns the kernel they boot. With -short
// no guest is booted.
func Kernel(t *testing.T) vm.Kernel {
	t.Helper()
	if testing.Short() {
		t.Skip("needs vm: -short leaves virtual machines out")
	}
	if err := vm.GuestsRun(); err != nil {
		missing(t, err.Error())
	}
	if _, err := exec.LookPath(vm.QEMU); err != nil {
		missing(t, vm.QEMU+" is not installed")
	}
	kernel, err := vm.FindKernel()
	if err != nil {
		missing(t, err.Error())
	}
	return kernel
}

// kernels are those that have been unpacked already: it takes half a second.
var kernels struct {
	sync.Mutex
	unpacked map[vm.Kernel][]byte
}

// unpacked writes the kernel as an ELF file and returns its path. A kernel that cannot be
// unpacked here is one that is missing.
func unpacked(t *testing.T, kernel vm.Kernel) string {
	t.Helper()
	kernels.Lock()
	defer kernels.Unlock()
	if kernels.unpacked[kernel] == nil {
		elf, err := kernel.Vmlinux()
		if err != nil {
			missing(t, err.Error())
		}
		kernels.unpacked = map[vm.Kernel][]byte{kernel: elf}
	}
	path := filepath.Join(t.TempDir(), "vmlinux")
	if err := os.WriteFile(path, kernels.unpacked[kernel], 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// program is what Program has built, kept in memory as long as this test binary runs.
var program struct {
	sync.Mutex
	file *os.File
}

// Program returns a test binary of the calling package that runs without a C library: the
// running one, or one that is built now, as Go links dynamically where there is a C compiler and
// a package has a use for it.
func Program(t *testing.T) string {
	t.Helper()
	const self = "/proc/self/exe"
	running, err := elf.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close() //nolint:errcheck // only read from
	if running.Section(".interp") == nil {
		return self
	}
	program.Lock()
	defer program.Unlock()
	if program.file == nil {
		program.file = static(t)
	}
	return syscalls.FDPath(program.file)
}

// static builds the test binary of the package in the working directory.
func static(t *testing.T) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "static.test")
	// Without its symbols it is two thirds as large, all of which the guest keeps in memory.
	cmd := exec.Command("go", "test", "-c", "-ldflags=-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		missing(t, "the test binary is dynamic, and building a static one fails: "+err.Error()+": "+string(said))
	}
	file, err := syscalls.SealedCopy(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
