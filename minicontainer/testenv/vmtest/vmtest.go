// Package vmtest runs a package's tests in a virtual machine, and gives their results to the
// tests outside.
//
//	func TestOnAPureV2Host(t *testing.T) {
//		vmtest.Run(t, vmtest.Options{Tests: "^TestLimits"})
//	}
//
// The guest is another host, the same everywhere: Linux as Debian's cloud kernel is, with
// control groups of version 2 only, swap, a disk that nobody needs, and root of the machine with
// all capabilities. The test binary itself is all the files it has: it is the first process
// (package guest), the base image's commands, and the tests. So a package whose tests run there needs
// no line in its TestMain.
//
// What there is not: a network but loopback, a C library, a go command, more than one processor.
// Everything takes five times as long.
package vmtest

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
	"github.com/minicontainer/minicontainer/minicontainer/vm"
)

// GuestEnv is set in the guest.
const GuestEnv = "MINICONTAINER_GUEST"

// Scratch is a disk of 64 MiB in the guest, empty at first and for tests to do with as they like.
const Scratch = "/dev/disk/by-id/virtio-scratch"

// Options say which tests run in the guest and what they need there.
type Options struct {
	Tests   string            // which: -test.run
	Skip    string            // which of them not: -test.skip
	Flags   []string          // further flags of the test binary, such as -test.short
	Env     []string          // further environment, "NAME=value"
	Files   map[string]string // files and directories of the host, by their path in the guest
	Modules []string          // further modules of the kernel
	Memory  int               // MiB; 0 is 640
	CPU     string            // a processor to emulate, such as SVM; "" is what there is
	Timeout time.Duration     // from boot to the end; 0 is five minutes
	Boots   int               // how often a guest whose time is over is booted; 0 is once
}

// SVM is a processor that virtualizes: with the module kvm_amd the guest has guests of its own, ten times slower
// once more.
const SVM = "max,+svm"

// In the guest every test binary is the base image's commands as well.
func init() {
	if Inside() {
		base.RunIfApplet()
	}
}

// Inside tells whether this process runs in a guest.
func Inside() bool { return os.Getenv(GuestEnv) != "" }

// Run boots a guest and runs tests of the calling package in it. Each that ran is a subtest of t,
// with its output and its result, as soon as it has ended. A need that the
// machine does not meet (QEMU, a kernel) is the need "vm". A test that calls Run is
// itself skipped in the guest.
func Run(t *testing.T, o Options) {
	t.Helper()
	if Inside() {
		t.Skip("this is the guest")
	}
	o.Skip = strings.TrimPrefix(o.Skip+"|^"+t.Name()+"$", "|")
	o.Timeout = orDefault(o.Timeout, 5*time.Minute)
	at := packageHere(t)
	machine := prepare(t, o, at)
	ran := 0
	said := newTranscript(func(test result) { ran++; retell(t, test) })
	outcome, err := boot(machine, o, said)
	for boots := 1; boots < o.Boots && errors.Is(err, context.DeadlineExceeded); boots++ {
		t.Logf("boot %d: %v\n%s", boots, err, said.rest())
		outcome, err = boot(machine, o, said)
	}
	if rest := said.rest(); rest != "" {
		t.Logf("in the guest, and not by a test that has ended:\n%s", rest)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d tests on a machine of %d MiB with %d MiB of files; the first began after %v",
		ran, machine.Memory, sizeOf(t, machine.Initramfs)>>20, outcome.Ready.Round(time.Millisecond))
	switch {
	case outcome.Reason != "":
		t.Error(outcome.Reason)
	case outcome.Status != 0 && !t.Failed():
		t.Errorf("the tests' status in the guest is %d", outcome.Status)
	case ran == 0:
		t.Errorf("no test in the guest is named like %q", o.Tests)
	}
}

func boot(machine vm.Machine, o Options, said io.Writer) (vm.Outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), o.Timeout)
	defer cancel()
	return vm.Boot(ctx, machine, vm.Streams{Out: said})
}

// prepare makes the machine, in a temporary directory of t's.
func prepare(t *testing.T, o Options, at place) vm.Machine {
	t.Helper()
	kernel := Kernel(t)
	dir := t.TempDir()
	m := vm.Machine{
		Kernel:    unpacked(t, kernel),
		Initramfs: filepath.Join(dir, "initramfs"),
		Memory:    orDefault(o.Memory, 640),
		CPU:       o.CPU,
		Share:     o.CPU == "" && vm.CanShare() == nil,
	}
	const diskSize = 64 << 20
	for name, makeDisk := range map[string]func(string, int64) error{"swap": vm.MakeSwapDisk, "scratch": vm.MakeDisk} {
		disk := vm.Disk{Name: name, File: filepath.Join(dir, name)}
		if err := makeDisk(disk.File, diskSize); err != nil {
			t.Fatal(err)
		}
		m.Disks = append(m.Disks, disk)
	}
	writeInitramfs(t, m.Initramfs, kernel, o, at)
	return m
}

func sizeOf(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func orDefault[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// place is where the tests of a package lie.
type place struct {
	root    string // of the module, on the host
	dir     string // the package's directory below it
	testing string // the name of the test binary
}

// packageHere finds the package whose tests run: go test runs them in its directory.
func packageHere(t *testing.T) place {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for root := here; root != "/"; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
			continue
		}
		dir, err := filepath.Rel(root, here)
		if err != nil {
			t.Fatal(err)
		}
		return place{root: root, dir: dir, testing: strings.TrimSuffix(filepath.Base(here), "/") + ".test"}
	}
	t.Fatalf("no go.mod above %s", here)
	return place{}
}

// missing is the need that virtual machines are.
func missing(t *testing.T, reason string) {
	t.Helper()
	testenv.Missing(t, "vm", reason)
}
