//go:build linux

package grader

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// bombName is the name under which this program is a fork bomb that can be counted: fork-bomb STATUS MORE TOKEN. It waits
// for a byte, forks until it is refused, and MORE times after that; it says how often it was refused, waits for another byte,
// ends its children and ends with STATUS.
const bombName = "fork-bomb"

func init() {
	if filepath.Base(os.Args[0]) == bombName && len(os.Args) == 4 {
		status, _ := strconv.Atoi(os.Args[1]) //nolint:errcheck // the judge has written it
		more, _ := strconv.Atoi(os.Args[2])   //nolint:errcheck // as above
		explode(more)
		os.Exit(status) //nolint:forbidigo // a program of its own
	}
}

// mostForks is where it stops if nobody refuses: the fence of the fake host would take it for an answer's.
const mostForks = 50

// explode makes no call that could make the Go runtime want another thread, which it would not get and not survive. With one processor
// it has no use for one either, for what it does by itself.
func explode(more int) {
	runtime.GOMAXPROCS(1)
	var pids [mostForks]int
	forked, refused := 0, 0
	awaitByte()
	for forked < mostForks && refused <= more {
		pid, _, errno := syscall.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
		switch {
		case errno != 0:
			refused++
		case pid == 0:
			sleepForEver()
		default:
			pids[forked] = int(pid)
			forked++
		}
	}
	line := "refused " + strconv.Itoa(refused) + " times\n"
	syscall.RawSyscall(unix.SYS_WRITE, 1, uintptr(unsafe.Pointer(unsafe.StringData(line))), uintptr(len(line)))
	awaitByte()
	for _, pid := range pids[:forked] {
		syscall.RawSyscall(unix.SYS_KILL, uintptr(pid), uintptr(unix.SIGKILL), 0)
		syscall.RawSyscall6(unix.SYS_WAIT4, uintptr(pid), 0, 0, 0, 0, 0) //nolint:errcheck // it is our child, and killed
	}
}

// awaitByte reads one from stdin, or its end.
func awaitByte() {
	var b [1]byte
	for {
		_, _, errno := syscall.RawSyscall(unix.SYS_READ, 0, uintptr(unsafe.Pointer(&b[0])), 1)
		if errno != unix.EINTR {
			return
		}
	}
}

func sleepForEver() {
	long := unix.Timespec{Sec: 1 << 20}
	for {
		syscall.RawSyscall(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&long)), 0, 0)
	}
}

// plantBomb puts the program into the fake host and returns its path.
func plantBomb(b *grade.Bench) (string, error) {
	path := fakehost.Tools + "/" + bombName
	return path, os.Symlink("minibox", b.Path(path))
}
