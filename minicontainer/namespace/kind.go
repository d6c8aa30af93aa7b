package namespace

import (
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"
)

// Kind is one of the eight, with the words that others have for it.
type Kind struct {
	Type   specs.LinuxNamespaceType // in an OCI spec
	Flag   uintptr                  // of clone(2), unshare(2) and setns(2)
	File   string                   // in /proc/PID/ns
	Option string                   // of unshare(1) and nsenter(1)
	What   string                   // it is about: which of the kernel's answers
}

// Kinds is all eight, in the order in which unshare(1) would make them: the user
// namespace first, as it owns the others.
var Kinds = []Kind{
	{specs.UserNamespace, unix.CLONE_NEWUSER, "user", "--user", "user ids, capabilities"},
	{specs.MountNamespace, unix.CLONE_NEWNS, "mnt", "--mount", "mounts"},
	{specs.UTSNamespace, unix.CLONE_NEWUTS, "uts", "--uts", "host and domain name"},
	{specs.IPCNamespace, unix.CLONE_NEWIPC, "ipc", "--ipc", "IPC objects, message queues"},
	{specs.PIDNamespace, unix.CLONE_NEWPID, "pid", "--pid", "process ids"},
	{specs.NetworkNamespace, unix.CLONE_NEWNET, "net", "--net", "devices, addresses, ports"},
	{specs.CgroupNamespace, unix.CLONE_NEWCGROUP, "cgroup", "--cgroup", "root of the control groups"},
	{specs.TimeNamespace, unix.CLONE_NEWTIME, "time", "--time", "monotonic and boot clock"},
}
