//go:build linux

// From flags to the value that travels: the OCI runtime spec.

package cli

import (
	"fmt"
	"os"
	"path"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// spec describes the container that the flags ask for.
func (f runFlags) spec(r Root, command []string) (*specs.Spec, error) {
	s := oci.Default(oci.Choices{
		Root:        r.Path,
		HostNetwork: f.network == "host",
		Users:       f.Users(),
		NoTTYGroup:  !syscalls.GroupExists(5),
	})
	f.Isolate(s.Linux)
	s.Root.Readonly = f.readOnly
	s.Hostname = f.hostname
	if s.Hostname == "" {
		s.Hostname = f.defaultHostname()
	}
	if !isHostname(s.Hostname) {
		return nil, fmt.Errorf("read -h %q: a host name has letters, digits, dots and inner dashes only", s.Hostname)
	}
	volumes, err := f.mounts()
	if err != nil {
		return nil, err
	}
	s.Mounts = append(s.Mounts, volumes...)
	s.Process, err = f.process(r, s.Hostname, command)
	return s, err
}

// isHostname tells whether names on a network look like this (RFC 1123): letters, digits and, inside, dots and
// dashes. The kernel would take any bytes, programs do not.
func isHostname(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	return name != "" && strings.Trim(name, letters+".-") == "" && strings.Trim(name, ".-") == name
}

func (f runFlags) process(r Root, hostname string, command []string) (*specs.Process, error) {
	who := f.user
	if who == "" {
		who = "0:0"
	}
	user, err := rootfs.LookupUser(r.Files, who)
	if err != nil && f.user == "" {
		user, err = rootfs.User{Home: "/"}, nil // root needs no entry
	}
	if err != nil {
		return nil, err
	}
	env, err := f.environment(user.Home, hostname)
	if err != nil {
		return nil, err
	}
	if len(command) == 0 {
		command = []string{"sh"}
	}
	cwd := f.workdir
	if cwd == "" {
		cwd = "/"
	}
	if !path.IsAbs(cwd) {
		return nil, fmt.Errorf("read -w %s: the working directory must be an absolute path", cwd)
	}
	return &specs.Process{
		Terminal: f.TTY,
		User:     specs.User{UID: user.UID, GID: user.GID, AdditionalGids: user.Groups},
		Args:     command,
		Env:      env,
		Cwd:      cwd,
	}, nil
}

// defaultHostname is as Docker's: the machine's on the host's network, where the
// container answers under it, else the container's id.
func (f runFlags) defaultHostname() string {
	if name, err := os.Hostname(); f.network == "host" && err == nil && isHostname(name) {
		return name
	}
	return record.ShortID(f.id)
}
