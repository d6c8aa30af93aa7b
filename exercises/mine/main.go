//go:build mine

// Your own runtime. This file is given; everything it calls is your answers to the
// exercises, one file each:
//
//	workshop mine run base sh         as root
//	workshop mine run -u base sh      as user 1000, by your dropRoot
//
// builds them together and runs the result in the fake host. What is not written yet
// is left out and said so, so there is something to run from the first answer on.
//
// (The build tag keeps this folder, which is nothing without your files, out of go build ./...)
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "child"

func main() {
	args := given.Arguments(3, "run [-u] ROOT COMMAND…")
	switch args[0] {
	case "run":
		os.Exit(parent(args[1:]))
	case childArg:
		os.Exit(child(rootOf(args[1:])))
	}
	given.GiveUp(fmt.Errorf("%s is not a command; run is", args[0]))
}

// rootOf takes the arguments of run apart.
func rootOf(args []string) (asUser bool, root string, command []string) {
	if args[0] == "-u" {
		return true, args[1], args[2:]
	}
	return false, args[0], args[1:]
}

// parent starts this program again in a mount namespace of its own, waits, and cleans up.
func parent(args []string) int {
	cmd := exec.Command("/proc/self/exe", append([]string{childArg}, args...)...)
	cmd.Args[0] = os.Args[0] // the name under which errors are told
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	err := cmd.Run()
	_, root, _ := rootOf(args)
	without("01/cleanup", cleanUp(root))
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		given.GiveUp(err)
	}
	return 0
}

// child makes the container around itself and becomes its program. It stays on one
// thread, as a process's attributes are those of a thread in Linux.
func child(asUser bool, root string, command []string) int {
	runtime.LockOSThread()
	without("01/devnull", makeDevices(root))
	if without("01/pivot", pivot(root)) {
		// Without pivot there is the first thing you wrote.
		status, err := run(root, command)
		without("01/chdir", err)
		return status
	}
	if asUser {
		without("01/drop-root", dropRoot(1000, 1000))
	}
	without("01/env", become(command))
	given.GiveUp(syscall.Exec(command[0], command, os.Environ()))
	return 125
}

// without says that an exercise's part is not written yet, and tells whether it is so. A part that
// is written and fails is the end: a container without a wall looks just like one with it.
func without(exercise string, err error) bool {
	switch {
	case err == nil:
		return false
	case !strings.HasSuffix(err.Error(), "is not written yet"):
		given.GiveUp(fmt.Errorf("%s: %w", exercise, err))
	}
	fmt.Fprintf(os.Stderr, "mine: without %s: %v\n", exercise, err)
	return true
}
