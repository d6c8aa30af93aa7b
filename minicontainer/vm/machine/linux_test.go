//go:build linux && amd64

package machine_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
	"github.com/minicontainer/minicontainer/minicontainer/vm/machine"
)

// vmlinux is the kernel's file in the guest.
const vmlinux = "/boot/vmlinux"

// TestInAGuestThatVirtualizes has a machine whose KVM is complete, however this one's is: an emulated
// processor with SVM. That one now and then stands still for good, also the guest's clock, which no program in the guest can bring
// about; QEMU 7.2 then uses no processor time. Such a guest is booted once more.
func TestInAGuestThatVirtualizes(t *testing.T) {
	vmtest.Run(t, vmtest.Options{
		Tests: "^TestInside|^TestTwelve|^TestTheContext|^TestAGuest|^TestATripleFault", CPU: vmtest.SVM, Memory: 832, Modules: []string{"kvm_amd"}, Timeout: 4 * time.Minute, Boots: 2,
		Files: map[string]string{vmlinux: unpacked(t)}, Env: []string{"MINICONTAINER_REQUIRE=kvm"},
	})
}

func unpacked(t *testing.T) string {
	t.Helper()
	if vmtest.Inside() {
		return vmlinux
	}
	elf, err := vmtest.Kernel(t).Vmlinux()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "vmlinux")
	if err := os.WriteFile(file, elf, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const words = "console=ttyS0 quiet panic=-1 cryptomgr.notests rdinit="

// linux is a machine in which a shell, this test binary, runs a script.
func linux(t *testing.T, commandLine, script string) machine.Linux {
	t.Helper()
	elf, err := os.ReadFile(unpacked(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := vmtest.Program(t)
	files, err := vm.Kernel{Modules: dir}.GuestFiles(program, guest.Order{
		Reset:   true,
		Program: guest.Command{Args: []string{"sh", "-c", script}, Env: []string{"PATH=/bin", vmtest.GuestEnv + "=1"}, Dir: "/tmp", Input: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sh", "uname", "cat"} {
		if err := files.AddSymlink("/bin/"+name, filepath.Base(guest.Program)); err != nil {
			t.Fatal(err)
		}
	}
	initramfs, err := os.Create(filepath.Join(dir, "initramfs"))
	if err != nil {
		t.Fatal(err)
	}
	defer initramfs.Close()
	if err := vm.WriteInitramfs(initramfs, files); err != nil {
		t.Fatal(err)
	}
	return machine.Linux{Kernel: elf, Initramfs: initramfs.Name(), CommandLine: commandLine, Memory: 192}
}

// hardware is a machine for package vm.
type hardware struct {
	machine.Linux
	exits machine.Exits
}

func (h *hardware) Run(ctx context.Context, in, out *os.File) (err error) {
	h.exits, err = h.Boot(ctx, in, out)
	return err
}

func inside(t *testing.T) {
	t.Helper()
	if !vmtest.Inside() {
		t.Skip("runs in the guest, by TestInAGuestThatVirtualizes")
	}
}

func TestInsideLinuxBoots(t *testing.T) {
	inside(t)
	own := &hardware{Linux: linux(t, words+guest.Init, "echo READY; uname -s; cat; exit 7")}
	var out, errs bytes.Buffer
	input := strings.Repeat("the serial line takes what it is given\n", 50)
	outcome, err := vm.Boot(within(t, 4*plenty), own, vm.Streams{In: strings.NewReader(input), Out: &out, Err: &errs, Patience: 4 * plenty})
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Status != 7 || out.String() != "READY\nLinux\n"+input || errs.Len() > 0 {
		t.Errorf("%+v, %q, %q", outcome, out.String(), errs.String())
	}
	for _, port := range []machine.Port{{Number: 0x3f8, Out: true}, {Number: 0x3f8}} {
		if own.exits.Ports[port] == 0 {
			t.Errorf("no exit for %v", port)
		}
	}
	t.Logf("ready after %v; %d exits:\n%s", outcome.Ready.Round(time.Millisecond), own.exits.Total(), strings.Join(own.exits.Lines(), "\n"))
}

// TestInsideAPanicIsTheKernelsWord: the machine did as it was told, and the caller has the text.
func TestInsideAPanicIsTheKernelsWord(t *testing.T) {
	inside(t)
	l := linux(t, words+"/nothing", "")
	l.Initramfs = ""
	var out bytes.Buffer
	exits, err := l.Boot(within(t, 4*plenty), nil, &out)
	if err != nil || !strings.Contains(out.String(), "Kernel panic - not syncing: ") || exits.Ports[machine.Port{Number: 0x64, Out: true}] != 1 {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// TestAKVMThatCannotIsOneSentence: where /dev/kvm is there but the processor has no part in it, the kernel
// comes to an instruction that KVM does not know, or takes forever to get there.
func TestAKVMThatCannotIsOneSentence(t *testing.T) {
	needKVM(t)
	if vmtest.Inside() || vm.CanShare() == nil {
		t.Skip("this KVM can")
	}
	limit := errors.New("the time is over")
	ctx, cancel := context.WithTimeoutCause(context.Background(), 2*time.Second, limit)
	defer cancel()
	_, err := linux(t, words+guest.Init, "").Boot(ctx, nil, io.Discard)
	switch {
	case err == nil || strings.Contains(err.Error(), "\n"):
		t.Errorf("%v", err)
	case err.Error() == "run guest: it did not end: the time is over":
	case !strings.HasPrefix(err.Error(), "run guest: KVM internal error, suberror "):
		t.Errorf("%v", err)
	}
}
