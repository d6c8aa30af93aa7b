//go:build linux

// What is read and set in namespaces, by a program that runs in them.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// probeName is the name under which this program, in the fake host, is the probe:
//
//	PROBE host|container COMMAND ARGUMENTS…
const probeName = "minicontainer-clocks"

func init() {
	if filepath.Base(os.Args[0]) != probeName || len(os.Args) < 3 {
		return
	}
	if err := probe(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		os.Stderr.WriteString(probeName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                   //nolint:forbidigo // the probe is a program of its own
	}
	os.Exit(0) //nolint:forbidigo // as above
}

func probe(where, command string, args []string) error {
	if where == "container" {
		return again(unix.CLONE_NEWNS|unix.CLONE_NEWUTS|unix.CLONE_NEWIPC|unix.CLONE_NEWNET|unix.CLONE_NEWPID, command, args)
	}
	switch command {
	case "read":
		value, err := os.ReadFile(args[0])
		return errors.Join(err, say("value", strings.TrimSpace(string(value))))
	case "set":
		return set(args[0], args[1] == "true")
	case "clocks":
		return clocks()
	case "shift":
		return shifted(args[0])
	}
	return errors.New("no command " + command)
}

func say(name string, what any) error {
	_, err := fmt.Fprintf(os.Stdout, "%s=%v\n", name, what)
	return err
}

// again starts this program once more, in new namespaces.
func again(namespaces uintptr, command string, args []string) error {
	cmd := exec.Command("/proc/self/exe", append([]string{"host", command}, args...)...)
	cmd.Args[0] = probeName
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: syscall.SIGKILL}
	return cmd.Run()
}

// set gives a sysctl another value if it is to be tried, and prints it as it was and is. Files of /proc/sys are of the namespaces of who
// opens them, also in a /proc that was mounted by somebody else. Source: proc_sys(5), namespaces(7).
func set(file string, try bool) error {
	before, err := os.ReadFile(file)
	if err != nil {
		return say("error", reason(err))
	}
	was := strings.TrimSpace(string(before))
	if err := errors.Join(say("before", was), write(file, other(was), try)); err != nil {
		return say("error", reason(err))
	}
	after, err := os.ReadFile(file)
	return errors.Join(err, say("after", strings.TrimSpace(string(after))))
}

// write only opens the file if nothing is to be tried. The host name belongs to root of its user namespace, the file to the machine's.
func write(file, value string, try bool) error {
	if path.Base(file) == "hostname" {
		return unix.Sethostname([]byte(value))
	}
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if !try {
		return f.Close() // who may open it is the machine's root
	}
	defer f.Close()
	_, err = f.WriteString(value)
	return err
}

// reason is an error without the path.
func reason(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return err.Error()
}

// other is another value that is allowed: one less, but for what is 0 or a word.
func other(value string) string {
	n, err := strconv.ParseUint(value, 10, 64)
	switch {
	case err != nil:
		return "another"
	case n == 0:
		return "1"
	}
	return strconv.FormatUint(n-1, 10)
}

// clocks prints what time it is.
func clocks() error {
	uptime, err := os.ReadFile("/proc/uptime")
	first, _, _ := strings.Cut(string(uptime), " ")
	errs := []error{err, say("uptime", first)}
	for name, id := range map[string]int32{"boot-clock": unix.CLOCK_BOOTTIME, "monotonic": unix.CLOCK_MONOTONIC, "date": unix.CLOCK_REALTIME} {
		var t unix.Timespec
		errs = append(errs, unix.ClockGettime(id, &t), say(name, t.Sec))
	}
	return errors.Join(errs...)
}

// shifted prints the clocks of a new time namespace, in which those that can be are put forward. It is made for the
// children, and its clocks can be set until the first of them is there. Source: time_namespaces(7).
func shifted(by string) error {
	runtime.LockOSThread() // the first one, as this is called by init: the file is about that one
	if err := unix.Unshare(unix.CLONE_NEWTIME); err != nil {
		return say("error", reason(err))
	}
	const offsets = "/proc/self/timens_offsets"
	refused := put(offsets, strconv.Itoa(unix.CLOCK_REALTIME), by)
	if refused == nil {
		return errors.New("the date can be put forward")
	}
	if err := errors.Join(put(offsets, strconv.Itoa(unix.CLOCK_BOOTTIME), by), put(offsets, strconv.Itoa(unix.CLOCK_MONOTONIC), by)); err != nil {
		return say("error", reason(err))
	}
	return errors.Join(say("refused", reason(refused)), again(0, "clocks", nil))
}

func put(file, clock, by string) error { return os.WriteFile(file, []byte(clock+" "+by+" 0\n"), 0) }
