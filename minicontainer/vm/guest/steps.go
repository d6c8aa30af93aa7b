package guest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// coverRootfs puts the files where they are already, as a mount of their own. The file system that
// an initramfs is unpacked to is the bottom of all mounts, and pivot_root(2) refuses to
// take it away (EINVAL); so it would in every container that is made in this machine.
type coverRootfs struct{}

const cover = "/mnt"

func (coverRootfs) Name() string { return "cover rootfs" }
func (coverRootfs) Line() string {
	return "mount --rbind / " + cover + " && cd " + cover + " && mount --move . / && exec chroot . " + Init
}
func (coverRootfs) Do() error {
	err := os.MkdirAll(cover, 0o755)
	if err == nil {
		err = unix.Mount("/", cover, "", unix.MS_BIND|unix.MS_REC, "")
	}
	if err == nil {
		err = unix.Chdir(cover)
	}
	if err == nil {
		err = unix.Mount(".", "/", "", unix.MS_MOVE, "")
	}
	if err == nil {
		err = unix.Chroot(".")
	}
	if err != nil {
		return fmt.Errorf("cover rootfs: %w", err)
	}
	return nil
}

// fileSystem mounts what the kernel keeps ready. It does not go through package mount, which finds its
// targets by way of /proc.
type fileSystem struct {
	kind, target string
	flags        uintptr
	data         string
}

func (f fileSystem) Name() string { return fmt.Sprintf("mount %s on %s", f.kind, f.target) }
func (f fileSystem) Line() string {
	return plan.Quote("mount", "--mkdir", "-t", f.kind, f.kind, f.target)
}
func (f fileSystem) Do() error {
	err := os.MkdirAll(f.target, 0o755)
	if err == nil {
		err = unix.Mount(f.kind, f.target, f.kind, f.flags, f.data)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name(), err)
	}
	return nil
}

// quietConsole keeps the kernel's messages off the serial line, on which they would fall into the
// middle of the program's lines: each program that is killed for its memory is told in
// twenty. dmesg(1) has them. A panic is printed all the same.
type quietConsole struct{}

func (quietConsole) Name() string { return "quiet the console" }
func (quietConsole) Line() string { return "dmesg -n 1" }
func (quietConsole) Do() error {
	const panicsOnly = "1\n"
	if err := os.WriteFile("/proc/sys/kernel/printk", []byte(panicsOnly), 0); err != nil {
		return fmt.Errorf("quiet the console: %w", err)
	}
	return nil
}

// loadModule gives the kernel a module. Source: finit_module(2).
type loadModule struct{ file string }

func (m loadModule) Name() string { return "load module " + filepath.Base(m.file) }
func (m loadModule) Line() string { return plan.Quote("insmod", m.file) }
func (m loadModule) Do() error {
	f, err := os.Open(m.file)
	if err != nil {
		return fmt.Errorf("%s: %w", m.Name(), err)
	}
	defer f.Close()
	if err := unix.FinitModule(int(f.Fd()), "", 0); err != nil && !errors.Is(err, unix.EEXIST) {
		return fmt.Errorf("%s: %w", m.Name(), err)
	}
	return nil
}

// nameDisks gives each disk the name that its owner gave it, as udev(7) does. The kernel numbers
// disks as it finds them.
type nameDisks struct{}

const diskNames = "/dev/disk/by-id"

// diskPath is where nameDisks has put a disk.
func diskPath(disk string) string { return filepath.Join(diskNames, "virtio-"+disk) }

func (nameDisks) Name() string { return "name disks" }
func (nameDisks) Line() string {
	return "for d in /sys/block/*; do ln -s /dev/${d##*/} " + diskNames + "/virtio-$(cat $d/serial); done"
}
func (nameDisks) Do() error {
	serials, err := filepath.Glob("/sys/block/*/serial")
	if err == nil {
		err = os.MkdirAll(diskNames, 0o755)
	}
	for _, file := range serials {
		serial, readErr := os.ReadFile(file)
		disk := filepath.Base(filepath.Dir(file))
		link := filepath.Join(diskNames, "virtio-"+strings.TrimSpace(string(serial)))
		err = errors.Join(err, readErr, os.Symlink("/dev/"+disk, link))
	}
	if err != nil {
		return fmt.Errorf("name disks: %w", err)
	}
	return nil
}

// swapOn lets the kernel put memory on a disk. Source: swapon(2).
type swapOn struct{ disk string }

func (s swapOn) Name() string { return "swap to " + s.disk }
func (s swapOn) Line() string { return plan.Quote("swapon", diskPath(s.disk)) }
func (s swapOn) Do() error {
	path, err := unix.BytePtrFromString(diskPath(s.disk))
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	if _, _, errno := unix.Syscall(unix.SYS_SWAPON, uintptr(unsafe.Pointer(path)), 0, 0); errno != 0 {
		return fmt.Errorf("%s: %w", s.Name(), errno)
	}
	return nil
}

// loopbackUp switches on 127.0.0.1. Source: netdevice(7).
type loopbackUp struct{}

func (loopbackUp) Name() string { return "bring up loopback" }
func (loopbackUp) Line() string { return "ip link set lo up" }
func (loopbackUp) Do() error {
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("bring up lo: %w", err)
	}
	defer unix.Close(sock) //nolint:errcheck // nothing was written to it
	req, err := unix.NewIfreq("lo")
	if err == nil {
		req.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
		err = unix.IoctlIfreq(sock, unix.SIOCSIFFLAGS, req)
	}
	if err != nil {
		return fmt.Errorf("bring up lo: %w", err)
	}
	return nil
}

// shareRoot has mounts spread to new mount namespaces, as systemd does. The kernel's default is
// private, and a container that forgot to cut itself off would never be found out here.
type shareRoot struct{}

func (shareRoot) Name() string { return "make / shared" }
func (shareRoot) Line() string { return "mount --make-rshared /" }
func (shareRoot) Do() error {
	if err := unix.Mount("", "/", "", unix.MS_SHARED|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("make / shared: %w", err)
	}
	return nil
}
