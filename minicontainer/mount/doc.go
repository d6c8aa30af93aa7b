// Package mount plans mounts: each value is one call of mount(2), and the shell
// line for it.
//
// A mount that a person thinks of as one thing is often several calls. The kernel
// reads one kind of change from one call and silently ignores flags of the other
// kinds: MS_BIND|MS_RDONLY binds and forgets the read-only. So a read-only bind
// mount is two values here, first the bind, then the remount, and a change of
// propagation is always a third.
//
// Targets are named by two parts, the container's root directory and the path
// inside it, because the second part is walked by the kernel as if the root had
// been entered already (syscalls.OpenInRoot): a symlink planted in an image cannot lead a
// mount out of it.
package mount
