package syscalls

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// KernelAtLeast tells whether the running kernel is of this version or a newer one. What a
// distribution has taken over into an older kernel, it does not know of.
func KernelAtLeast(major, minor int) bool {
	var uts unix.Utsname
	if unix.Uname(&uts) != nil {
		return false
	}
	var a, b int
	if n, _ := fmt.Sscanf(unix.ByteSliceToString(uts.Release[:]), "%d.%d", &a, &b); n != 2 { //nolint:errcheck // n tells
		return false
	}
	return a > major || a == major && b >= minor
}
