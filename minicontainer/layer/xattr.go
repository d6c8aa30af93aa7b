// Extended attributes: a file's capabilities, access control lists, and whatever users and programs note.
//
// In an archive an attribute is a record SCHILY.xattr.NAME of the extended header. A record ends its name
// at "=", so that GNU tar writes %3D for it in a name, and %25 for "%"; so do we.
//
// Three kinds never travel. Labels of the machine's security module mean nothing on another one. The
// overlay's own attributes are how a directory says what is hidden: an archive that brings one would
// hide or redirect what it likes, and is refused; from a directory they are left out, as whiteouts say the same.

package layer

import (
	"archive/tar"
	"errors"
	"fmt"
	"sort"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	paxPrefix  = "SCHILY.xattr."
	defaultACL = "system.posix_acl_default"
	accessACL  = "system.posix_acl_access"
)

var (
	escape   = strings.NewReplacer("%", "%25", "=", "%3D")
	unescape = strings.NewReplacer("%25", "%", "%3D", "=")
)

func ofOverlay(name string) bool {
	return strings.HasPrefix(name, "trusted.overlay.") || strings.HasPrefix(name, "user.overlay.")
}

func isLabel(name string) bool {
	return name == "security.selinux" || name == "security.apparmor" || strings.HasPrefix(name, "security.SMACK64")
}

// archived are the attributes that an entry brings.
func archived(h *tar.Header) (map[string]string, error) {
	var all map[string]string
	for key, value := range h.PAXRecords {
		name, is := strings.CutPrefix(key, paxPrefix)
		name = unescape.Replace(name)
		if !is || isLabel(name) {
			continue
		}
		if ofOverlay(name) {
			return nil, fmt.Errorf("attribute %s would act as the overlay's own", shown(name))
		}
		if all == nil {
			all = map[string]string{}
		}
		all[name] = value
	}
	return all, nil
}

// setExtended sets the attributes in the order of their names, so that errors are the same every time.
func (u *unpacker) setExtended(at place, all map[string]string) error {
	for _, name := range sortedNames(all) {
		err := unix.Lsetxattr(at.path(), name, []byte(all[name]), 0)
		if u.mayDrop(name, err) {
			u.done.Dropped++
			continue
		}
		if err != nil {
			return fmt.Errorf("set attribute %s: %w", shown(name), err)
		}
	}
	return nil
}

// mayDrop tells which attributes a file can do without. A caller without rights has no choice. A file system without
// attributes of users and programs is common enough (NFS, tmpfs before Linux 6.6); but a program without its
// capabilities does not work, and one without its access control list is open to the wrong people.
func (u *unpacker) mayDrop(name string, err error) bool {
	switch {
	case errors.Is(err, unix.EPERM):
		return u.Rootless
	case errors.Is(err, unix.ENOTSUP):
		return u.Rootless || strings.HasPrefix(name, "user.") || strings.HasPrefix(name, "trusted.")
	}
	return false
}

// undress takes away from a directory of a lower layer what this layer's entry does not say.
func (u *unpacker) undress(at place, keep map[string]string) error {
	all, err := u.list.read(at)
	if err != nil {
		return err
	}
	for _, name := range sortedNames(all) {
		if _, said := keep[name]; said || isLabel(name) {
			continue
		}
		if err := unix.Lremovexattr(at.path(), name); err != nil && !u.mayDrop(name, err) {
			return fmt.Errorf("remove attribute %s: %w", shown(name), err)
		}
	}
	return nil
}

// disinherit takes away what a new file has from a directory's default access control list, and no archive said.
func disinherit(at place) error {
	if !at.acls {
		return nil
	}
	for _, name := range []string{accessACL, defaultACL} {
		err := unix.Lremovexattr(at.path(), name)
		if err != nil && !errors.Is(err, unix.ENODATA) && !errors.Is(err, unix.ENOTSUP) {
			return fmt.Errorf("remove attribute %s: %w", name, err)
		}
	}
	return nil
}

// lister reads attributes into buffers that are used again.
type lister struct {
	names, value []byte
}

// read returns the attributes of a file that are not the security module's.
func (l *lister) read(at place) (map[string]string, error) {
	if l.names == nil {
		// The kernel's limits: XATTR_LIST_MAX and XATTR_SIZE_MAX.
		l.names, l.value = make([]byte, 64<<10), make([]byte, 64<<10)
	}
	path := at.path()
	n, err := unix.Llistxattr(path, l.names)
	if err != nil || n == 0 {
		return nil, ignoreUnsupported(err)
	}
	all := map[string]string{}
	for _, name := range strings.Split(strings.TrimSuffix(string(l.names[:n]), "\x00"), "\x00") {
		if isLabel(name) {
			continue
		}
		n, err := unix.Lgetxattr(path, name, l.value)
		if errors.Is(err, unix.ENODATA) {
			continue // removed since
		}
		if err != nil {
			return nil, fmt.Errorf("read attribute %s: %w", shown(name), err)
		}
		all[name] = string(l.value[:n])
	}
	return all, nil
}

func ignoreUnsupported(err error) error {
	if err == nil || errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	return fmt.Errorf("list attributes: %w", err)
}

func sortedNames(all map[string]string) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
