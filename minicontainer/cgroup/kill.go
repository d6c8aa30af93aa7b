// Ending: kill everything in a group, and take the group away.
//
// The kernel removes only a group without processes, and a process that has been killed takes a
// moment to end; it can take long in a disk's or a debugger's hands. So all waiting here is bounded.

package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const patience = 5 * time.Second

// Pids are the processes in the group and in groups below it, without this process
// itself, of which a thread may be in there for a moment on version 1 (Door.Attach).
func (g *Group) Pids() ([]int, error) {
	var pids []int
	for _, dir := range g.Dirs() {
		var failed error
		err := Walk(dir, func(group int) {
			list, err := readAt(group, "cgroup.procs")
			if err != nil && !gone(err) {
				failed = err
			}
			for _, word := range strings.Fields(list) {
				if pid, err := strconv.Atoi(word); err == nil && pid != os.Getpid() {
					pids = append(pids, pid)
				}
			}
		}, func(int, string) {})
		if gone(err) {
			err = nil
		}
		if err = errors.Join(err, failed); err != nil {
			return nil, fmt.Errorf("list processes of control group: %w", err)
		}
	}
	slices.Sort(pids)
	return slices.Compact(pids), nil
}

// Kill ends every process of the group and returns when all have. Nothing can be relied on to start
// in the group any more, and what is frozen is thawed: on version 1 a process that is frozen does not even die.
func (g *Group) Kill() error {
	if !g.killAtOnce() {
		if err := g.forbidForks(); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return g.untilEmpty(func() error { return errors.Join(g.killEach(), g.thawAll()) })
}

// killAtOnce has the kernel end all that is in the group, also what is being forked. All its processes are in
// each of its trees, so one of version 2 will do.
func (g *Group) killAtOnce() bool {
	for _, p := range g.parts {
		if p.version == 2 && (Value{File: filepath.Join(p.dir, "cgroup.kill"), Text: "1"}).Do() == nil {
			return true
		}
	}
	return false
}

func (g *Group) untilEmpty(kill func() error) error {
	return retry(func() error {
		if err := kill(); err != nil {
			return err
		}
		pids, err := g.Pids()
		if err == nil && len(pids) > 0 {
			err = fmt.Errorf("kill control group: processes %v do not end: %w", pids, unix.EBUSY)
		}
		return err
	})
}

// forbidForks lets killEach win against a fork bomb, which otherwise has new processes
// as fast as the old ones are killed.
func (g *Group) forbidForks() error {
	for _, dir := range g.Dirs() {
		if err := (Value{File: filepath.Join(dir, "pids.max"), Text: "0", IfThere: true}).Do(); err != nil {
			return err
		}
	}
	return nil
}

// killEach signals one process after the other. Between the reading of a number and
// the signal the process may end, and its number go to a stranger: so the number is
// turned into a descriptor, which always means the same process, and then looked
// up in the group once more. Source: pidfd_open(2).
func (g *Group) killEach() error {
	before, err := g.Pids()
	if err != nil {
		return err
	}
	held := map[int]int{} // pid → pidfd
	for _, pid := range before {
		if fd, err := unix.PidfdOpen(pid, 0); err == nil {
			defer unix.Close(fd)
			held[pid] = fd
		}
	}
	now, err := g.Pids()
	for _, pid := range now {
		if fd, ok := held[pid]; ok {
			unix.PidfdSendSignal(fd, unix.SIGKILL, nil, 0) //nolint:errcheck // it may have ended by itself; untilEmpty looks
		}
	}
	return err
}

// Remove kills what is left in the group and removes it with all groups below it. It
// may be called again, and a group that is gone is no error.
func (g *Group) Remove() error {
	var errs []error
	if !g.removeAtOnce() {
		errs = append(errs, g.Kill())
		for _, dir := range g.Dirs() {
			errs = append(errs, removeTree(dir))
		}
	}
	for _, p := range g.parts {
		leave(p.above())
	}
	return errors.Join(errs...)
}

// removeAtOnce takes a group away that nothing is left in, as when the first process of a PID namespace has ended; the kernel refuses
// any other. The tree by which a group is killed comes first: while something runs in it, it stays whole.
func (g *Group) removeAtOnce() bool {
	parts := slices.Clone(g.parts)
	slices.SortStableFunc(parts, func(a, b part) int { return a.killRank() - b.killRank() })
	for _, p := range parts {
		if err := unix.Rmdir(p.dir); err != nil && !gone(err) {
			return false
		}
	}
	return true
}

// killRank puts first what Kill needs most.
func (p part) killRank() int {
	switch {
	case p.version == 2:
		return 0
	case slices.Contains(p.controllers, "pids"):
		return 1
	}
	return 2
}

// leave removes groups above one that is gone, the lowest first, if nothing else is in them. What is above one that bears our
// name stays: it is somebody's who has limits for all that is below it.
func leave(above []string) {
	const ours = "minicontainer-"
	for _, dir := range slices.Backward(above) {
		removeEmpty(dir)
		if strings.HasPrefix(filepath.Base(dir), ours) {
			return
		}
	}
}

// removeEmpty removes a group that others share, if this was the last one in it. For a moment after a
// removal the kernel says of the group above that it is busy.
func removeEmpty(dir string) {
	const patience = 50 * time.Millisecond
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if hasGroups(dir) || unix.Rmdir(dir) == nil {
			return
		}
	}
}

// hasGroups tells whether there is a group below, or none to look below. Each counts as a link, for its "..": to
// read the directory instead takes a hundred times as long.
func hasGroups(dir string) bool {
	const own = 2 // its name, and "."
	var st unix.Stat_t
	return unix.Stat(dir, &st) != nil || st.Nlink > own
}

// removeDir is rmdir: the files in it are the kernel's and go with it.
func removeDir(dir string) error {
	return retry(func() error {
		err := unix.Rmdir(dir)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return fmt.Errorf("remove control group %s: %w", dir, err)
	})
}

// retry calls try until it does not say EBUSY, or for as long as we have patience.
// The first looks are close together, as most processes end at once.
func retry(try func() error) error { return retryUntil(time.Now().Add(patience), try) }

func retryUntil(deadline time.Time, try func() error) error {
	for pause := 100 * time.Microsecond; ; pause = min(2*pause, 20*time.Millisecond) {
		err := try()
		if !errors.Is(err, unix.EBUSY) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(pause)
	}
}
