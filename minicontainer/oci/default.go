package oci

import (
	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// Version is the runtime-spec version our bundles declare. They use nothing
// younger, and some runtimes refuse a version they do not know.
const Version = "1.0.2"

// Choices are what Default cannot know.
type Choices struct {
	Root        string // absolute host path of the root directory
	HostNetwork bool   // share the host's network instead of an empty one
	Rootless    bool   // the caller is an ordinary user with the ids below
	UID, GID    int    // the caller's, mapped to root in the container

	// NoTTYGroup leaves terminals to the root group, where group 5 (tty) does not
	// exist: in a user namespace that maps only one group.
	NoTTYGroup bool
}

// Default is the container of a plain `run`: every namespace but the cgroup's and
// the time's, and the file systems that a program expects to find. The caller
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
			},
			MaskedPaths:   rootfs.DefaultMasked,
			ReadonlyPaths: rootfs.DefaultReadonly,
		},
	}
	if !c.HostNetwork {
		s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.NetworkNamespace})
	}
	if c.Rootless {
		s.Linux.Namespaces = append(s.Linux.Namespaces, specs.LinuxNamespace{Type: specs.UserNamespace})
		s.Linux.UIDMappings = []specs.LinuxIDMapping{{ContainerID: 0, HostID: uint32(c.UID), Size: 1}}
		s.Linux.GIDMappings = []specs.LinuxIDMapping{{ContainerID: 0, HostID: uint32(c.GID), Size: 1}}
	}
	return s
}

func mounts(c Choices) []specs.Mount {
	devpts := []string{"nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"}
	if !c.Rootless && !c.NoTTYGroup {
		devpts = append(devpts, "gid=5")
	}
	return []specs.Mount{
		{Destination: "/proc", Type: "proc", Source: "proc", Options: []string{"nosuid", "noexec", "nodev"}},
		{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "strictatime", "mode=755", "size=65536k"}},
		{Destination: "/dev/pts", Type: "devpts", Source: "devpts", Options: devpts},
		{Destination: "/dev/shm", Type: "tmpfs", Source: "shm", Options: []string{"nosuid", "noexec", "nodev", "mode=1777", "size=65536k"}},
		{Destination: "/dev/mqueue", Type: "mqueue", Source: "mqueue", Options: []string{"nosuid", "noexec", "nodev"}},
		sysfs(c),
	}
}

// sysfs shows the network devices of the namespace it is mounted from, so the
// kernel lets only the owner of that namespace mount one. A rootless container
// on the host's network is not, and gets the host's /sys instead.
func sysfs(c Choices) specs.Mount {
	if c.Rootless && c.HostNetwork {
		return specs.Mount{Destination: "/sys", Source: "/sys", Options: []string{"rbind", "rro"}}
	}
	return specs.Mount{Destination: "/sys", Type: "sysfs", Source: "sysfs", Options: []string{"nosuid", "noexec", "nodev", "ro"}}
}
