//go:build linux && amd64

package machine_test

import (
	"bytes"
	"context"
	"debug/elf"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/machine"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// needKVM asks for a KVM, however it runs guests.
func needKVM(t *testing.T) {
	t.Helper()
	fd, err := unix.Open(kvm.Device, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		testenv.Missing(t, "kvm", "open "+kvm.Device+": "+err.Error())
	}
	unix.Close(fd)
}

// within bounds what should take milliseconds.
func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return ctx
}

const plenty = time.Minute

func TestTwelveBytesAddAndTell(t *testing.T) {
	needKVM(t)
	run, err := machine.Twelve(within(t, plenty))
	if err != nil {
		t.Fatal(err)
	}
	out := func(b byte) machine.Exit {
		return machine.Exit{Reason: kvm.IO, Port: 0x3f8, Out: true, Size: 1, Data: b}
	}
	want := machine.Run{Output: "4\n", Exits: []machine.Exit{out('4'), out('\n'), {Reason: kvm.Halt}}}
	if run.Took <= 0 {
		t.Errorf("it took %v", run.Took)
	}
	t.Log(run.Took)
	run.Took = 0
	if d := cmp.Diff(want, run); d != "" {
		t.Error(d)
	}
}

func TestTheListNamesTheCallsInOrder(t *testing.T) {
	text := plan.Lines(machine.Explain())
	at := 0
	for _, call := range []string{"/dev/kvm", "KVM_CREATE_VM", "KVM_SET_USER_MEMORY_REGION", "KVM_CREATE_VCPU", "KVM_SET_REGS", "KVM_RUN"} {
		next := strings.Index(text[at:], call)
		if next < 0 {
			t.Fatalf("no %s where it should be in\n%s", call, text)
		}
		at += next
	}
}

