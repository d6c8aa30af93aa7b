//go:build linux

// From flags to the value that travels: the OCI runtime spec.

package cli

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/oci"
	"github.com/minicontainer/minicontainer/minicontainer/record"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// spec describes the container that the flags ask for.
func (f runFlags) spec(r Root, w words, volumes []volumeFlag) (*specs.Spec, error) {
	s := oci.Default(oci.Choices{
		Root:        r.Path,
		HostNetwork: f.OnHost(),
		Users:       f.Users(),
		NoTTYGroup:  !syscalls.GroupExists(5),
	})
	f.Isolate(s.Linux)
	s.Root.Readonly = f.readOnly
	s.Linux.RootfsPropagation = rootPropagation(volumes)
	s.Hostname = f.hostname
	if s.Hostname == "" {
		s.Hostname = f.defaultHostname()
	}
	if !isHostname(s.Hostname) {
		return nil, fmt.Errorf("read -h %q: a host name has letters, digits, dots and inner dashes only", s.Hostname)
	}
	for _, v := range volumes {
		s.Mounts = append(s.Mounts, v.Mount)
	}
	var err error
	if s.Process, err = f.process(r, s.Hostname, w); err != nil {
		return nil, err
	}
	return s, f.confine(s)
}

// isHostname tells whether names on a network look like this (RFC 1123): letters, digits and, inside, dots and
// dashes. The kernel would take any bytes, programs do not.
func isHostname(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	return name != "" && strings.Trim(name, letters+".-") == "" && strings.Trim(name, ".-") == name
}

// words are what is run: the entrypoint, and the command that follows it.
type words struct{ entrypoint, command []string }

func (w words) all() []string { return append(slices.Clone(w.entrypoint), w.command...) }

// words are the command line's, and where it is silent the image's. Another entrypoint makes the image's
// command meaningless, which was for the old one.
func (f runFlags) words(r Root, command []string) (words, error) {
	c := r.Config()
	w := words{c.Entrypoint, c.Cmd}
	if f.entrypoint != nil {
		w = words{}
		if *f.entrypoint != "" {
			w.entrypoint = []string{*f.entrypoint}
		}
	}
	if len(command) > 0 {
		w.command = command
	}
	if len(w.all()) > 0 {
		return w, nil
	}
	if r.image == nil || r.image.Config == nil {
		return words{command: []string{"sh"}}, nil
	}
	return w, errors.New("run: the image names no command, and none was given")
}

func (f runFlags) process(r Root, hostname string, w words) (*specs.Process, error) {
	c := r.Config()
	who := Or(f.user, c.User)
	user, err := rootfs.LookupUser(r.Files, Or(who, "0:0"))
	if err != nil && who == "" {
		user, err = rootfs.User{Home: "/"}, nil // root needs no entry
	}
	if err != nil {
		return nil, err
	}
	env, err := f.environment(c.Env, user.Home, hostname)
	if err != nil {
		return nil, err
	}
	cwd := Or(f.workdir, c.WorkingDir, "/")
	if !path.IsAbs(cwd) {
		return nil, fmt.Errorf("read -w %s: the working directory must be an absolute path", cwd)
	}
	return &specs.Process{
		Terminal: f.TTY,
		User:     processUser(user),
		Args:     w.all(),
		Env:      env,
		Cwd:      cwd,
	}, nil
}

// processUser is a user as a process has it, whose group is among the further groups as well: a program that changes only its group
// would lose it otherwise, and with it what files refuse to that group and allow to others (CVE-2022-36109). An ordinary user may
// not set groups.
func processUser(u rootfs.User) specs.User {
	groups := u.Groups
	if os.Geteuid() == 0 {
		groups = append([]uint32{u.GID}, groups...)
	}
	return specs.User{UID: u.UID, GID: u.GID, AdditionalGids: groups}
}

// Or is the first of the texts that is not empty.
func Or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// defaultHostname is as Docker's: the machine's on the host's network, where the
// container answers under it, and where it shares that name; else the container's id.
func (f runFlags) defaultHostname() string {
	if name, err := os.Hostname(); (f.OnHost() || f.uts == withHost) && err == nil && isHostname(name) {
		return name
	}
	return record.ShortID(f.id)
}
