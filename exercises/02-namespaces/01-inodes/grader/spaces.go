//go:build linux

// What the questions are about, done.

package grader

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// spacesName is the name under which this program, in the fake host, is an experiment:
//
//	SPACES EXPERIMENT WORD
const spacesName = "minicontainer-spaces"

// box is the file that a namespace is mounted on.
const box = fakehost.Work + "/box"

var experiments = map[string]func(word string) error{
	"plain":      func(string) error { return rest() },
	"uts":        func(string) error { return errors.Join(unix.Unshare(unix.CLONE_NEWUTS), rest()) },
	"pid":        unsharePID,
	"container":  container,
	"named":      func(word string) error { return errors.Join(unix.Sethostname([]byte(word)), rest()) },
	"descriptor": func(word string) error { return joinLater(word, false) },
	"bind":       func(word string) error { return joinLater(word, true) },
	"dead-pid":   bornLater,
}

func init() {
	if filepath.Base(os.Args[0]) != spacesName {
		return
	}
	runtime.LockOSThread()      // namespaces belong to threads
	os.FindProcess(os.Getpid()) //nolint:errcheck // package os forks once to try pidfds with; not later, in a namespace
	err := experiments[os.Args[1]](os.Args[2])
	if err != nil {
		os.Stderr.WriteString(spacesName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(125)                                                  //nolint:forbidigo // the experiment is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

// rest says that all is done that is to be looked at, and waits to be ended.
func rest() error {
	fmt.Fprintln(os.Stdout, "ready")
	if os.Getenv("UNTIL_STDIN_ENDS") != "" {
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	}
	return unix.Pause()
}

func again(experiment, word string, flags uintptr) *exec.Cmd {
	cmd := exec.Command(fakehost.Tools+"/"+spacesName, experiment, word)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags, Pdeathsig: syscall.SIGKILL}
	cmd.Stderr = os.Stderr
	return cmd
}

func unsharePID(string) error {
	if err := unix.Unshare(unix.CLONE_NEWPID); err != nil {
		return err
	}
	if err := again("plain", "", 0).Start(); err != nil {
		return err
	}
	return rest()
}

func container(string) error {
	cmd := again("plain", "", unix.CLONE_NEWNS|unix.CLONE_NEWPID|unix.CLONE_NEWUTS|unix.CLONE_NEWIPC)
	if err := cmd.Start(); err != nil {
		return err
	}
	return rest()
}

// inhabited starts a process in a new namespace; end has it end, and waits for that.
func inhabited(word string, flags uintptr) (pid int, end func() error, err error) {
	cmd := again("named", word, flags)
	if flags != unix.CLONE_NEWUTS {
		cmd.Args[1] = "plain"
	}
	cmd.Env = append(os.Environ(), "UNTIL_STDIN_ENDS=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return 0, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return 0, nil, err
	}
	if err := cmd.Start(); err != nil {
		return 0, nil, err
	}
	if _, err := io.ReadFull(stdout, make([]byte, len("ready\n"))); err != nil {
		return 0, nil, err
	}
	return cmd.Process.Pid, func() error { return errors.Join(stdin.Close(), cmd.Wait()) }, nil
}

// joinLater joins a UTS namespace when nobody is in it any more, and prints the name it finds there.
func joinLater(word string, mounted bool) error {
	pid, end, err := inhabited(word, unix.CLONE_NEWUTS)
	if err != nil {
		return err
	}
	link := fmt.Sprintf("/proc/%d/ns/uts", pid)
	if mounted {
		if err := errors.Join(os.WriteFile(box, nil, 0o644), unix.Mount(link, box, "", unix.MS_BIND, "")); err != nil {
			return err
		}
		defer unix.Unmount(box, unix.MNT_DETACH) //nolint:errcheck // the fake host goes away anyway
		err := end()
		return errors.Join(err, joinAndTell(box))
	}
	ns, err := os.Open(link)
	if err != nil {
		return err
	}
	defer ns.Close()
	err = end()
	return errors.Join(err, joinAndTell(fmt.Sprintf("/proc/self/fd/%d", ns.Fd())))
}

func joinAndTell(path string) error {
	ns, err := os.Open(path)
	if err != nil {
		return err
	}
	defer ns.Close()
	if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWUTS); err != nil {
		return err
	}
	var u unix.Utsname
	err = unix.Uname(&u)
	fmt.Fprintln(os.Stdout, unix.ByteSliceToString(u.Nodename[:]))
	return err
}

// bornLater starts a process in a PID namespace whose process 1 is there, and another one when it is gone.
func bornLater(string) error {
	pid, end, err := inhabited("", unix.CLONE_NEWPID)
	if err != nil {
		return err
	}
	ns, err := os.Open(fmt.Sprintf("/proc/%d/ns/pid", pid))
	if err != nil {
		return err
	}
	defer ns.Close()
	if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWPID); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "before: "+born())
	if err := end(); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "later: "+born())
	return nil
}

func born() string {
	out, err := exec.Command(fakehost.Tools+"/minibox", "echo", "born").Output()
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(out))
}
