//go:build mine

// Your own runtime. This file is given; everything it calls is your answers to the
// exercises, one file each:
//
//	workshop mine run base sh
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
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const childArg = "child"

func main() {
	args := given.Arguments(3, "run ROOT COMMAND…")
	root, command := args[1], args[2:]
	switch args[0] {
	case "run":
		os.Exit(parent(root, command))
	case childArg:
		os.Exit(child(root, command))
	}
	given.GiveUp(fmt.Errorf("%s is not a command; run is", args[0]))
}

// parent starts this program again in a mount namespace of its own, waits, and cleans up.
func parent(root string, command []string) int {
	cmd := exec.Command("/proc/self/exe", append([]string{childArg, root}, command...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	err := cmd.Run()
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
func child(root string, command []string) int {
	runtime.LockOSThread()
	without("01/devnull", makeDevices(root))
	if without("01/pivot", pivot(root)) {
		// Without pivot there is the first thing you wrote.
		status, err := run(root, command)
		without("01/chdir", err)
		return status
	}
	if os.Getenv("MINE_USER") != "" {
		without("01/drop-root", dropRoot(1000, 1000))
	}
	without("01/env", become(command))
	given.GiveUp(syscall.Exec(command[0], command, os.Environ()))
	return 125
}

// without says that an exercise's part is missing, and tells whether it is.
func without(exercise string, err error) bool {
	if err != nil {
		fmt.Fprintf(os.Stderr, "mine: without %s: %v\n", exercise, err)
	}
	return err != nil
}
