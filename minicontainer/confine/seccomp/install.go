// Handing a filter to the kernel, and what it wants for it.

package seccomp

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// flags are the specification's. Those that are 0 here need nothing of the kernel.
var flags = []struct {
	name  specs.LinuxSeccompFlag
	value uint
}{
	{"SECCOMP_FILTER_FLAG_TSYNC", unix.SECCOMP_FILTER_FLAG_TSYNC},
	{specs.LinuxSeccompFlagLog, unix.SECCOMP_FILTER_FLAG_LOG},
	{specs.LinuxSeccompFlagSpecAllow, unix.SECCOMP_FILTER_FLAG_SPEC_ALLOW},
	// How a call waits for whoever answers SCMP_ACT_NOTIFY: without that one, the kernel refuses the flag.
	{specs.LinuxSeccompFlagWaitKillableRecv, 0},
}

// FlagNames are the names of the flags that a spec can have.
func FlagNames() []string {
	var names []string
	for _, f := range flags {
		names = append(names, string(f.name))
	}
	return names
}

// Flags are the flags of a spec in the kernel's bits, for Install.
func Flags(s *specs.LinuxSeccomp) (uint, error) {
	var bits uint
next:
	for _, name := range s.Flags {
		for _, f := range flags {
			if f.name == name {
				bits |= f.value
				continue next
			}
		}
		return 0, fmt.Errorf("seccomp flag %.60q is not one that this runtime knows", name)
	}
	return bits, nil
}

// Install puts the filter on the calling thread, and on all that it starts and executes, for good; with
// SECCOMP_FILTER_FLAG_TSYNC in flags, on all threads of the process. So the caller locks its thread and execs soon.
//
// The kernel wants either no_new_privs (prctl(2), PR_SET_NO_NEW_PRIVS) or CAP_SYS_ADMIN. Without it, an ordinary user
// could put a filter on a set-user-ID program that has setuid fail, and the program, which thinks it has given up root, would go on as
// root. A container without no_new_privs gets its filter while the process still has the capability, that is before the change of
// user; with it, as the last step before execve, where the filter need not allow what only the runtime calls.
//
// After an error the thread has no filter. Source: seccomp(2).
func Install(p Program, flags uint) error {
	if len(p) == 0 || len(p) > most {
		return fmt.Errorf("install seccomp filter: %d instructions, and the kernel takes from 1 to %d", len(p), most)
	}
	prog := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]} //nolint:gosec // at most 4096
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, uintptr(flags), uintptr(unsafe.Pointer(&prog)))
	runtime.KeepAlive(p)
	switch {
	case errno == unix.ENOSYS:
		return errors.New("install seccomp filter: the kernel has no seccomp")
	case errno == unix.EACCES:
		return errors.New("install seccomp filter: it takes no_new_privs or CAP_SYS_ADMIN")
	case errno == unix.EINVAL:
		return fmt.Errorf("install seccomp filter: the kernel does not know the flags %#x, or has no filters: %w", flags, errno)
	case errno != 0:
		return fmt.Errorf("install seccomp filter: %w", errno)
	case thread != 0:
		return fmt.Errorf("install seccomp filter: thread %d has another one", thread)
	}
	return nil
}
