package vm_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/testenv/vmtest"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// machine is one in which a shell runs a script. The shell is this test binary.
func machine(t *testing.T, script string) vm.Machine {
	t.Helper()
	kernel := vmtest.Kernel(t)
	elf, err := kernel.Vmlinux()
	if err != nil {
		t.Fatal(err)
	}
	files, err := kernel.GuestFiles(vmtest.Program(t), guest.Order{
		Program: guest.Command{Args: []string{"sh", "-c", script}, Env: []string{"PATH=/bin", vmtest.GuestEnv + "=1"}, Dir: "/tmp", Input: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sh", "kill", "sleep", "pwd", "uname", "cat"} {
		if err := files.AddSymlink("/bin/"+name, filepath.Base(guest.Program)); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	m := vm.Machine{Kernel: filepath.Join(dir, "vmlinux"), Initramfs: filepath.Join(dir, "initramfs"), Memory: 256}
	f, err := os.Create(m.Initramfs)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(os.WriteFile(m.Kernel, elf, 0o600), vm.WriteInitramfs(f, files)); err != nil {
		t.Fatal(err)
	}
	return m
}

// boot gives the machine a minute, of which it takes three seconds.
func boot(t *testing.T, m vm.Machine) (string, vm.Outcome, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	outcome, err := vm.Boot(ctx, m, vm.Streams{Out: &out, Err: &errs})
	if errs.Len() > 0 {
		t.Errorf("on stderr: %s", errs.String())
	}
	return out.String(), outcome, err
}

func TestAProgramRunsOnAnotherKernel(t *testing.T) {
	kernel := vmtest.Kernel(t)
	out, outcome, err := boot(t, machine(t, "uname -r; pwd; cat /proc/1/comm; printf 'no end of line'; exit 7"))
	if want := kernel.Release() + "\n/tmp\ninit\nno end of line"; err != nil || out != want || outcome.Status != 7 {
		t.Errorf("status %d, output %q, want %q: %v", outcome.Status, out, want, err)
	}
	t.Logf("booted in %v", outcome.Ready)
}

func TestASignalThatEndsTheProgramIsItsStatus(t *testing.T) {
	if _, outcome, err := boot(t, machine(t, "kill -9 $$")); err != nil || outcome.Status != 128+9 {
		t.Errorf("status %d, %v", outcome.Status, err)
	}
}

func TestAKernelThatPanicsIsToldInItsWords(t *testing.T) {
	m := machine(t, "true")
	if err := os.WriteFile(m.Initramfs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := boot(t, m); err == nil || !strings.Contains(err.Error(), "the guest's kernel panicked: ") {
		t.Errorf("got %v", err)
	}
}

func TestAGuestThatHangsEndsWithItsTime(t *testing.T) {
	m := machine(t, "echo here; sleep 1000")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// As soon as the program has spoken its time is over.
	_, err := vm.Boot(ctx, m, vm.Streams{Out: writer(cancel)})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAWriterThatIsBrokenEndsTheMachine(t *testing.T) {
	broken := errors.New("no room")
	m := machine(t, "while true; do echo more; done")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := vm.Boot(ctx, m, vm.Streams{Out: failing{broken}}); !errors.Is(err, broken) || ctx.Err() != nil {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

type writer func()

func (w writer) Write(p []byte) (int, error) {
	w()
	return len(p), nil
}

func TestAMachineThatQEMURefusesIsToldInItsWords(t *testing.T) {
	m := machine(t, "true")
	m.Disks = []vm.Disk{{Name: "none", File: m.Initramfs + "-none"}}
	if _, _, err := boot(t, m); err == nil || !strings.Contains(err.Error(), "No such file") {
		t.Errorf("got %v", err)
	}
}

func TestAProgramHearsAndSaysInStreamsOfItsOwn(t *testing.T) {
	m := machine(t, "cat; echo wrong >&2; nosuch || echo $?")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	// More than the serial line has room for, and bytes that mean something to terminals.
	in := strings.Repeat("0123456789\x03\x04\x1e\r\n", 4000)
	outcome, err := vm.Boot(ctx, m, vm.Streams{In: strings.NewReader(in), Out: &out, Err: &errs})
	if err != nil || outcome.Status != 0 || out.String() != in+"127\n" || !strings.HasPrefix(errs.String(), "wrong\n") {
		t.Errorf("status %d, %d of %d bytes, stderr %q: %v", outcome.Status, out.Len(), len(in), errs.String(), err)
	}
}

func TestAKernelThatIsAProgramRunsTheSameGuest(t *testing.T) {
	m := machine(t, "uname -r; cat; exit 3")
	program, err := vm.FindUserMode()
	if err != nil {
		testenv.Missing(t, "uml", err.Error())
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	u := vm.UserMode{Program: program, Initramfs: m.Initramfs, Memory: 256, Dir: t.TempDir()}
	outcome, err := vm.Boot(ctx, u, vm.Streams{In: strings.NewReader("typed"), Out: &out, Err: &errs})
	if err != nil && strings.Contains(err.Error(), "older than the processor") {
		testenv.Missing(t, "uml", err.Error())
	}
	if err != nil || outcome.Status != 3 || !strings.HasSuffix(out.String(), "\ntyped") || strings.Contains(m.Kernel, strings.Fields(out.String())[0]) {
		t.Errorf("status %d, output %q, stderr %q: %v", outcome.Status, out.String(), errs.String(), err)
	}
}
