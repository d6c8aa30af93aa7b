// Changing the user of the calling thread.
//
// To the kernel a user is a property of a thread. Go's syscall.Setuid changes all
// threads of the program, by sending each a signal and waiting for it, since a
// program in which the threads disagree is a security hole. Shortly before
// execve(2) that work is for nothing: the call ends all threads but its own, and
// its own user is the one that counts. Source: setuid(2), "C library/kernel
// differences"; execve(2).

package syscalls

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// SetUID makes uid the calling thread's real, effective and saved user id. The
// caller is locked to its thread and about to call execve(2).
func SetUID(uid uint32) error { return setID(unix.SYS_SETRESUID, uid) }

// SetGID is SetUID for the group id.
func SetGID(gid uint32) error { return setID(unix.SYS_SETRESGID, gid) }

func setID(call uintptr, id uint32) error {
	if _, _, errno := unix.RawSyscall(call, uintptr(id), uintptr(id), uintptr(id)); errno != 0 {
		return errno
	}
	return nil
}

// SetGroups makes gids the calling thread's supplementary groups; none empties the list.
func SetGroups(gids []uint32) error {
	var first unsafe.Pointer
	if len(gids) > 0 {
		first = unsafe.Pointer(&gids[0])
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_SETGROUPS, uintptr(len(gids)), uintptr(first), 0); errno != 0 {
		return errno
	}
	return nil
}
