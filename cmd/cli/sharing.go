//go:build linux

// What a container shares with the machine or with another container, instead of having its own: --uts, --pid, --ipc, --cgroupns.

package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// sharing is the flags, with Docker's words. "" is a namespace of the container's own.
type sharing struct{ uts, pid, ipc, cgroup string }

// Words of these flags.
const (
	withHost      = "host"
	private       = "private"
	withContainer = "container:"
	shareable     = "shareable"
	without       = "none"
)

func (s *sharing) addSharing(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&s.uts, "uts", "", "=`host`: the machine's host name")
	flags.StringVar(&s.pid, "pid", "", "see the processes of `host`, or of container:NAME")
	flags.StringVar(&s.ipc, "ipc", "", "IPC objects and /dev/shm: `private` (default),\nshareable (to join), container:NAME, host, none")
	flags.StringVar(&s.cgroup, "cgroupns", "", "=`host`: see all control groups; private is the default")
}

// checkSharing refuses words that mean nothing.
func (s sharing) checkSharing() error {
	other := func(word string) bool { return strings.HasPrefix(word, withContainer) && word != withContainer }
	switch {
	case s.uts != "" && s.uts != withHost:
		return fmt.Errorf("read --uts %.40q: host is the only word", s.uts)
	case s.pid != "" && s.pid != withHost && !other(s.pid):
		return fmt.Errorf("read --pid %.40q: host or container:NAME", s.pid)
	case !slices.Contains([]string{"", withHost, private, shareable, without}, s.ipc) && !other(s.ipc):
		return fmt.Errorf("read --ipc %.40q: private, shareable, host, none or container:NAME", s.ipc)
	case !slices.Contains([]string{"", withHost, private}, s.cgroup):
		return fmt.Errorf("read --cgroupns %.40q: host or private", s.cgroup)
	}
	return nil
}

// share takes the namespaces from the spec that the container shares with the machine, and what goes with them. Those of another
// container are joined with each start (see engine.Joined); options get who that is.
func (s sharing) share(spec *specs.Spec, e *engine.Engine, options *record.Options) (err error) {
	drop := func(kind specs.LinuxNamespaceType) {
		spec.Linux.Namespaces = slices.DeleteFunc(spec.Linux.Namespaces, func(ns specs.LinuxNamespace) bool { return ns.Type == kind })
	}
	if s.uts == withHost {
		drop(specs.UTSNamespace)
		spec.Hostname = ""
	}
	if s.pid == withHost {
		drop(specs.PIDNamespace)
		shareProc(spec)
	}
	if s.cgroup == withHost {
		drop(specs.CgroupNamespace)
	}
	if s.ipc == withHost {
		drop(specs.IPCNamespace)
		shareIPC(spec)
	}
	if s.ipc == without {
		removeMount(spec, "/dev/shm")
	}
	options.UTSMode, options.CgroupnsMode = s.uts, s.cgroup
	if options.PidMode, _, err = other(e, s.pid); err != nil {
		return err
	}
	mode, owner, err := other(e, s.ipc)
	if err == nil && owner != nil && owner.Options.IpcMode != shareable {
		err = fmt.Errorf("join the IPC objects of %s: they are its own; it must have been made with --ipc shareable", owner.Name)
	}
	options.IpcMode = mode
	return err
}

// other is a word with the id of the container that it names in place of its name, and that container.
func other(e *engine.Engine, word string) (string, *record.Record, error) {
	name, joins := strings.CutPrefix(word, withContainer)
	if !joins {
		return word, nil, nil
	}
	r, err := e.Inspect(name)
	if err != nil {
		return "", nil, err
	}
	return withContainer + r.ID, &r, nil
}

// shareIPC has the container see the machine's shared memory. What is in it is found by name in a directory, and
// the queues of messages in a file system of the namespace's own, which an ordinary user cannot mount.
func shareIPC(spec *specs.Spec) {
	for _, dir := range []string{"/dev/shm", "/dev/mqueue"} {
		removeMount(spec, dir)
		if _, err := os.Stat(dir); err == nil {
			spec.Mounts = append(spec.Mounts, specs.Mount{Destination: dir, Source: dir, Options: []string{"bind", "nosuid", "noexec", "nodev"}})
		}
	}
}

// shareProc shows the machine's /proc, where a container with users of its own may not mount one for the machine's processes.
func shareProc(spec *specs.Spec) {
	if len(spec.Linux.UIDMappings) == 0 {
		return
	}
	for i, m := range spec.Mounts {
		if m.Destination == "/proc" {
			spec.Mounts[i] = specs.Mount{Destination: "/proc", Source: "/proc", Options: []string{"rbind"}}
		}
	}
}

func removeMount(spec *specs.Spec, destination string) {
	spec.Mounts = slices.DeleteFunc(slices.Clone(spec.Mounts), func(m specs.Mount) bool { return m.Destination == destination })
}

// checkHostname refuses a name for a container that has the machine's.
func (f runFlags) checkHostname() error {
	if f.uts == withHost && f.hostname+f.domainname != "" {
		return errors.New("read --hostname: it would rename the machine, with --uts host")
	}
	return nil
}
