// Entering: a process is in a group from its first instruction, or it has been free for a moment.
//
// On version 2 a process is born in a group: clone3(2) takes the group's directory
// (CLONE_INTO_CGROUP). On version 1 it goes there itself, by writing "0" to the file tasks, before it does
// anything else. Both cost little. To move another process, by its number, takes the kernel milliseconds in
// each tree: it has to wait until no process of the machine is in the middle of a fork or an end.

package cgroup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// Door is what a process needs to be started in a group.
type Door struct {
	Dir   *os.File   // of version 2, for clone3(2); nil if there is none
	Tasks []*os.File // of version 1: a process that writes "0" to all of them is in
}

// Self is what a process writes to a file of Door.Tasks.
const Self = "0"

// Door opens the group. The kernel looks at the rights of who opened the files, so a
// process that gives up its rights can still go through. The caller closes it.
func (g *Group) Door() (*Door, error) {
	d := &Door{}
	for _, p := range g.parts {
		var err error
		if p.version == 2 {
			d.Dir, err = openDir(p.dir)
		} else {
			var f *os.File
			if f, err = os.OpenFile(filepath.Join(p.dir, "tasks"), os.O_WRONLY, 0); err == nil {
				d.Tasks = append(d.Tasks, f)
			}
		}
		if err != nil {
			d.Close()
			return nil, fmt.Errorf("open control group: %w", err)
		}
	}
	return d, nil
}

func openDir(dir string) (*os.File, error) {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: dir, Err: err}
	}
	return os.NewFile(uintptr(fd), dir), nil
}

// Close closes what is open.
func (d *Door) Close() {
	if d == nil {
		return
	}
	if d.Dir != nil {
		d.Dir.Close()
	}
	closeAll(d.Tasks)
}

// Attach changes attr such that a program started with it, from this thread, is
// born inside: there is no moment in which it runs free. The caller
//
//   - has locked the goroutine to its thread, which is not the process's first,
//     and lets it end locked (runtime.LockOSThread): on version 1 the thread itself
//     goes into the group and does not come back, not even after an error;
//   - calls release when the program has been started, or could not be, and closes the door after that;
//   - knows that Pdeathsig is sent when that thread ends, and not the process.
//
// Start does all this.
func (d *Door) Attach(attr *syscall.SysProcAttr) (release func(), err error) {
	if len(d.Tasks) > 0 && unix.Gettid() == unix.Getpid() {
		return nil, errFirstThread
	}
	for _, tasks := range d.Tasks {
		if _, err := tasks.WriteString(Self); err != nil {
			return nil, fmt.Errorf("enter control group: %w", err)
		}
	}
	if d.Dir != nil {
		attr.UseCgroupFD, attr.CgroupFD = true, int(d.Dir.Fd())
	}
	return func() { attr.UseCgroupFD, attr.CgroupFD = false, 0 }, nil
}

var errFirstThread = errors.New("enter control group: the process's first thread may not, because it cannot end before the process")

// DoorOf opens the groups, of each tree, that another process is in: whoever goes through is where that one is.
// What an ordinary user may not enter is left out: under systemd each login has a group of its own, and from one to the other only
// root can move a process.
func DoorOf(pid int) (*Door, error) {
	theirs, err := Of(pid)
	if err != nil {
		return nil, err
	}
	ours, err := Of(os.Getpid())
	if err != nil {
		return nil, err
	}
	already := ours.Dirs()
	theirs.parts = slices.DeleteFunc(theirs.parts, func(p part) bool {
		return slices.Contains(already, p.dir) || os.Geteuid() != 0 && closed(p.dir) != ""
	})
	return theirs.Door()
}

// Of is the group that a process is in, in each tree that can be seen from here. It is somebody's: to
// measure it is all that one should do with it.
func Of(pid int) (*Group, error) {
	trees, err := hierarchiesOf(strconv.Itoa(pid))
	if err != nil {
		return nil, err
	}
	g := &Group{}
	for _, h := range trees {
		g.parts = append(g.parts, part{version: h.Version, controllers: controllersIn(h, h.Own), dir: h.Own, base: base{tree: h, dir: h.Own}})
	}
	return g, nil
}
