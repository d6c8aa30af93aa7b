//go:build linux && amd64

package machine

import (
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/vm/kvm"
)

// board is a machine's parts, as far as they are there.
type board struct {
	system kvm.System
	vm     kvm.VM
	cpu    *kvm.VCPU
	memory []byte
	undo   []func() error // the last part first
}

// close gives everything back. Nothing of the guest is left: its memory was only ours.
func (b *board) close() error {
	var errs []error
	for i := len(b.undo) - 1; i >= 0; i-- {
		errs = append(errs, b.undo[i]())
	}
	b.undo = nil
	return errors.Join(errs...)
}

func (b *board) open() (err error) {
	b.system, err = kvm.Open()
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENXIO) || errors.Is(err, unix.ENODEV):
		return fmt.Errorf("%w: the processor has no VMX or SVM, or the kernel's module kvm is not loaded", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: it is for root and the members of its group, mostly kvm", err)
	case err != nil:
		return err
	}
	b.undo = append(b.undo, b.system.Close)
	return nil
}

func (b *board) checkVersion() error {
	version, err := b.system.APIVersion()
	if err == nil && version != kvm.Version {
		err = fmt.Errorf("its interface has version %d, and this program is for %d", version, kvm.Version)
	}
	return err
}

func (b *board) createVM() (err error) {
	if b.vm, err = b.system.CreateVM(); err == nil {
		b.undo = append(b.undo, b.vm.Close)
	}
	return err
}

// allocate takes memory from the kernel, which gives it page by page when the guest first touches one.
func (b *board) allocate(size int) (err error) {
	b.memory, err = unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_NORESERVE)
	if err != nil {
		return fmt.Errorf("map %d bytes for the guest: %w", size, err)
	}
	b.undo = append(b.undo, func() error { return unix.Munmap(b.memory) })
	return nil
}

// Addresses that KVM takes for itself on Intel processors, where QEMU puts them as well: in the hole
// below 4 GiB that is for devices, under the firmware's place.
const (
	identityMapAddress = 0xfffbc000
	tssAddress         = identityMapAddress + 0x1000
)

func (b *board) createCPU() error {
	size, err := b.system.RunSize()
	if err != nil {
		return err
	}
	if b.cpu, err = b.vm.CreateVCPU(0, size); err == nil {
		b.undo = append(b.undo, b.cpu.Close)
	}
	return err
}
