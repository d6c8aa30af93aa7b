package syscalls

import (
	"fmt"
	"os"
	"strings"
)

// InUserNamespace tells whether this process lives in a user namespace other than
// the machine's first, where root is root of the namespace only. The first one has
// a fixed number. Source: PROC_USER_INIT_INO in the kernel's proc_ns.h.
func InUserNamespace() bool {
	name, err := os.Readlink("/proc/self/ns/user")
	return err == nil && name != "user:[4026531837]"
}

// GroupExists tells whether the user namespace we live in maps the group id; one
// that is not mapped cannot be named in a mount option or given to a file.
func GroupExists(gid uint64) bool {
	text, err := os.ReadFile("/proc/self/gid_map")
	if err != nil {
		return true // a kernel without user namespaces
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var first, outside, count uint64
		if _, err := fmt.Sscan(line, &first, &outside, &count); err == nil && gid >= first && gid < first+count {
			return true
		}
	}
	return false
}
