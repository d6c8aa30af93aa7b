//go:build linux

// What a container's processes may not do: capabilities, the filter of system calls, no new privileges.

package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/confine"
	"github.com/minicontainer/minicontainer/minicontainer/confine/seccomp"
)

// confinement is the flags --cap-add, --cap-drop, --security-opt and --privileged.
type confinement struct {
	add, drop, options []string
	privileged         bool
}

func (c *confinement) addConfinement(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&c.add, "cap-add", nil, "give a `CAPABILITY` more than the usual ones; ALL")
	flags.StringSliceVar(&c.drop, "cap-drop", nil, "take a `CAPABILITY` away; ALL")
	flags.StringArrayVar(&c.options, "security-opt", nil, "no-new-privileges, seccomp=unconfined or a file,\nsystempaths=unconfined: `OPTION`")
	flags.BoolVar(&c.privileged, "privileged", false, "take nothing away from root: every capability, every\ndevice, no filter of system calls, nothing masked")
}

// security is what --security-opt says, read.
type security struct {
	noNewPrivileges bool
	noMasks         bool
	filter          string // "builtin", "unconfined", or a file in Docker's form
}

// security reads the options, each NAME=VALUE or NAME:VALUE. Those of AppArmor and SELinux, which this runtime does not use, can only be switched off.
func (c confinement) security() (s security, err error) {
	s.filter = builtin
	for _, text := range c.options {
		name, value, given := strings.Cut(strings.Replace(text, ":", "=", 1), "=")
		switch {
		case name == "no-new-privileges" && (!given || value == "true"):
			s.noNewPrivileges = true
		case name == "no-new-privileges" && value == "false":
			s.noNewPrivileges = false
		case name == "seccomp" && value != "":
			s.filter = value
		case name == "systempaths" && value == "unconfined":
			s.noMasks = true
		case name == "apparmor" && value == "unconfined", name == "label" && value == "disable":
		default:
			return s, fmt.Errorf("read --security-opt %.60q: not one that this runtime has", text)
		}
	}
	return s, nil
}

// builtin is the word for Docker's list of system calls.
const builtin = "builtin"

// filter writes the rules of a file into the spec, and tells whether the default ones are to be used.
func (c confinement) filter(s *specs.Spec) (usual bool, err error) {
	options, err := c.security()
	if err != nil || c.privileged {
		return false, err
	}
	if options.filter == builtin {
		return true, nil
	}
	s.Linux.Seccomp, err = seccomp.Profile(options.filter, s.Process.Capabilities.Bounding)
	return false, err
}

// confine writes into the spec what the container may not do. The user is known already.
func (c confinement) confine(s *specs.Spec) error {
	options, err := c.security()
	if err != nil {
		return err
	}
	choice := confine.Choice{Add: c.add, Drop: c.drop, Privileged: c.privileged}
	if s.Process.Capabilities, err = choice.Capabilities(s.Process.User.UID); err != nil {
		return err
	}
	s.Process.NoNewPrivileges = options.noNewPrivileges
	if options.noMasks || c.privileged {
		s.Linux.MaskedPaths, s.Linux.ReadonlyPaths = nil, nil
	}
	if c.privileged {
		return open(s)
	}
	return nil
}

// open gives a privileged container what the others have for looking at only, and the host's devices. Which of those it may use
// its control group says, see Limits.
func open(s *specs.Spec) error {
	for i, m := range s.Mounts {
		if m.Type == "sysfs" || m.Type == "cgroup" {
			s.Mounts[i].Options = slices.DeleteFunc(slices.Clone(m.Options), func(o string) bool { return o == "ro" })
		}
	}
	if len(s.Linux.UIDMappings) > 0 {
		return nil // whose root is none of the machine's devices'
	}
	var err error
	s.Linux.Devices, err = hostDevices("/dev")
	return err
}

// hostDevices are the nodes below a directory, but for terminals, of which a container has its own.
func hostDevices(dir string) (devices []specs.LinuxDevice, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // gone meanwhile, or somebody else's
		}
		if d.IsDir() && slices.Contains([]string{"pts", "shm", "mqueue", "fd", ".lxc", ".udev"}, d.Name()) {
			return fs.SkipDir
		}
		if d.Type()&fs.ModeDevice == 0 || d.Name() == "console" || strings.HasPrefix(d.Name(), "ptmx") {
			return nil
		}
		device, err := deviceAt(path)
		if err == nil {
			devices = append(devices, device)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	return devices, nil
}

// deviceAt describes a node of the host.
func deviceAt(path string) (specs.LinuxDevice, error) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return specs.LinuxDevice{}, fmt.Errorf("look at device %s: %w", path, err)
	}
	kind := map[uint32]string{unix.S_IFCHR: "c", unix.S_IFBLK: "b"}[st.Mode&unix.S_IFMT]
	if kind == "" {
		return specs.LinuxDevice{}, fmt.Errorf("look at device %s: it is none", path)
	}
	mode := os.FileMode(st.Mode & 0o777)
	return specs.LinuxDevice{
		Path: path, Type: kind, Major: int64(unix.Major(st.Rdev)), Minor: int64(unix.Minor(st.Rdev)),
		FileMode: &mode, UID: &st.Uid, GID: &st.Gid,
	}, nil
}
