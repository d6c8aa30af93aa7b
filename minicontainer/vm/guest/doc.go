// Package guest is the first process of a virtual machine.
//
// When a kernel has found its files it starts one program and leaves the rest to it: there is no
// /proc, no /dev, no control group until somebody mounts them, and no hardware beyond what is built
// in until somebody loads its driver. Distributions have systemd for that. Here it is a list of steps,
// carried out once:
//
//	the kernel starts /init ─▶ Plan: mounts, modules, disks, swap, loopback, the image's root
//	                        ─▶ the program; what it says and hears travels in frames ─▶ its status ─▶ power off
//
// A program becomes this first process by linking the package: it recognises that it is one by
// its process number and its name, before main. So the program that a guest runs and the one that
// prepares the guest are one file.
//
// What this leaves out: users, services, a log, a shell to rescue with. A step that fails
// is told on the serial line and ends the machine.
package guest
