package sandbox

import (
	"os"
	"syscall"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// The kinds of namespaces that clone(2) makes, with the words of the OCI spec and
// of unshare(1).
var namespaceKinds = []struct {
	kind   specs.LinuxNamespaceType
	flag   uintptr
	option string
}{
	{specs.UserNamespace, unix.CLONE_NEWUSER, "--user"},
	{specs.MountNamespace, unix.CLONE_NEWNS, "--mount"},
	{specs.UTSNamespace, unix.CLONE_NEWUTS, "--uts"},
	{specs.IPCNamespace, unix.CLONE_NEWIPC, "--ipc"},
	{specs.PIDNamespace, unix.CLONE_NEWPID, "--pid"},
	{specs.NetworkNamespace, unix.CLONE_NEWNET, "--net"},
	{specs.CgroupNamespace, unix.CLONE_NEWCGROUP, "--cgroup"},
}

func hasNamespace(s *specs.Spec, kind specs.LinuxNamespaceType) bool {
	if s.Linux == nil {
		return false
	}
	for _, ns := range s.Linux.Namespaces {
		if ns.Type == kind {
			return true
		}
	}
	return false
}

func joins(namespaces []specs.LinuxNamespace) bool {
	for _, ns := range namespaces {
		if ns.Path != "" || ns.Type == specs.TimeNamespace {
			return true
		}
	}
	return false
}

// unknownNamespace is the first type that we do not know or that is there twice.
func unknownNamespace(namespaces []specs.LinuxNamespace) specs.LinuxNamespaceType {
	left := map[specs.LinuxNamespaceType]int{specs.TimeNamespace: 1}
	for _, k := range namespaceKinds {
		left[k.kind] = 1
	}
	for _, ns := range namespaces {
		if left[ns.Type]--; left[ns.Type] < 0 {
			return ns.Type
		}
	}
	return ""
}

// cloneFlags are the namespaces to make together with the child process.
func cloneFlags(s *specs.Spec) (flags uintptr) {
	for _, k := range namespaceKinds {
		if hasNamespace(s, k.kind) {
			flags |= k.flag
		}
	}
	return flags
}

// unshareOptions are the same as words of unshare(1).
func unshareOptions(s *specs.Spec) (options []string) {
	for _, k := range namespaceKinds {
		if hasNamespace(s, k.kind) {
			options = append(options, k.option)
		}
	}
	return options
}

// create is the step that the parent half does itself: clone(2) makes the
// namespaces and the process in them in one call.
type create struct{ spec *specs.Spec }

func (create) Name() string { return "create namespaces" }

func (c create) Line() string {
	words := append([]string{"unshare", "--fork"}, unshareOptions(c.spec)...)
	if hasNamespace(c.spec, specs.UserNamespace) {
		words = append(words, "--map-root-user")
	}
	if len(words) == 2 {
		return "# no namespaces: only the root directory changes"
	}
	return plan.Quote(words...) + " sh"
}

// sysProcAttr is what the kernel needs to know at clone(2).
func sysProcAttr(c Container) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{
		Cloneflags: cloneFlags(c.Spec),
		// A session of its own: no signal typed at the caller's terminal reaches the
		// container by itself, and an ordinary user in it cannot push characters into
		// that terminal (root can, as long as it keeps CAP_SYS_ADMIN).
		Setsid: true,
	}
	if c.DieWithCaller {
		attr.Pdeathsig = syscall.SIGKILL
	}
	if hasNamespace(c.Spec, specs.UserNamespace) {
		attr.UidMappings = idMap(c.Spec.Linux.UIDMappings)
		attr.GidMappings = idMap(c.Spec.Linux.GIDMappings)
		// An ordinary user must give up setgroups(2) before mapping a group:
		// dropping a group can also gain access, where a file's mode denies that
		// group (CVE-2014-8989). Source: user_namespaces(7).
		attr.GidMappingsEnableSetgroups = os.Geteuid() == 0 && syscalls.MaySetGroups()
	}
	return attr
}

func idMap(mappings []specs.LinuxIDMapping) []syscall.SysProcIDMap {
	var out []syscall.SysProcIDMap
	for _, m := range mappings {
		out = append(out, syscall.SysProcIDMap{ContainerID: int(m.ContainerID), HostID: int(m.HostID), Size: int(m.Size)})
	}
	return out
}
