package sandbox

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// newKeyring gives the process a session keyring of its own. A session's keys, for encrypted disks and network file systems, are in
// no namespace: a process has those of who started it, and so would the container. Source: keyctl_join_session_keyring(3),
// session-keyring(7).
type newKeyring struct{}

func (newKeyring) Name() string { return "make session keyring" }
func (newKeyring) Line() string {
	return plan.NotTypable("keyctl session, for the process that is there")
}

// Do makes one without a name: who can name another's keyring could join it.
func (newKeyring) Do() error {
	_, _, errno := unix.Syscall(unix.SYS_KEYCTL, unix.KEYCTL_JOIN_SESSION_KEYRING, 0, 0)
	if errno != 0 && !errors.Is(errno, unix.ENOSYS) { // a kernel without keys
		return fmt.Errorf("make session keyring: %w", errno)
	}
	return nil
}
