//go:build linux

// A death between two system calls.

package grader

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// kill ends the program as soon as it has changed anything in DIR, before its next system call. It tells whether the
// program came to a change or an end; if not, something that an earlier one has left holds it up.
func (l *lab) kill(owner string) (moved bool) {
	stdin, open, err := os.Pipe()
	must(err)
	defer stdin.Close()
	run := l.Start(fakehost.Command{Args: l.command("lease", owner), Stdin: stdin})
	defer run.Kill()
	l.Until(func() bool { return waits(run) })
	watch, err := l.watch()
	must(err)
	defer unix.Close(watch)
	over := make(chan struct{})
	go func() {
		defer close(over)
		runtime.LockOSThread() // for good: the thread ends with this goroutine, and what was set for it
		yield(run.Pid)
		open.Close()
		moved = killAtChange(watch, run.Pid)
	}()
	<-over
	return moved
}

// yield puts this thread and the program on one processor, on which the program runs only while nobody else wants to: as soon
// as a call of its own wakes this thread it has to wait. On two processors it would be many calls further. That is so often,
// not always: the two are in different control groups, between which the scheduler shares out as it likes.
func yield(pid int) {
	var allowed, one unix.CPUSet
	if unix.SchedGetaffinity(0, &allowed) != nil {
		return
	}
	first := 0
	for !allowed.IsSet(first) {
		first++
	}
	one.Set(first)
	threads, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(pid), "task"))
	if err != nil || unix.SchedSetaffinity(0, &one) != nil {
		return
	}
	for _, t := range threads {
		tid, _ := strconv.Atoi(t.Name())                                                                // a number
		unix.SchedSetaffinity(tid, &one)                                                                //nolint:errcheck // see above
		unix.SchedSetAttr(tid, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}, 0) //nolint:errcheck // see above
	}
}

// watch returns an inotify(7) instance for DIR and what is below.
func (l *lab) watch() (int, error) {
	const changes = unix.IN_CREATE | unix.IN_MODIFY | unix.IN_MOVE | unix.IN_DELETE
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		return -1, err
	}
	err = filepath.WalkDir(l.Path(l.dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil //nolint:nilerr // what is gone is gone
		}
		_, err = unix.InotifyAddWatch(fd, path, changes)
		return err
	})
	return fd, err
}

// killAtChange waits for a change or the program's end, for a while, and kills who made it. Between the two calls Go has
// no part: it could give another goroutine the turn, and the program with it.
func killAtChange(watch, pid int) (moved bool) {
	end, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		end = -1 // which poll(2) passes over
	} else {
		defer unix.Close(end)
	}
	fds := []unix.PollFd{{Fd: int32(watch), Events: unix.POLLIN}, {Fd: int32(end), Events: unix.POLLIN}}
	patience := unix.NsecToTimespec(int64(time.Second))
	n, _, fault := unix.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)), uintptr(unsafe.Pointer(&patience)), 0, 0, 0)
	unix.RawSyscall(unix.SYS_KILL, uintptr(pid), uintptr(unix.SIGKILL), 0) //nolint:errcheck // it may have ended by itself
	return fault == 0 && n > 0
}
