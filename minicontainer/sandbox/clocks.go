// The clocks of a time namespace.
//
// Two of the kernel's clocks can be shifted: the monotonic one, and the one that counts
// since boot (uptime(1) shows it). The time of day cannot; it is everybody's. A process that unshares is not in the new namespace
// itself, as its clocks would jump while it runs: its children are, and, since Linux
// 6.2, it is after its next execve(2). So there is a moment to set the clocks, and a second
// thread, which any other kind allows, would not matter either.
// Source: time_namespaces(7).

package sandbox

import (
	"fmt"
	"os"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// clocks are those that the OCI spec and the kernel know by these names.
var clocks = []string{"boottime", "monotonic"}

// clockOptions are the words of unshare(1), which knows whole seconds.
func clockOptions(offsets map[string]specs.LinuxTimeOffset) (options []string) {
	for _, clock := range clocks {
		if o, ok := offsets[clock]; ok {
			options = append(options, fmt.Sprintf("--%s=%d", clock, o.Secs))
		}
	}
	return options
}

// unknownClock is the first that the kernel cannot shift.
func unknownClock(offsets map[string]specs.LinuxTimeOffset) string {
	for clock := range offsets {
		if !slices.Contains(clocks, clock) {
			return clock
		}
	}
	return ""
}

// shiftClocks makes the time namespace, and has the program born in it.
type shiftClocks struct {
	Offsets map[string]specs.LinuxTimeOffset
}

func (shiftClocks) Name() string { return "shift clocks" }

func (s shiftClocks) Line() string {
	return "# the clocks are those that " + strings.Join(append([]string{"unshare --time"}, clockOptions(s.Offsets)...), " ") + " has set"
}

func (s shiftClocks) Do() error {
	// /proc/self is the process's first thread, which this is.
	file, err := os.OpenFile("/proc/self/timens_offsets", os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("make time namespace: %w", err)
	}
	defer file.Close()
	if err := unix.Unshare(unix.CLONE_NEWTIME); err != nil {
		return fmt.Errorf("make time namespace: %w", err)
	}
	var lines strings.Builder
	for _, clock := range clocks {
		if o, ok := s.Offsets[clock]; ok {
			fmt.Fprintf(&lines, "%s %d %d\n", clock, o.Secs, o.Nanosecs)
		}
	}
	if lines.Len() == 0 {
		return nil
	}
	if _, err := file.WriteString(lines.String()); err != nil {
		return fmt.Errorf("shift clocks: %w", syscalls.Cause(err))
	}
	return nil
}
