// The ids of a user namespace.
//
// A map is lines of "inside outside count". An id without a line is nobody (65534). Who
// may write it: once, from the namespace above, and
//
//	root (CAP_SETUID, CAP_SETGID)  any ids of its own namespace
//	an ordinary user               one line, its own id, of length 1; groups only after
//	                               "deny" is in /proc/PID/setgroups: to drop a group can
//	                               also gain access, where a file's mode denies that group
//	                               (CVE-2014-8989)
//	newuidmap, newgidmap           for that user, who has been given more ids in /etc/subuid
//	                               and /etc/subgid: two small programs with the privilege
//
// Source: user_namespaces(7), newuidmap(1), subuid(5).

package namespace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Maps are the ids that a user namespace has.
type Maps struct{ UIDs, GIDs []specs.LinuxIDMapping }

// Own maps the one id that everybody may map: their own, to root.
func Own(uid, gid int) Maps {
	return Maps{
		UIDs: []specs.LinuxIDMapping{{ContainerID: 0, HostID: uint32(uid), Size: 1}},
		GIDs: []specs.LinuxIDMapping{{ContainerID: 0, HostID: uint32(gid), Size: 1}},
	}
}

// Root is who root of the namespace is outside.
func (m Maps) Root() (uid, gid uint32) { return outsideOf(m.UIDs, 0), outsideOf(m.GIDs, 0) }

func outsideOf(list []specs.LinuxIDMapping, id uint32) uint32 {
	for _, m := range list {
		if id >= m.ContainerID && id-m.ContainerID < m.Size {
			return m.HostID + id - m.ContainerID
		}
	}
	return nobody
}

// nobody stands for every id without a line. Source: user_namespaces(7), overflowuid.
const nobody = 65534

// HasGroup tells whether the namespace has this gid.
func (m Maps) HasGroup(gid uint32) bool { return Mapped(m.GIDs, gid) }

// Outside is who a user and a group of the namespace are outside.
func (m Maps) Outside(uid, gid uint32) (uint32, uint32, error) {
	u, g := outsideOf(m.UIDs, uid), outsideOf(m.GIDs, gid)
	if u == nobody || g == nobody {
		return 0, 0, fmt.Errorf("the container's user namespace has no ids %d:%d", uid, gid)
	}
	return u, g, nil
}

// Inside is who a user and a group outside are in the namespace: the reverse.
func (m Maps) Inside(uid, gid uint32) (uint32, uint32, error) {
	return insideOf(m.UIDs, uid), insideOf(m.GIDs, gid), nil
}

func insideOf(list []specs.LinuxIDMapping, id uint32) uint32 {
	for _, m := range list {
		if id >= m.HostID && id-m.HostID < m.Size {
			return m.ContainerID + id - m.HostID
		}
	}
	return nobody
}

// Mapped tells whether a map has a line for an id of the namespace.
func Mapped(list []specs.LinuxIDMapping, id uint32) bool {
	for _, m := range list {
		if id >= m.ContainerID && uint64(id) < uint64(m.ContainerID)+uint64(m.Size) {
			return true
		}
	}
	return false
}

// Write writes the maps of process pid, which is in a new user namespace below the caller's.
func (m Maps) Write(pid int) error {
	switch {
	case os.Geteuid() == 0:
		return m.writeFiles(pid)
	case m.isOwn():
		if err := write(pid, "setgroups", "deny"); err != nil {
			return err
		}
		return m.writeFiles(pid)
	}
	if err := help("newuidmap", pid, m.UIDs); err != nil {
		return err
	}
	return help("newgidmap", pid, m.GIDs)
}

// isOwn tells whether an ordinary user may write the maps without help.
func (m Maps) isOwn() bool {
	own := func(list []specs.LinuxIDMapping, id int) bool {
		return len(list) == 1 && list[0].Size == 1 && list[0].HostID == uint32(id)
	}
	return own(m.UIDs, os.Geteuid()) && own(m.GIDs, os.Getegid())
}

func (m Maps) writeFiles(pid int) error {
	if err := write(pid, "gid_map", lines(m.GIDs)); err != nil {
		return err
	}
	return write(pid, "uid_map", lines(m.UIDs))
}

// lines is a map as the kernel takes it: all of it in one write(2).
func lines(list []specs.LinuxIDMapping) string {
	var b strings.Builder
	for _, m := range list {
		fmt.Fprintf(&b, "%d %d %d\n", m.ContainerID, m.HostID, m.Size)
	}
	return b.String()
}

func write(pid int, file, text string) error {
	path := filepath.Join("/proc", strconv.Itoa(pid), file)
	if err := os.WriteFile(path, []byte(text), 0); err != nil {
		return fmt.Errorf("write %q to %s: %w", strings.TrimSpace(text), file, syscalls.Cause(err))
	}
	return nil
}

// help has newuidmap or newgidmap write a map. It is started by hand: package os/exec would be
// initialised in every container's start, before the child half gets its turn (package sandbox).
func help(program string, pid int, list []specs.LinuxIDMapping) error {
	args := []string{program, strconv.Itoa(pid)}
	for _, m := range list {
		args = append(args, fmt.Sprint(m.ContainerID), fmt.Sprint(m.HostID), fmt.Sprint(m.Size))
	}
	said, err := run(lookUp(program), args)
	if err != nil {
		return fmt.Errorf("map ids by %s: %w: %s", program, err, said)
	}
	return nil
}

// run runs a program and returns what it says if it fails.
func run(file string, args []string) (said string, err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	p, err := os.StartProcess(file, args, &os.ProcAttr{Files: []*os.File{nil, w, w}})
	w.Close()
	if err != nil {
		return "", err
	}
	text, readErr := io.ReadAll(r)
	state, err := p.Wait()
	if err == nil && !state.Success() {
		err = fmt.Errorf("%s", state)
	}
	return strings.TrimSpace(string(text)), errors.Join(err, readErr)
}

// lookUp finds a program in PATH; "" if it is not there.
func lookUp(program string) string {
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		file := filepath.Join(dir, program)
		if info, err := os.Stat(file); err == nil && filepath.IsAbs(file) && info.Mode()&0o111 != 0 && !info.IsDir() {
			return file
		}
	}
	return ""
}
