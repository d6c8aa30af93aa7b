//go:build linux

package course

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

// settled is how long after a save another one belongs to it: editors write a file in
// several steps.
const settled = 80 * time.Millisecond

// Watch calls changed with the whole list, and then with the exercises in whose folders
// somebody has saved an answer, until the context ends. A save while changed runs is not
// missed: the watch has begun before the first call. The kernel tells; nothing is asked
// again and again. Source: inotify(7).
func (p Place) Watch(ctx context.Context, list []grade.Exercise, changed func([]grade.Exercise)) error {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return fmt.Errorf("watch exercises: %w", err)
	}
	events := os.NewFile(uintptr(fd), "inotify") // non-blocking, so Close ends a Read
	folders := map[int32]grade.Exercise{}
	for _, x := range list {
		watch, err := unix.InotifyAddWatch(fd, p.Folder(x), unix.IN_CLOSE_WRITE|unix.IN_MOVED_TO)
		if err != nil {
			events.Close()
			return fmt.Errorf("watch %s: %w", p.Folder(x), err)
		}
		folders[int32(watch)] = x
	}
	stop := context.AfterFunc(ctx, func() { events.Close() })
	defer stop()
	changed(list)
	for {
		saved, err := nextSaves(events, folders)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("watch exercises: %w", err)
		}
		if len(saved) > 0 {
			changed(saved)
		}
	}
}

// nextSaves waits for an event and gathers what follows at once.
func nextSaves(events *os.File, folders map[int32]grade.Exercise) ([]grade.Exercise, error) {
	if err := events.SetReadDeadline(time.Time{}); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var saved []grade.Exercise
	buf := make([]byte, 16<<10)
	for {
		n, err := events.Read(buf)
		if os.IsTimeout(err) {
			return saved, nil
		}
		if err != nil {
			return nil, err
		}
		for _, e := range parseEvents(buf[:n]) {
			x, ok := folders[e.watch]
			if ok && !seen[x.ID] && x.IsAnswer(e.name) {
				seen[x.ID] = true
				saved = append(saved, x)
			}
		}
		if err := events.SetReadDeadline(time.Now().Add(settled)); err != nil {
			return nil, err
		}
	}
}
