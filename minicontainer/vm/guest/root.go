package guest

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// mountRoot mounts the disk that has the image's files.
type mountRoot struct{ disk string }

func (m mountRoot) Name() string { return "mount disk " + m.disk }
func (m mountRoot) Line() string {
	return plan.Quote("mount", "--mkdir", "-t", "ext4", diskPath(m.disk), RootDir)
}
func (m mountRoot) Do() error {
	err := os.MkdirAll(RootDir, 0o755)
	if err == nil {
		err = unix.Mount(diskPath(m.disk), RootDir, "ext4", 0, "")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", m.Name(), err)
	}
	return nil
}

// enterRoot makes RootDir the root, and takes along what the kernel has mounted elsewhere. It is what switch_root(8) does: where the root is an
// initramfs, pivot_root(2) refuses, as that is the bottom of all mounts and cannot be taken away. So the new root is moved
// over it.
type enterRoot struct{}

// kept are the mounts that go along, with all that is mounted in them.
var kept = []string{"/proc", "/sys", "/dev"}

func (enterRoot) Name() string { return "enter the image's root" }
func (enterRoot) Line() string {
	return "mount --rbind " + RootDir + " " + RootDir + " && for d in /proc /sys /dev; do mount --mkdir --move $d " + RootDir + "$d; done && " +
		"cd " + RootDir + " && mount --move . / && exec chroot ."
}
func (enterRoot) Do() error {
	if err := enter(); err != nil {
		return fmt.Errorf("enter %s: %w", RootDir, err)
	}
	return nil
}

func enter() error {
	if err := unix.Mount(RootDir, RootDir, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	for _, dir := range kept {
		if err := os.MkdirAll(RootDir+dir, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(dir, RootDir+dir, "", unix.MS_MOVE, ""); err != nil {
			return fmt.Errorf("move %s: %w", dir, err)
		}
	}
	if err := unix.Chdir(RootDir); err != nil {
		return err
	}
	if err := unix.Mount(".", "/", "", unix.MS_MOVE, ""); err != nil {
		return err
	}
	if err := unix.Chroot("."); err != nil {
		return err
	}
	return unix.Chdir("/")
}

// setHostname is sethostname(2).
type setHostname struct{ name string }

func (s setHostname) Name() string { return "set host name" }
func (s setHostname) Line() string { return plan.Quote("hostname", s.name) }
func (s setHostname) Do() error {
	if err := unix.Sethostname([]byte(s.name)); err != nil {
		return fmt.Errorf("set host name to %s: %w", s.name, err)
	}
	return nil
}

// linkStreams makes the links by which programs find their own streams. A device file system has none.
type linkStreams struct{}

func (linkStreams) Name() string { return "link streams" }
func (linkStreams) Line() string {
	return "ln -s /proc/self/fd /dev/fd; for n in 0:stdin 1:stdout 2:stderr; do ln -s /proc/self/fd/${n%:*} /dev/${n#*:}; done"
}
func (linkStreams) Do() error {
	for name, target := range map[string]string{
		"fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2",
	} {
		if err := os.Symlink(target, "/dev/"+name); err != nil {
			return fmt.Errorf("link streams: %w", err)
		}
	}
	return nil
}
