package sandbox

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/namespace"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Container is what to start.
type Container struct {
	// Spec is the container in the world's own words. Paths in Root and Mounts are absolute.
	Spec *specs.Spec

	// Scratch, if set, is assembled first, and Spec.Root.Path must be its Root():
	// a writable root over an image's files that leaves nothing behind.
	Scratch *rootfs.Scratch

	// DieWithCaller has the kernel kill the container when the process that called
	// Start dies, even by SIGKILL. It does not hold for a program that the kernel gives
	// new privileges (setuid, file capabilities), nor for one that asks it away.
	// Source: prctl(2), PR_SET_PDEATHSIG.
	DieWithCaller bool

	// BindDevices has /dev filled by bind mounts of the host's devices instead of
	// new ones. Start sets it where a user namespace forbids to make devices.
	BindDevices bool

	// Init has a small init as the first process, and the program as its child; see init.go.
	Init bool

	// DefaultFilter has a spec without a filter of system calls get Docker's, for the capabilities that it has.
	DefaultFilter bool

	// NewKeyring gives the container's process a session keyring of its own (keyring.go).
	NewKeyring bool

	// Inside is set by Enter.
	Inside *inside

	further int    // how many files after stderr are the container's; set by Start
	gated   bool   // it waits at a gate before its program runs; set by Start
	state   []byte // what hooks are told, in the child half
	filter  *filter
}

// adapted is the container as this machine can make it.
func (c Container) adapted() Container {
	c.BindDevices = c.BindDevices || syscalls.InUserNamespace() ||
		c.Spec != nil && hasNamespace(c.Spec, specs.UserNamespace)
	return c
}

// Check tells whether the spec can be carried out as it stands. The error names
// the first field that is wrong or that this package does not do. Silence about
// a field that was asked for would be worse than a refusal: a container
// without the limit its owner wrote down looks just like one with it.
func (c Container) Check() error {
	s := c.Spec
	if s == nil || s.Root == nil || s.Process == nil {
		return errors.New("read spec: root and process are required")
	}
	for _, f := range slices.Concat(unsupported(s), badSchedule(s.Process), ids(s), malformed(s, c.Inside != nil), confined(s)) {
		if f.wrong {
			return fmt.Errorf("read spec: %s: %s", f.field, f.why)
		}
	}
	return checkUser(s)
}

type finding struct {
	wrong      bool
	field, why string
}

const notYet = "asked for, but not carried out by this runtime yet"

// unsupported lists the parts of the OCI spec that are left out here.
func unsupported(s *specs.Spec) []finding {
	linux := s.Linux
	if linux == nil {
		linux = &specs.Linux{}
	}
	p := s.Process
	return []finding{
		{p.ApparmorProfile != "", "process.apparmorProfile", notYet},
		{p.SelinuxLabel != "", "process.selinuxLabel", notYet},
		{linux.Resources != nil && linux.CgroupsPath == "", "linux.resources", "without a cgroupsPath nobody knows whose limits they are"},
		{strings.Contains(linux.CgroupsPath, ":") && !filepath.IsAbs(linux.CgroupsPath), "linux.cgroupsPath", "in systemd's form (slice:prefix:name); this runtime makes control groups itself"},
		{linux.IntelRdt != nil, "linux.intelRdt", notYet},
		{linux.MountLabel != "", "linux.mountLabel", notYet},
		{badOwners(s), "mounts.uidMappings", "they, and mounts.gidMappings, are for bind mounts, both, or with idmap the container's"},
		{unknownNamespace(linux.Namespaces) != "", "linux.namespaces", fmt.Sprintf("%q is unknown or there twice", unknownNamespace(linux.Namespaces))},
	}
}

// ids lists what can be wrong with a user or a time namespace.
func ids(s *specs.Spec) []finding {
	if s.Linux == nil {
		return nil
	}
	uids, gids := s.Linux.UIDMappings, s.Linux.GIDMappings
	made := makesNamespace(s, specs.UserNamespace)
	offsets := s.Linux.TimeOffsets
	return []finding{
		{!made && len(uids)+len(gids) > 0, "linux.uidMappings", "without a new user namespace"},
		{made && (!namespace.Mapped(uids, 0) || !namespace.Mapped(gids, 0)), "linux.uidMappings", "no line for 0, and only root can make a container"},
		{len(offsets) > 0 && !makesNamespace(s, specs.TimeNamespace), "linux.timeOffsets", "without a new time namespace"},
		{unknownClock(offsets) != "", "linux.timeOffsets", fmt.Sprintf("%q is not a clock that can be shifted", unknownClock(offsets))},
		{makesNamespace(s, specs.TimeNamespace) && !syscalls.KernelAtLeast(6, 2), "linux.namespaces", "a time namespace needs Linux 6.2"},
	}
}

func malformed(s *specs.Spec, entering bool) []finding {
	p := s.Process
	private := ownMounts(s)
	return []finding{
		{!filepath.IsAbs(s.Root.Path), "root.path", "not an absolute path"},
		{len(p.Args) == 0, "process.args", "no command"},
		{len(p.Args) > 0 && p.Args[0] == "", "process.args", "the command is empty"},
		{!filepath.IsAbs(p.Cwd), "process.cwd", fmt.Sprintf("%q is not an absolute path", p.Cwd)},
		{hasNUL(p.Args) || hasNUL(p.Env) || hasNUL([]string{p.Cwd, s.Root.Path, s.Hostname}), "process", "a NUL byte ends a string in the kernel"},
		{len(s.Hostname) > 64 || len(s.Domainname) > 64, "hostname", "longer than 64 bytes, the kernel's limit"},
		{s.Hostname+s.Domainname != "" && !hasNamespace(s, specs.UTSNamespace), "hostname", "needs a uts namespace, or it would rename the host"},
		{len(s.Mounts) > 0 && !private, "mounts", "need a mount namespace, or they would be mounted on the host"},
		{s.Root.Readonly && !private, "root.readonly", "needs a mount namespace"},
		{badPropagation(s), "linux.rootfsPropagation", "not private, slave, shared or unbindable, or one of them with an r in front"},
		{p.Terminal && !private && !entering, "process.terminal", "needs a mount namespace with a devpts in it"},
	}
}

func hasNUL(words []string) bool {
	for _, w := range words {
		if strings.ContainsRune(w, 0) {
			return true
		}
	}
	return false
}

// ErrUnmapped says that an id of the spec does not exist in its user namespace.
var ErrUnmapped = errors.New("the user namespace maps no such id")

// checkUser makes sure that the wanted ids exist in the user namespace. An id
// without a mapping is nobody at all: setuid(2) to it is EINVAL.
func checkUser(s *specs.Spec) error {
	if !makesNamespace(s, specs.UserNamespace) {
		return nil
	}
	u := s.Process.User
	if !namespace.Mapped(s.Linux.UIDMappings, u.UID) {
		return fmt.Errorf("run as uid %d: %w", u.UID, ErrUnmapped)
	}
	for _, gid := range append([]uint32{u.GID}, u.AdditionalGids...) {
		if !namespace.Mapped(s.Linux.GIDMappings, gid) {
			return fmt.Errorf("run as gid %d: %w", gid, ErrUnmapped)
		}
	}
	return nil
}
