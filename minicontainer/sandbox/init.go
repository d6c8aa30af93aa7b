// A small init: the first process of a container that asks for one (--init).
//
// The first process of a PID namespace has duties that most programs do not know of:
//
//   - Who loses their parent becomes its child, and stays a zombie until it calls wait(2).
//   - The kernel ignores signals to it for which it has no handler, from inside; also the
//     SIGTERM that asks it to end is lost on a program that left the default.
//   - When it ends, the kernel kills everybody else in the namespace.
//
// This one starts the program, passes signals on to it, waits for everybody, and ends with
// the program's status. Source: pid_namespaces(7), "The namespace init process".

package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// initName is its argv[0]; its arguments are the sync socket's number, the program's file and argv.
const initName = "minicontainer-init"

// executeInit makes this process the init. The program is looked up first, so that one
// which does not exist is told as always.
type executeInit struct{ execute }

func (e executeInit) Line() string {
	return plan.NotTypable("a small init, this program once more, starts: " + strings.TrimPrefix(e.execute.Line(), "exec "))
}

func (e executeInit) Do() error {
	file, err := e.lookup()
	if err != nil {
		return err
	}
	if err := unix.Access(file, unix.X_OK); err != nil {
		return e.explain(file, err)
	}
	// Without close-on-exec: that this end closes tells the parent half that the container runs, and the init sees to that.
	sync, err := unix.FcntlInt(parent.Fd(), unix.F_DUPFD, syncFD)
	if err != nil {
		return fmt.Errorf("pass on the sync socket: %w", err)
	}
	return fmt.Errorf("execute the container's init: %w", explainSelf(executeFile(selfFD, append([]string{initName, strconv.Itoa(sync), file}, e.Args...), e.Env)))
}

// runInit is the init's whole life. Go's runtime ends a program by a signal for which nobody listens yet, also a first process, which
// the kernel would have it survive: so the container is not told to run before somebody listens.
func runInit(sync, file string, args []string) int {
	session := ownSession()
	signals := make(chan os.Signal, 32)
	signal.Notify(signals)
	if fd, err := strconv.Atoi(sync); err == nil {
		unix.Close(fd) //nolint:errcheck // nothing was written to it
	}
	child, err := os.StartProcess(file, args, &os.ProcAttr{
		Env: os.Environ(), Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
		Sys: session,
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: execute %s: %v\n", initName, file, errors.Unwrap(err))
		return 126
	}
	go passOn(signals, child.Pid)
	return waitForAll(child.Pid)
}

// ownSession gives the program a session of its own, and the container's terminal with it. So
// Ctrl-C goes to the program alone and not, passed on, twice; and Ctrl-Z stops nothing: nobody
// in the session is above the program who could let it go on, which makes its process group
// an orphaned one, and of those the kernel stops none (setpgid(2), credentials(7)).
func ownSession() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Setctty: giveUpTerminal(), Ctty: 0}
}

// giveUpTerminal says whether this process led a session with a terminal, which is free now.
// A terminal given up sends SIGHUP to who used it (ioctl_tty(2), TIOCNOTTY): to us.
func giveUpTerminal() bool {
	if leader, err := unix.Getsid(0); err != nil || leader != os.Getpid() {
		return false
	}
	signal.Ignore(unix.SIGHUP)
	return unix.IoctlSetInt(0, unix.TIOCNOTTY, 0) == nil
}

// passOn sends every signal to the program, except those that the kernel or Go's runtime means
// for this process itself.
func passOn(signals <-chan os.Signal, pid int) {
	for sig := range signals {
		switch sig {
		case unix.SIGCHLD, unix.SIGURG, unix.SIGPIPE:
		default:
			unix.Kill(pid, sig.(unix.Signal)) //nolint:errcheck // the program may have ended
		}
	}
}

// waitForAll reaps whoever ends, and returns when the program has.
func waitForAll(pid int) int {
	for {
		var status unix.WaitStatus
		who, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, unix.EINTR), err == nil && who != pid:
			continue
		case err != nil:
			return 125 // no child, though the program was one
		case status.Signaled():
			return 128 + int(status.Signal())
		}
		return status.ExitStatus()
	}
}
