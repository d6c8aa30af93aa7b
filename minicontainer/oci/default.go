package oci

import (
	"fmt"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Version is the runtime-spec version our bundles declare. They use nothing
// younger, and some runtimes refuse a version they do not know.
const Version = "1.0.2"

// Choices are what Default cannot know.
type Choices struct {
	Root        string // absolute host path of the root directory
	HostNetwork bool   // share the host's network instead of an empty one

	// Users are the ids of a user namespace of the container's own; none, and it shares
	// the caller's. An ordinary user cannot do without.
	Users namespace.Maps

	// NoTTYGroup leaves terminals to the root group, where group 5 (tty) does not
	// exist: in a user namespace that maps only one group.
	NoTTYGroup bool
}

// Default is the container of a plain `run`: every namespace but the time's, and the file systems that a program expects to find. The caller
// fills in Process.
func Default(c Choices) *specs.Spec {
	s := &specs.Spec{
		Version: Version,
		Root:    &specs.Root{Path: c.Root},
		Process: &specs.Process{Cwd: "/"},
		Mounts:  mounts(c),
		Linux: &specs.Linux{
			Namespaces: []specs.LinuxNamespace{
				{Type: specs.MountNamespace}, {Type: specs.UTSNamespace}, {Type: specs.IPCNamespace}, {Type: specs.PIDNamespace},
				{Type: specs.CgroupNamespace},
			},
			MaskedPaths:   rootfs.DefaultMasked,
			ReadonlyPaths: rootfs.DefaultReadonly,
		},
	}
	if !c.HostNetwork {
		s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.NetworkNamespace})
	}
	if c.ownUsers() {
		s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.UserNamespace})
		s.Linux.UIDMappings, s.Linux.GIDMappings = c.Users.UIDs, c.Users.GIDs
	}
	return s
}

func (c Choices) ownUsers() bool { return len(c.Users.UIDs) > 0 }

// ttyGroup is whose terminals are, in every distribution.
const ttyGroup = 5

func mounts(c Choices) []specs.Mount {
	devpts := []string{"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"}
	if !c.NoTTYGroup && (!c.ownUsers() || c.Users.HasGroup(ttyGroup)) {
		devpts = append(devpts, fmt.Sprintf("gid=%d", ttyGroup))
	}
	list := []specs.Mount{
		{Destination: "/proc", Type: "proc", Source: "proc", Options: []string{"nosuid", "noexec", "nodev"}},
		{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "strictatime", "mode=755", "size=65536k"}},
		{Destination: "/dev/pts", Type: "devpts", Source: "devpts", Options: devpts},
		{Destination: "/dev/shm", Type: "tmpfs", Source: "shm", Options: []string{"nosuid", "noexec", "nodev", "mode=1777", "size=65536k"}},
		{Destination: "/dev/mqueue", Type: "mqueue", Source: "mqueue", Options: []string{"nosuid", "noexec", "nodev"}},
		sysfs(c),
	}
	if c.ownUsers() && c.HostNetwork {
		return list // the host's groups come with its /sys
	}
	return append(list, specs.Mount{Destination: "/sys/fs/cgroup", Type: "cgroup", Source: "cgroup", Options: []string{"nosuid", "noexec", "nodev", "ro"}})
}

// sysfs shows the network devices of the namespace it is mounted from, so the
// kernel lets only the owner of that namespace mount one. A rootless container
// on the host's network is not, and gets the host's /sys instead.
func sysfs(c Choices) specs.Mount {
	if c.ownUsers() && c.HostNetwork {
		return specs.Mount{Destination: "/sys", Source: "/sys", Options: []string{"rbind", "rro"}}
	}
	return specs.Mount{Destination: "/sys", Type: "sysfs", Source: "sysfs", Options: []string{"nosuid", "noexec", "nodev", "ro"}}
}
