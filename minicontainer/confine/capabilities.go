// Which capabilities a container gets: Docker's rules for --cap-add, --cap-drop and --privileged.
//
// A container begins with fourteen of the forty-one. With these root in it can do what installing and running ordinary
// programs takes (change owners, become another user, listen on port 80), and nothing that is the machine's: no mounts, no
// modules, no clock. Adds and drops change that list; ALL stands for every one that this kernel knows.

package confine

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// defaults are the capabilities of a container whose owner says nothing. Source: moby, oci/caps/defaults.go.
var defaults = []string{
	"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID",
	"CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
}

// Defaults are the names of a container's capabilities if its owner says nothing. The caller must not change them.
func Defaults() []string { return defaults }

// ErrUnknownCapability is the cause when a name is not one of a capability.
var ErrUnknownCapability = errors.New("no such capability")

// all is the word for every capability.
const all = "ALL"

// Choice is what a container's owner says of its capabilities. Names are as people write them: in any case, and with
// or without CAP_ in front.
type Choice struct {
	Add, Drop  []string
	Privileged bool // all of them, whatever Add and Drop say
}

// Capabilities are the sets of a process that begins as that user. As execve(2) would: root has the list permitted and
// effective, others only bounded by it. No inheritable and no ambient ones, as in Docker: a program with such in its
// file would turn them into effective ones for a user who is not root (CVE-2022-24769). The error is ErrUnknownCapability.
func (c Choice) Capabilities(uid uint32) (*specs.LinuxCapabilities, error) {
	list, err := c.list()
	if err != nil {
		return nil, err
	}
	sets := &specs.LinuxCapabilities{Bounding: list}
	if uid == 0 {
		sets.Permitted, sets.Effective = list, list
	}
	return sets, nil
}

// list is the container's capabilities, in the order of their numbers. Where a name is both added and dropped, it is there;
// but of ALL, what is dropped by its name is not.
func (c Choice) list() ([]string, error) {
	add, err := canonical(c.Add)
	if err != nil {
		return nil, fmt.Errorf("read --cap-add: %w", err)
	}
	drop, err := canonical(c.Drop)
	if err != nil {
		return nil, fmt.Errorf("read --cap-drop: %w", err)
	}
	known, dropped := Known(), func(name string) bool { return slices.Contains(drop, name) }
	var list []string
	switch {
	case c.Privileged:
		return slices.Clone(known), nil
	case slices.Contains(add, all):
		list = slices.DeleteFunc(slices.Clone(known), dropped)
	case slices.Contains(drop, all):
		list = add
	default:
		list = append(slices.DeleteFunc(slices.Clone(defaults), dropped), add...)
	}
	slices.SortFunc(list, func(a, b string) int { return Number(a) - Number(b) })
	return slices.Compact(list), nil
}

// Canonical is a capability's name as the kernel's manual has it, or ALL. It may be one that there is not.
func Canonical(name string) string {
	full := strings.ToUpper(strings.TrimSpace(name))
	if full != all && !strings.HasPrefix(full, "CAP_") {
		full = "CAP_" + full
	}
	return full
}

// canonical is each name as the kernel's manual has it, or ALL.
func canonical(names []string) ([]string, error) {
	var list []string
	for _, name := range names {
		full := Canonical(name)
		if full != all && !slices.Contains(Known(), full) {
			return nil, fmt.Errorf("%.40q: %w", name, ErrUnknownCapability)
		}
		list = append(list, full)
	}
	return list, nil
}

// Known are the names of the capabilities that both this program and the running kernel know. Source: proc_sys_kernel(5),
// "cap_last_cap".
func Known() []string {
	last := unix.CAP_LAST_CAP
	if text, err := os.ReadFile("/proc/sys/kernel/cap_last_cap"); err == nil {
		if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
			last = n
		}
	}
	return Names()[:min(last+1, len(Names()))]
}
