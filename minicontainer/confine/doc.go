// Package confine takes from a container's processes what they do not need: it makes root in a container less than root.
//
// A container's root is the machine's root (without a user namespace of its own), and namespaces only change what it
// sees. What it may do is decided elsewhere, by four walls, each of which stops something that the others let through:
//
//	capabilities       root's power is forty-one bits, and a container keeps fourteen of them: it may chown
//	                   its files, not load a kernel module
//	system calls       a filter (package confine/seccomp) refuses calls that no ordinary program makes: what is
//	                   not called cannot be attacked through a mistake in the kernel
//	no new privileges  execve(2) gives nothing that the process did not have: sudo in a container is a program as any other
//	masked paths       files of /proc and /sys that are the machine's, hidden or read-only (rootfs.Mask)
//
// and, below them, resource limits of the process (rlimits), and kernel settings that are the container's own (sysctls).
//
// Everything is a step (package plan); package sandbox has them in the order that they need: each gives up what the
// next one does not need any more. Read capabilities.go, capset.go, then rlimits.go and sysctl.go.
package confine
