// Package machine is a hypervisor to read: what QEMU is to a guest with -accel kvm, in a few hundred lines.
//
// KVM runs the guest's instructions and is its interrupt controllers and its timer. What is left is
// little: memory with the right bytes in it, registers to begin with, and an answer to each exit.
//
//	┌ guest ──────────────────────────────┐
//	│ user:   /init, the program          │
//	│ kernel: vmlinux                     │
//	└──┬─────────────────────────▲────────┘
//	   │ exit: out 0x3f8, 'R'    │ KVM_RUN
//	┌──▼─────────────────────────┴────────┐
//	│ here: ports ── serial line ── out   │   one thread
//	└──┬─────────────────────────▲────────┘
//	   │ ioctl                   │
//	┌──▼─────────────────────────┴────────┐
//	│ KVM: VMX or SVM, 8259, APIC, 8254   │
//	└─────────────────────────────────────┘
//
// Twelve is the smallest guest there is; Linux.Boot the same with a kernel. The machine has one
// processor, up to 3 GiB of memory, a serial line, and the port of the keyboard controller that is a reset.
// Not here: disks, network, ACPI, PCI, firmware, migration.
//
// The order of things follows that of the kernel's Documentation/virt/kvm/api.rst and
// Documentation/arch/x86/boot.rst.
package machine
