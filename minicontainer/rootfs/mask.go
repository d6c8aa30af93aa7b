// Parts of /proc and /sys that are the machine's, not the container's.
//
// procfs shows more than processes: /proc/kcore is the machine's memory,
// /proc/sysrq-trigger reboots it. Namespaces do not cover these files, so they
// are covered by hand: a masked file by /dev/null, a masked directory by an empty
// read-only tmpfs, and what may be read but not written by a read-only bind mount
// of itself.
//
// The cover for files is the /dev/null this runtime has just made in the
// container's own /dev, and it is checked to be that device before it is used: an
// image that plants a symlink there would otherwise have the runtime mount a file
// of the attacker's choice (CVE-2025-31133).

package rootfs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/mount"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// DefaultMasked are the paths Docker hides from a container.
var DefaultMasked = []string{
	"/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
	"/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
	"/sys/devices/virtual/powercap", "/sys/firmware",
}

// DefaultReadonly are the paths Docker lets a container read only.
var DefaultReadonly = []string{"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"}

// Mask hides one path of the root; a path that does not exist needs no hiding.
type Mask struct {
	Root, Path string
	On         string // the kernel's file system that Path is in, "/proc" or "/sys", or ""
}

// Name is "mask" and the path.
func (m Mask) Name() string { return "mask " + m.Path }

// Do covers the path. After an error it is as visible as before.
func (m Mask) Do() error {
	target, err := openKernelFile(m.Root, m.On, m.Path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer target.Close()
	if err := m.cover(target); err != nil {
		return fmt.Errorf("%s: %w", m.Name(), err)
	}
	return nil
}

func (m Mask) cover(target *os.File) error {
	info, err := target.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return unix.Mount("tmpfs", syscalls.FDPath(target), "tmpfs", unix.MS_RDONLY, "size=4k,nr_inodes=1,mode=755")
	}
	null, err := openNull(m.Root)
	if err != nil {
		return err
	}
	defer null.Close()
	return unix.Mount(syscalls.FDPath(null), syscalls.FDPath(target), "", unix.MS_BIND, "")
}

// openNull opens the container's /dev/null and makes sure it is one.
func openNull(root string) (*os.File, error) {
	null, err := syscalls.OpenInRoot(root, "/dev/null", unix.O_PATH|unix.O_NOFOLLOW)
	if err != nil {
		return nil, err
	}
	var st unix.Stat_t
	err = unix.Fstat(int(null.Fd()), &st)
	if err == nil && (st.Mode&unix.S_IFMT != unix.S_IFCHR || st.Rdev != unix.Mkdev(1, 3)) {
		err = errors.New("/dev/null of the container is not the null device")
	}
	if err != nil {
		null.Close()
		return nil, err
	}
	return null, nil
}

// Line covers the path with what fits it.
func (m Mask) Line() string {
	path, null := plan.Quote(filepath.Join(m.Root, m.Path)), plan.Quote(filepath.Join(m.Root, "/dev/null"))
	return fmt.Sprintf("if [ -d %s ]; then mount -t tmpfs -o ro,size=4k,nr_inodes=1,mode=755 tmpfs %s; elif [ -e %s ]; then mount --bind %s %s; fi",
		path, path, path, null, path)
}

// ReadonlyPath keeps one path of the root from being written; one that does not
// exist needs no keeping.
type ReadonlyPath struct {
	Root, Path string
	On         string // as Mask's
}

// Name is "protect" and the path.
func (r ReadonlyPath) Name() string { return "protect " + r.Path }

// Do binds the path onto itself, as only a mount can be read-only, and then
// makes that mount read-only. After an error the bind may be there and writable: the
// container must not be started.
func (r ReadonlyPath) Do() error {
	target, err := openKernelFile(r.Root, r.On, r.Path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer target.Close()
	self := syscalls.FDPath(target)
	if err := unix.Mount(self, self, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("bind %s onto itself: %w", r.Path, err)
	}
	// target still names the file below the new mount; opened again, the path leads
	// to the mount.
	covered, err := openKernelFile(r.Root, r.On, r.Path)
	if err != nil {
		return err
	}
	defer covered.Close()
	if err := mount.RemountReadOnly(covered); err != nil {
		return fmt.Errorf("%s: %w", r.Name(), err)
	}
	return nil
}

// Line is the two mounts.
func (r ReadonlyPath) Line() string {
	path := plan.Quote(filepath.Join(r.Root, r.Path))
	return fmt.Sprintf("if [ -e %s ]; then mount --rbind %s %s; mount -o remount,bind,ro %s; fi", path, path, path, path)
}
