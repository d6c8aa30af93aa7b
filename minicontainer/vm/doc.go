// Package vm runs an image as a virtual machine: another kernel, on hardware that is a program.
//
// A container borrows the kernel of its host, and with it the host's limits: which
// version of control groups, which file systems, how new. A virtual machine brings its own, and all
// that it sees of the host is what it was given:
//
//	host                                                guest
//	image's layers ─ tree.Read ─▶ WriteInitramfs ─┐
//	                         └──▶ ext4.Write ─────┤
//	vmlinuz ─ Vmlinux ─▶ vmlinux ─────────────────┼─▶ kernel ─▶ /init (package guest)
//	this program, modules, order ─▶ initramfs ────┘                │ mounts, modules, the image's root
//	                                                               ▼
//	Streams ◀─────────── frames over a serial line ◀──────▶ the program
//
// What carries out the guest's instructions is a Hardware, and Boot cares for nothing else of it:
//
//	Machine      QEMU's microvm: no BIOS, no PCI, and a kernel that is not unpacked by its own code. With KVM, or emulated (TCG)
//	Hypervisor   our own hypervisor (package machine), over /dev/kvm
//	UserMode     User-mode Linux: the kernel is an ordinary program
//
// A processor that cannot truly be shared is emulated; see CanShare. Guests are amd64, and so must be the programs that are run in
// them.
//
// What this leaves out: a network card, directories shared with the host, a machine that outlives its command.
package vm
