//go:build linux

// Which of the wanted limits this machine can give.

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/cgroup"
	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// flagsOf are the flags that need a controller.
var flagsOf = map[string][]string{
	"memory": {"memory", "memory-swap", "memory-reservation", "oom-kill-disable"},
	"cpu":    {"cpus", "cpu-shares", "cpu-quota", "cpu-period"},
	"cpuset": {"cpuset-cpus", "cpuset-mems"},
	"pids":   {"pids-limit"},
	"blkio":  {"blkio-weight", "device-read-bps", "device-write-bps", "device-read-iops", "device-write-iops"},
}

// ErrNoLimit is the cause when a limit was asked for and cannot be had.
var ErrNoLimit = errors.New("this limit cannot be set here")

// Group gives the spec a control group of that path with the limits that the flags ask for, and those that every container
// has. A limit that was asked for and that this machine or user cannot have is an error. What only the
// defaults wanted is left out, and told in one line to say; a container without limits is better than none.
func (l Limits) Group(s *specs.Spec, path string, say io.Writer) error {
	wanted, err := l.Resources()
	if err != nil {
		return err
	}
	addDefaults(wanted)
	s.Linux.CgroupsPath, s.Linux.Resources = path, wanted
	missing, err := unavailable(s)
	if err != nil || len(missing) == 0 {
		return err
	}
	if err := l.refused(wanted, missing); err != nil {
		return err
	}
	if wanted.Pids != nil {
		fmt.Fprintf(say, "no limit of processes for this container: %s; %s\n", missing[0].Reason, delegationHint()) //nolint:errcheck // said as well as it can be
		wanted.Pids = nil
	}
	if missing, err = unavailable(s); err != nil || len(missing) > 0 {
		s.Linux.CgroupsPath, s.Linux.Resources = "", nil // no group at all
	}
	return err
}

// addDefaults adds the limits that a container has if its owner says nothing.
func addDefaults(wanted *specs.LinuxResources) {
	if wanted.Pids == nil {
		wanted.Pids = &specs.LinuxPids{Limit: defaultPids}
	}
	if wanted.Pids.Limit <= 0 {
		wanted.Pids = nil // unlimited, which needs no group
	}
	if os.Geteuid() == 0 && !syscalls.InUserNamespace() && hasCapability(unix.CAP_SYS_ADMIN) {
		wanted.Devices = cgroup.Granted(oci.Devices()) // in a user namespace nobody may make a device anyway, nor write this rule
	}
}

// refused is about the first missing controller that a flag has asked for.
func (l Limits) refused(wanted *specs.LinuxResources, missing []cgroup.Missing) error {
	for _, m := range missing {
		flag := l.asked(m.Controller)
		if flag == "" || m.Controller == "pids" && wanted.Pids == nil {
			continue
		}
		return fmt.Errorf("set --%s: %w: %s", flag, ErrNoLimit, m.Reason)
	}
	return nil
}

// unavailable are the controllers that the spec needs and that cannot be had.
func unavailable(s *specs.Spec) ([]cgroup.Missing, error) {
	_, _, err := cgroup.Plan(sandbox.GroupRequest(s))
	var u *cgroup.Unavailable
	if errors.As(err, &u) {
		return u.Missing, nil
	}
	return nil, err
}

// asked is the flag, among those that were given, that needs the controller.
func (l Limits) asked(controller string) string {
	for _, flag := range flagsOf[controller] {
		if l.set(flag) {
			return flag
		}
	}
	return ""
}

// delegationHint says what would allow limits.
func delegationHint() string {
	trees, err := cgroup.Detect()
	readOnly := cgroup.ReadOnly(trees)
	switch {
	case os.Geteuid() == 0 && len(readOnly) > 0:
		return "control groups are mounted read-only here, as in most containers: " + cgroup.RemountLine(readOnly)
	case os.Geteuid() == 0:
		return "`workshop doctor` tells which control groups there are"
	case err == nil && cgroup.Kind(trees) == "v2":
		return "systemd can lend you a group: systemd-run --user --scope -p Delegate=yes " + strings.Join(os.Args[:1], "") + " …"
	}
	return "on version 1 only root can have one (sudo); on version 2, systemd can lend you a group"
}
