package shell

import (
	"os"

	"golang.org/x/sys/unix"
)

// firstRuntime is the number above all that a script may use in a redirection.
const firstRuntime = 64

// raisePoller makes the Go runtime open its poller now, at firstRuntime or
// above. The poller is two descriptors, an epoll and an eventfd, which the
// runtime opens when a file or a timer needs them for the first time, at the
// lowest free numbers: 3 and 4, if nothing is done. There `exec 3<file` would
// replace them under the runtime, which ends the process with "netpoll failed".
//
// So all lower numbers are taken, the poller is woken, and the numbers are free
// again. Under a limit of open files (ulimit -n) the highest two have to do;
// the runtime could not go on without them.
func raisePoller() {
	var ends [2]int
	if unix.Pipe2(ends[:], unix.O_CLOEXEC|unix.O_NONBLOCK) != nil {
		return
	}
	taken := occupy(ends[1])
	room := max(len(taken)-2, 0)
	closeAll(taken[room:])
	if room > 0 {
		os.NewFile(uintptr(ends[0]), "wake the poller").Close() // a non-blocking pipe is polled from here on
	} else {
		unix.Close(ends[0])
	}
	closeAll(taken[:room])
	unix.Close(ends[1])
}

// occupy copies fd to every free number up to the second that is firstRuntime or
// above, or to the last there is. F_DUPFD takes the lowest first.
func occupy(fd int) (taken []int) {
	for high := 0; high < 2; {
		number, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			break
		}
		taken = append(taken, number)
		if number >= firstRuntime {
			high++
		}
	}
	return taken
}

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}
