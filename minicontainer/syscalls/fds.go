package syscalls

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// CloseOnExecFrom marks every open file descriptor from first upwards close on
// exec, so that nothing the caller's parents left open, knowingly or not,
// survives into the next program. An open directory of the host is a way out of
// any container (CVE-2024-21626). Source: close_range(2), Linux 5.11 for the
// flag; older kernels get a loop over /proc/self/fd.
func CloseOnExecFrom(first uint) error {
	err := unix.CloseRange(first, lastFD, unix.CLOSE_RANGE_CLOEXEC)
	if err == nil {
		return nil
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return fmt.Errorf("list open files: %w", err)
	}
	for _, e := range entries {
		if fd, err := strconv.Atoi(e.Name()); err == nil && fd >= int(first) {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}

// lastFD is the highest number a descriptor can have: the kernel counts in int.
const lastFD = 1<<31 - 1
