// A machine as a value: what it is made of, and the command line of QEMU that makes it.

package vm

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
	"github.com/minicontainer/minicontainer/minicontainer/vm/tree"
)

// QEMU is the program that is the hardware.
const QEMU = "qemu-system-x86_64"

// Machine is a virtual machine that has not been switched on yet.
type Machine struct {
	Kernel    string // an uncompressed ELF kernel; see Kernel.Vmlinux
	Initramfs string // an archive with package guest's first process as /init; see WriteInitramfs
	Memory    int    // MiB
	CPUs      int    // 0 is one
	Disks     []Disk
	CPU       string // QEMU's -cpu: a model and its features; "" is QEMU's usual one
	Share     bool   // run the guest's instructions on the processor itself (KVM); see CanShare
}

// Args is QEMU's command line.
func (m Machine) Args() []string {
	accelerator := "tcg"
	if m.Share {
		accelerator = "kvm"
	}
	args := []string{
		QEMU, "-M", "microvm", "-accel", accelerator, "-m", fmt.Sprint(m.Memory),
		// Nothing that is not named here, whatever the machine's or the user's QEMU is set up to add.
		"-nodefaults", "-no-user-config", "-nographic",
		"-no-reboot", // a kernel that panics ends the machine
		"-serial", "stdio",
		"-kernel", m.Kernel, "-initrd", m.Initramfs, "-append", m.kernelLine(),
	}
	if m.CPUs > 1 {
		args = append(args, "-smp", fmt.Sprint(m.CPUs))
	}
	if m.CPU != "" {
		args = append(args, "-cpu", m.CPU)
	}
	for _, d := range m.Disks {
		drive := "if=none,format=raw,cache=unsafe,id=" + d.Name
		if d.Snapshot {
			drive += ",snapshot=on"
		}
		args = append(args,
			// A comma ends an option; doubled it is one.
			"-drive", drive+",file="+strings.ReplaceAll(d.File, ",", ",,"),
			"-device", "virtio-blk-device,drive="+d.Name+",serial="+d.Name)
	}
	return args
}

// Line is the command as a person would type it.
func (m Machine) Line() string { return plan.Quote(m.Args()...) }

// kernelLine is the kernel's own command line. Source: the kernel's
// Documentation/admin-guide/kernel-parameters.txt.
func (m Machine) kernelLine() string {
	words := []string{
		"console=ttyS0", "quiet",
		"rdinit=" + guest.Init,
		"panic=-1",          // reboot at once, which -no-reboot makes the end
		"cryptomgr.notests", // self-tests of ciphers that nobody here uses take half a second
	}
	if !m.Share {
		// The clock of an emulated processor cannot be measured against a timer that is emulated,
		// too: the kernel waits for it forever most times. So it is told.
		words = append(words, "tsc_early_khz=2300000")
	}
	return strings.Join(words, " ")
}

// GuestFiles are the files by which a guest becomes what order says: the first process, the
// order itself, and the modules named with those they need. program is a static amd64
// program that links package guest; it lies in the guest as guest.Program. More may be added.
func (k Kernel) GuestFiles(program string, order guest.Order, modules ...string) (*tree.Tree, error) {
	found, err := k.ModuleFiles(modules...)
	if err != nil {
		return nil, err
	}
	t := tree.New()
	for _, file := range found {
		inside := "/lib/modules/" + filepath.Base(file)
		order.Modules = append(order.Modules, inside)
		if err := t.Copy(inside, file); err != nil {
			return nil, err
		}
	}
	text, err := order.Marshal()
	if err != nil {
		return nil, err
	}
	return t, errors.Join(
		t.Copy(guest.Program, program),
		t.AddSymlink(guest.Init, guest.Program),
		t.AddText(guest.OrderFile, 0o644, string(text)))
}
