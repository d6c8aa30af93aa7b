// Package rootfs makes a directory the root of a process: everything between
// "here are some files" and "this is /".
//
// In the order in which a container needs it:
//
//	check.go    is that directory a root file system at all?
//	dev.go      the handful of device nodes that every program expects
//	mask.go     the parts of /proc and /sys that are not the container's business
//	pivot.go    the new root takes the place of the old one, which then goes away
//	chroot.go   the older and weaker way: only the process's idea of "/" moves
//	elf.go      why a program that is there does not start
//	scratch.go  a writable root over an image's files
//	upper.go    can an overlay write into this directory?
//	user.go     who a user is, by the container's own /etc/passwd
//	kernelfs.go the container's /proc and /sys, made sure to be the kernel's
//
// All but check, upper, elf, user and kernelfs are plans (package plan): values with the
// shell line that does the same.
package rootfs