// kernel is an ELF file with one segment of code at 1 MiB, which is all that a kernel needs.
func kernel(t *testing.T, code string) []byte {
	t.Helper()
	const at, headers = 1 << 20, 64 + 56
	var file bytes.Buffer
	for _, part := range []any{
		elf.Header64{
			Ident: [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
			Type:  uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
			Entry: at, Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1,
		},
		elf.Prog64{
			Type: uint32(elf.PT_LOAD), Off: headers, Paddr: at, Vaddr: 0xffffffff80000000,
			Filesz: uint64(len(code)), Memsz: uint64(len(code)) + 4096,
		},
		[]byte(code),
	} {
		if err := binary.Write(&file, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes()
}

const (
	sayOK = "\x66\xba\xf8\x03" + // mov dx, 0x3f8
		"\xb0O\xee" + "\xb0K\xee" // mov al, 'O'; out dx, al; and 'K'
	reset   = "\xb0\xfe\xe6\x64" // mov al, 0xfe; out 0x64, al
	forever = "\xeb\xfe"         // jmp .
)

func TestAGuestThatResetsIsOff(t *testing.T) {
	needKVM(t)
	var out bytes.Buffer
	exits, err := machine.Linux{Kernel: kernel(t, sayOK+"\xe4\x70"+reset), Memory: 8}.Boot(within(t, plenty), nil, &out) // with an in al, 0x70
	if err != nil || out.String() != "OK" {
		t.Fatalf("%q, %v", out.String(), err)
	}
	want := map[machine.Port]int{{Number: 0x3f8, Out: true}: 2, {Number: 0x70}: 1, {Number: 0x64, Out: true}: 1}
	if d := cmp.Diff(want, exits.Ports); d != "" || exits.Reasons[kvm.IO] != 4 {
		t.Errorf("%v\n%s", exits.Reasons, d)
	}
	const table = "       4  io\n       2    out 0x3f8  serial line\n       1    in  0x070  clock\n       1    out 0x064  keyboard controller"
	if got := strings.Join(exits.Lines(), "\n"); !strings.Contains(got, table) {
		t.Errorf("got\n%s", got)
	}
}

// TestAGuestIsToldWhatABootLoaderTells: it says the byte of its command line that rsi leads to.
func TestAGuestIsToldWhatABootLoaderTells(t *testing.T) {
	needKVM(t)
	const firstByte = "\x8b\x9e\x28\x02\x00\x00" + // mov ebx, [rsi+0x228]
		"\x66\xba\xf8\x03" + "\x8a\x03\xee" // mov dx, 0x3f8; mov al, [rbx]; out dx, al
	var out bytes.Buffer
	_, err := machine.Linux{Kernel: kernel(t, firstByte+reset), Memory: 8}.Boot(within(t, plenty), nil, &out)
	if err != nil || out.String() != "r" { // of reboot=k
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestAGuestHearsTheSerialLine(t *testing.T) {
	needKVM(t)
	const echo = "\x66\xba\xfd\x03" + "\xec\xa8\x01\x74\xfb" + // mov dx, 0x3fd; wait: in al, dx; test al, 1; jz wait
		"\x66\xba\xf8\x03" + "\xec\xee" // mov dx, 0x3f8; in al, dx; out dx, al
	var out bytes.Buffer
	_, err := machine.Linux{Kernel: kernel(t, echo+echo+reset), Memory: 8}.Boot(within(t, plenty), strings.NewReader("hi"), &out)
	if err != nil || out.String() != "hi" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestATripleFaultIsOneSentence(t *testing.T) {
	needKVM(t)
	_, err := machine.Linux{Kernel: kernel(t, "\x0f\x0b"), Memory: 8}.Boot(within(t, plenty), nil, io.Discard) // ud2
	if err == nil || !strings.HasPrefix(err.Error(), "run guest: ") || !strings.Contains(err.Error(), "triple fault") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
}

// TestTheContextEndsAGuest with pipes that nobody writes to and reads from, as package vm has.
func TestTheContextEndsAGuest(t *testing.T) {
	needKVM(t)
	const chatter = "\x66\xba\xf8\x03\xee\xeb\xfd" // mov dx, 0x3f8; again: out dx, al; jmp again
	for what, code := range map[string]string{"loops": forever, "sleeps": "\xf4" + forever, "says more than anybody reads": chatter} {
		t.Run(what, func(t *testing.T) {
			began := time.Now()
			cause := errors.New("enough")
			ctx, cancel := context.WithCancelCause(context.Background())
			in, feeder, err1 := os.Pipe()
			reader, out, err2 := os.Pipe()
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			for _, f := range []*os.File{in, feeder, reader, out} {
				defer f.Close()
			}
			hello := make(chan error)
			go func() {
				_, err := io.ReadFull(reader, make([]byte, 2))
				hello <- err
				cancel(cause)
			}()
			done := make(chan error)
			go func() {
				_, err := machine.Linux{Kernel: kernel(t, sayOK+code), Memory: 8}.Boot(ctx, in, out)
				done <- err
			}()
			if err := <-hello; err != nil {
				t.Error(err)
			}
			if err := <-done; !errors.Is(err, cause) || err.Error() != "run guest: it did not end: enough" {
				t.Errorf("%v", err)
			}
			if took := time.Since(began); took > plenty {
				t.Errorf("it took %v", took)
			}
		})
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the paper is out") }

func TestWhatCannotBootSaysWhy(t *testing.T) {
	good := kernel(t, reset)
	shared := bytes.Clone(good)
	shared[16] = byte(elf.ET_DYN)
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 7<<20); err != nil {
		t.Fatal(err)
	}
	for want, l := range map[string]machine.Linux{
		"load kernel: no ELF file: bad magic":                                       {Kernel: []byte("MZ, the begin of a bzImage"), Memory: 8},
		"load kernel: an ELF file, but no kernel for amd64: EM_X86_64 ET_DYN":       {Kernel: shared, Memory: 8},
		"load kernel: the file is cut off":                                          {Kernel: good[:len(good)-1], Memory: 8},
		"place initramfs: its 7 MiB and the kernel do not fit into 8 MiB of memory": {Kernel: good, Memory: 8, Initramfs: large},
		"read initramfs: open /nowhere: no such file":                               {Kernel: good, Memory: 8, Initramfs: "/nowhere"},
		"a machine has 2 to 3072 MiB of memory, and not 4096":                       {Kernel: good, Memory: 4096},
		"write command line: 2109 bytes, and the kernel takes 2047":                 {Kernel: good, Memory: 8, CommandLine: strings.Repeat("x", 2100)},
		"load kernel: a segment of 0x1004 bytes cannot be at 0x1000":                {Kernel: bytes.ReplaceAll(good, []byte{0, 0, 0x10, 0, 0, 0, 0, 0}, []byte{0, 0x10, 0, 0, 0, 0, 0, 0}), Memory: 8},
	} {
		exits, err := l.Boot(within(t, plenty), nil, io.Discard)
		if err == nil || !strings.HasPrefix(err.Error(), "run guest: "+want) || exits.Total() != 0 {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestABrokenOutputEndsTheGuest(t *testing.T) {
	needKVM(t)
	_, err := machine.Linux{Kernel: kernel(t, sayOK+forever), Memory: 8}.Boot(within(t, plenty), nil, broken{})
	if err == nil || err.Error() != "run guest: write what the guest says: the paper is out" {
		t.Errorf("%v", err)
	}
}

// TestNothingIsLeft counts what a process can leave in itself.
func TestNothingIsLeft(t *testing.T) {
	needKVM(t)
	held := func() int {
		all, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		maps, err := os.ReadFile("/proc/self/maps")
		if err != nil {
			t.Fatal(err)
		}
		return len(all) + 100*strings.Count(string(maps), "kvm")
	}
	before := held()
	for _, code := range []string{reset, "\x0f\x0b"} {
		machine.Linux{Kernel: kernel(t, code), Memory: 8}.Boot(within(t, plenty), nil, io.Discard)
		if _, err := machine.Twelve(within(t, plenty)); err != nil {
			t.Fatal(err)
		}
	}
	if after := held(); after != before {
		t.Errorf("%d before, %d after", before, after)
	}
}
