//go:build linux && amd64

package machine

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// The offsets are those of boot.rst and zero-page.rst, written down once more.
func TestTheZeroPageSaysWhatALoaderSays(t *testing.T) {
	memory := make([]byte, 2<<20)
	if err := writeZeroPage(memory, "reboot=k quiet", span{0x1ff000, 0x1ff123}); err != nil {
		t.Fatal(err)
	}
	page := memory[zeroPageAddress:]
	field := func(at, size int) uint64 {
		var wide [8]byte
		copy(wide[:], page[at:at+size])
		return binary.LittleEndian.Uint64(wide[:])
	}
	for _, f := range []struct {
		name     string
		at, size int
		want     uint64
	}{
		{"e820_entries", 0x1e8, 1, 2},
		{"sentinel", 0x1ef, 1, 0}, // else the kernel forgets the fields that no loader knows
		{"boot_flag", 0x1fe, 2, 0xaa55},
		{"header", 0x202, 4, 0x53726448},
		{"type_of_loader", 0x210, 1, 0xff},
		{"ramdisk_image", 0x218, 4, 0x1ff000},
		{"ramdisk_size", 0x21c, 4, 0x123},
		{"cmd_line_ptr", 0x228, 4, commandAddress},
		{"cmdline_size", 0x238, 4, 14},
		{"first memory", 0x2d0, 8, 0},
		{"its size", 0x2d8, 8, 0x9fc00},
		{"its kind", 0x2e0, 4, 1},
		{"second memory", 0x2e4, 8, 1 << 20},
		{"its size", 0x2ec, 8, 1 << 20},
		{"its kind", 0x2f4, 4, 1},
	} {
		if got := field(f.at, f.size); got != f.want {
			t.Errorf("%s is %#x, want %#x", f.name, got, f.want)
		}
	}
	if got := string(memory[commandAddress : commandAddress+15]); got != "reboot=k quiet\x00" {
		t.Errorf("command line %q", got)
	}
}

func TestNothingOverlaps(t *testing.T) {
	const tables = 6
	places := []span{
		{gdtAddress, gdtAddress + 32},
		{zeroPageAddress, zeroPageAddress + pageSize},
		{pageMapAddress, pageMapAddress + tables*pageSize},
		{commandAddress, commandAddress + maxCommandLine},
		{lowMemoryEnd, highMemoryBegin},
	}
	for i := 1; i < len(places); i++ {
		if places[i-1].end > places[i].begin {
			t.Errorf("%#x and %#x", places[i-1], places[i])
		}
	}
}

// TestEveryAddressIsItself walks the page tables as a processor does.
func TestEveryAddressIsItself(t *testing.T) {
	memory := make([]byte, highMemoryBegin)
	writePageTables(memory)
	for _, address := range []uint64{0, 0x7000, 0x1fffff, 0x200000, 0x1000000, 0x40000000, 0xfee00000, 0xffffffff} {
		table := uint64(pageMapAddress)
		for _, shift := range []int{39, 30, 21} {
			entry := binary.LittleEndian.Uint64(memory[table+8*(address>>shift&511):])
			if entry&3 != 3 || (entry&0x80 != 0) != (shift == 21) {
				t.Fatalf("%#x, level %d: %#x", address, shift, entry)
			}
			table = entry &^ 0xfff
		}
		if got := table | address&0x1fffff; got != address {
			t.Errorf("%#x is %#x", address, got)
		}
	}
}

func TestTheInitramfsEndsTheMemory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "initramfs")
	if err := os.WriteFile(file, []byte(strings.Repeat("a", 4097)), 0o600); err != nil {
		t.Fatal(err)
	}
	memory := make([]byte, 8*pageSize)
	got, err := placeInitramfs(memory, file, 6*pageSize)
	if want := (span{6 * pageSize, 6*pageSize + 4097}); err != nil || got != want {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	if memory[got.begin] != 'a' || memory[got.end-1] != 'a' || memory[got.end] != 0 {
		t.Error("it is not there")
	}
	if _, err := placeInitramfs(memory, file, 6*pageSize+1); err == nil {
		t.Error("it lies on the kernel")
	}
}

func TestTheGuestsProcessorIsTheOnlyOne(t *testing.T) {
	got := identity([]kvm.CPUIDEntry{{Function: 1, EBX: 0x03010800, ECX: 1}, {Function: 0xb, EDX: 3}, {Function: 2, EDX: 3}})
	if got[0].EBX != 0x00010800 || got[0].ECX != 1<<31|1 || got[1].EDX != 0 || got[2].EDX != 3 {
		t.Errorf("%+v", got)
	}
}
