// Package vm boots a small virtual machine: another kernel, on hardware that is a program.
//
// A container borrows the kernel of its host, and with it the host's limits: which
// version of control groups, which file systems, how new. A virtual machine brings its own. The
// hardware is QEMU, and all that the guest sees of the host is what the command line names:
//
//	host                                        guest
//	vmlinuz ── Vmlinux ──▶ vmlinux ─┐
//	files ──── WriteInitramfs ──────┼─ Machine.Boot ─▶ kernel ─▶ /init (package guest)
//	disks ──── sparse files ────────┘   (QEMU)                     │ mounts, modules, swap
//	                                                               ▼
//	status, output ◀──────────── serial line ◀─────────── the program, a marker line
//
// The machine is QEMU's microvm: no BIOS, no PCI, and a kernel that is not unpacked by its own
// code but lies ready as an ELF file, which halves the time to the first process. The processor is
// emulated (TCG) unless it can truly be shared; see CanShare.
//
// Guests are amd64, and so must be the programs that are run in them.
//
// What this leaves out: a network card, several processors, a way to talk to the guest
// but by its serial line.
package vm
