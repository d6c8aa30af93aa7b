// Starting again what has ended, where its restart policy says so.
//
// For that the image must be opened anew, the namespaces of others looked up, and so on: all that a command does. So the shim becomes a
// command (execve(2)): a program of which nothing is left but its process number, by which the container's record names who waits.
//
//	shim ── the container ends, "restarting" ──▶ execve ──▶ AgainName ── waits ── "running" ──▶ ends
//	                                                            └── starts ──▶ a new shim

package shim

import (
	"os"

	"golang.org/x/sys/unix"
)

// AgainName is the argv[0] of a shim that has become the command that starts its container again; the container's id and the state
// directory follow. Package engine has what it does then.
const AgainName = "minicontainer: restart"

// startAgain does not return but where the program cannot be executed: then the next command finds that nobody waits.
func startAgain(state, id string) {
	unix.Exec("/proc/self/exe", []string{AgainName, id, state}, os.Environ()) //nolint:errcheck // see above
}
