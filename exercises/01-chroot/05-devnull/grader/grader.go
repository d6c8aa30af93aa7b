//go:build linux

// Package grader judges exercise 01/devnull: what the kernel says that the six names in the
// container's /dev are, by their device numbers.
package grader

import (
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/devnull", Folder: "01-chroot/05-devnull", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Six devices for a root directory", KO: "루트 디렉터리에 장치 여섯 개 주기"},
		Answer:   []string{"devices.go"},
		LookAt:   grade.Text{EN: "lesson 1, A world that is too small · man 4 null · man 2 mount, MS_BIND", KO: "레슨 1, 너무 작은 세상 · man 4 null · man 2 mount의 MS_BIND"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// devices are the numbers by which the kernel knows them. Source: devices.txt of the kernel's documentation.
var devices = []struct {
	name         string
	major, minor uint32
}{
	{"null", 1, 3}, {"zero", 1, 5}, {"full", 1, 7}, {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0},
}

func check(b *grade.Bench) grade.Finding {
	root := b.BaseRoot("R")
	marker := "/dev/disk-" + b.Token()
	b.Write(marker, "", 0o644)
	sentinel := b.Sentinel()
	run := start(b, root, "echo hi >/dev/null; exec "+strings.Join(sentinel, " "))
	p, found := b.Await(run, sentinel)
	if leaked := b.Mounted(); len(leaked) > 0 {
		return grade.Failed("chroot.devnull.leaked", "mounted on the host: "+firstOf(leaked))
	}
	if !found {
		return gaveUp(b, run, root)
	}
	if b.LstatIn(p, marker) != nil {
		return grade.Failed("chroot.devnull.whole-dev", fmt.Sprintf("/proc/%d/root%s is the host's", p.Pid, marker))
	}
	if f, wrong := wrongDevice(b, p); wrong {
		return f
	}
	mode := b.LstatIn(p, "/dev").Mode()
	run.Kill()
	return again(b, root, mode)
}

func start(b *grade.Bench, root, script string) *fakehost.Running {
	return b.Start(fakehost.Command{Args: []string{grade.Program, root, "/bin/sh", "-c", script}})
}

// firstOf names one of several, the least: the order in which they were mounted may differ.
func firstOf(points []string) string {
	least := points[0]
	for _, p := range points {
		least = min(least, p)
	}
	if len(points) == 1 {
		return least
	}
	return fmt.Sprintf("%s and %d more", least, len(points)-1)
}

// gaveUp tells from the state that the program left why it did not come as far as the command.
func gaveUp(b *grade.Bench, run *fakehost.Running, root string) grade.Finding {
	said := grade.Said(run)
	source := strings.ToLower(string(b.Answer["devices.go"]))
	refused := strings.Contains(said, unix.EPERM.Error())
	place := b.Lstat(root + "/dev/null")
	switch {
	case strings.Contains(source, "mknod") && (refused || !strings.Contains(source, "mount")):
		return grade.Failed("chroot.devnull.mknod-only", said)
	case strings.Contains(source, "mount") && !refused && (place == nil || place.IsDir()):
		return grade.Failed("chroot.devnull.no-mount-point", said)
	}
	return grade.Failed("chroot.devnull.not-started", said)
}

// wrongDevice is the first of the six that is not what its name promises.
func wrongDevice(b *grade.Bench, p fakehost.Process) (f grade.Finding, wrong bool) {
	for _, d := range devices {
		path := "/dev/" + d.name
		where := fmt.Sprintf("/proc/%d/root%s", p.Pid, path)
		info := stat(p, path)
		to, err := os.Readlink(where)
		switch {
		case info == nil && err == nil:
			return grade.Failed("chroot.devnull.symlink", where+" -> "+to, path, to), true
		case info == nil:
			return grade.Failed("chroot.devnull.missing", where+" is not there", path), true
		case info.Mode().IsRegular():
			text, _ := b.ReadIn(p, path)
			return grade.Failed("chroot.devnull.regular-file", fmt.Sprintf("%s is a regular file of %d bytes: %.40q", where, info.Size(), text), path), true
		case info.Mode()&fs.ModeCharDevice == 0:
			return grade.Unknown(fmt.Sprintf("%s is %s", where, info.Mode()), device), true
		}
		number := info.Sys().(*syscall.Stat_t).Rdev
		if major, minor := unix.Major(number), unix.Minor(number); major != d.major || minor != d.minor {
			return grade.Failed("chroot.devnull.wrong-device", fmt.Sprintf("%s is device %d,%d", where, major, minor),
				path, fmt.Sprintf("%d,%d", d.major, d.minor)), true
		}
	}
	return f, false
}

// stat looks at a path as the process would, symlinks followed below its root; nil if
// it is not there.
func stat(p fakehost.Process, path string) os.FileInfo {
	f, err := syscalls.OpenInRoot(fmt.Sprintf("/proc/%d/root", p.Pid), path, unix.O_PATH)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	return info
}

// again starts a second container in the same root: the first one's empty files are there
// now. Its command opens each device; /dev/tty it could open on a terminal only.
func again(b *grade.Bench, root string, dev fs.FileMode) grade.Finding {
	sentinel := b.Sentinel()
	run := start(b, root, "echo hi >/dev/null && true </dev/zero && true </dev/full && true </dev/random && true </dev/urandom && exec "+strings.Join(sentinel, " "))
	p, found := b.Await(run, sentinel)
	switch {
	case !found && b.Stopped(run):
		return grade.Failed("chroot.devnull.second-run", grade.Said(run))
	case !found && dev&fs.ModeSticky != 0 && dev.Perm()&0o002 != 0:
		return grade.Failed("chroot.devnull.sticky", fmt.Sprintf("/dev has mode %s\n%s", dev, grade.Said(run)))
	case !found:
		return grade.Failed("chroot.devnull.not-usable", grade.Said(run))
	}
	if f, wrong := wrongDevice(b, p); wrong {
		return f
	}
	return grade.Passed(fmt.Sprintf("/proc/%d/root/dev/null is device 1,3; /dev/zero 1,5; /dev/full 1,7; /dev/random 1,8; /dev/urandom 1,9; /dev/tty 5,0", p.Pid))
}
