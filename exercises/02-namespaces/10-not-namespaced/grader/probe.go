//go:build linux

// What is tried in a namespace, by a program that runs in it.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// probeName is the name under which this program, in the fake host, is the probe:
//
//	PROBE KIND COMMAND ARGUMENTS…
//
// KIND is the namespace to make, or host for none.
const probeName = "minicontainer-probe"

var flags = map[string]uintptr{
	"host": 0, "mnt": unix.CLONE_NEWNS, "uts": unix.CLONE_NEWUTS, "ipc": unix.CLONE_NEWIPC,
	"pid": unix.CLONE_NEWPID, "net": unix.CLONE_NEWNET, "user": unix.CLONE_NEWUSER,
}

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

func probe(kind, command string, args []string) error {
	if kind != "host" {
		return inside(kind, append([]string{"host", command}, args...))
	}
	switch command {
	case "try":
		return try(args)
	case "prepare":
		_, err := unix.SysvShmGet(number(args[0]), 4096, unix.IPC_CREAT|0o600)
		return err
	case "restore":
		return errors.Join(unix.Sethostname([]byte(args[0])), os.WriteFile(ttlFile, []byte(args[1]), 0))
	case "hold":
		if err := listen(number(args[0])); err != nil {
			return err
		}
		return unix.Exec(args[1], args[1:], nil)
	case "mknod":
		return unix.Mknod("/tmp/disk", unix.S_IFBLK|0o600, int(unix.Mkdev(8, 0)))
	case "run":
		return unix.Exec(args[0], args, nil)
	}
	return errors.New("no command " + command)
}

// inside starts this program once more, in a new namespace.
func inside(kind string, args []string) error {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = probeName
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags[kind], Pdeathsig: syscall.SIGKILL}
	if kind == "user" {
		one := []syscall.SysProcIDMap{{Size: 1}}
		cmd.SysProcAttr.UidMappings, cmd.SysProcAttr.GidMappings = one, one
	}
	return cmd.Run()
}

const ttlFile = "/proc/sys/net/ipv4/ip_default_ttl"

// try prints a line for each thing: its name, and what is found, or done, here. The arguments are a new host name, a
// process of the host, a key and a port that are in use there, a new value of the sysctl, and the time.
func try(args []string) error {
	set := func(err error) string {
		if err != nil {
			return "refused"
		}
		return "set"
	}
	_, shm := unix.SysvShmGet(number(args[2]), 0, 0)
	for _, line := range []struct{ name, seen string }{
		{"hostname", set(unix.Sethostname([]byte(args[0])))},
		{"signal", fmt.Sprint(unix.Kill(number(args[1]), 0))},
		{"shared-memory", fmt.Sprint(shm)},
		{"port", fmt.Sprint(listen(number(args[3])))},
		{"ttl", set(os.WriteFile(ttlFile, []byte(args[4]), 0))},
		{"swappiness", firstLine("/proc/sys/vm/swappiness")},
		{"clock", near(args[5])},
		{"memory", firstLine("/proc/meminfo")},
	} {
		os.Stdout.WriteString(line.name + "=" + line.seen + "\n") //nolint:errcheck // the judge reads it
	}
	return nil
}

// near tells whether a time, in seconds, was within a minute of now.
func near(then string) string {
	ago := time.Since(time.Unix(int64(number(then)), 0))
	return strconv.FormatBool(-time.Minute < ago && ago < time.Minute)
}

// firstLine is the first line of a file.
func firstLine(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

// listen takes a TCP port until the end of the process.
func listen(port int) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Port: port}); err != nil {
		return err
	}
	return unix.Listen(fd, 1)
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1 // which is nobody's: what uses it fails
	}
	return n
}
