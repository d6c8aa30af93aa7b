//go:build linux

// A race that the wrong answer loses on every machine.
//
// Who starts a process and moves it then is late, but on many processors not by much. So the program and all that it
// starts run on one processor, as batch jobs: there nobody who wakes up takes the processor from who runs, and what is
// started gets on with its work first. An answer without a race does not mind. Source: sched(7).

package grader

import (
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// slowName is the name under which this program becomes another one in this way:
//
//	SLOW COMMAND…
const slowName = "minicontainer-slow"

func init() {
	if filepath.Base(os.Args[0]) != slowName || len(os.Args) < 2 {
		return
	}
	runtime.LockOSThread() // it is a thread that has these, and exec leaves only one
	oneProcessor()
	batch := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_BATCH}
	unix.SchedSetAttr(0, &batch, 0) //nolint:errcheck // a kernel that does not let us has its race as it comes
	err := unix.Exec(os.Args[1], os.Args[1:], os.Environ())
	os.Stderr.WriteString(slowName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
	os.Exit(125)                                                //nolint:forbidigo // a program of its own
}

// oneProcessor leaves the first of those that we may use.
func oneProcessor() {
	var may, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &may); err != nil {
		return
	}
	for i := range len(may) * 64 {
		if may.IsSet(i) {
			one.Set(i)
			break
		}
	}
	unix.SchedSetaffinity(0, &one) //nolint:errcheck // as above
}

func (s scene) plantSlow() {
	must(os.Symlink("minibox", s.Path(fakehost.Tools+"/"+slowName)))
}

func (s scene) slowly(args ...string) []string {
	return append([]string{fakehost.Tools + "/" + slowName}, args...)
}
