//go:build linux

package fakehost

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// gateName is the argv[0] under which this program is the gate.
const gateName = "minicontainer: waiting for the fence"

// gateProgram is this program in the fake host: the base image is a copy of it.
var gateProgram = filepath.Join(Tools, "minibox")

const goAhead = 'g'

// The gate is a process of the fake host before it becomes the learner's program.
// It waits for a byte on the descriptor named by its first argument, gives up
// what could raise the limits again, and executes the rest of its arguments.
func init() {
	if os.Args[0] == gateName {
		os.Exit(passGate(os.Args[1], os.Args[2:])) //nolint:forbidigo // the gate is a program of its own
	}
}

func passGate(descriptor string, args []string) int {
	fd, err := strconv.Atoi(descriptor)
	if err != nil {
		return 125
	}
	gate := os.NewFile(uintptr(fd), "gate")
	if n, err := gate.Read(make([]byte, 1)); n != 1 || err != nil {
		return 125 // the judge is gone
	}
	gate.Close()
	if err := errors.Join(forgetCaller(uint(fd)), limitProcess()); err != nil {
		os.Stderr.WriteString("fakehost: set up: " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		return 125
	}
	path, err := lookup(args[0])
	if err != nil {
		os.Stderr.WriteString("fakehost: " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		return 127
	}
	err = syscall.Exec(path, args, os.Environ())
	os.Stderr.WriteString("fakehost: exec " + path + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
	return 126
}

// forgetCaller takes from this process what it has of the person's shell and nobody has meant for the
// program: files from that descriptor on, and that a signal is ignored, as under nohup(1).
func forgetCaller(first uint) error {
	for sig := unix.Signal(1); sig <= unix.SIGSYS; sig++ {
		syscalls.DefaultSignal(sig)
	}
	return syscalls.CloseOnExecFrom(first)
}

func lookup(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	return exec.LookPath(name)
}

// limitProcess sets the limits that each process carries itself: walls behind what the
// watchdog stops earlier. Processes are counted per user namespace since Linux 5.14, so
// other processes of the person are not in the count. Source: getrlimit(2).
func limitProcess() error {
	for _, l := range []struct {
		resource int
		most     uint64
	}{
		{unix.RLIMIT_NPROC, 3 * MaxProcesses},
		{unix.RLIMIT_DATA, 3 * MaxMemory},
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_FSIZE, MaxMemory},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return err
		}
	}
	return nil
}
