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

// The program is started several times over, each time further inside. Namespaces are for those who are
// born in them, so each new one is a new process; the last two are one process and two programs.
const (
	namedArg     = "named"     // in a UTS namespace: gets its host name
	containedArg = "contained" // there: starts the container
	childArg     = "child"     // in the container's other namespaces: makes its files
	insideArg    = "inside"    // in the container, and process 1: becomes its program
)

func main() {
	runtime.LockOSThread() // a process's attributes are those of a thread in Linux
	os.Args[0] = "mine"    // the name under which errors are told
	args := given.Arguments(3, "run [-u] ROOT COMMAND…")
	switch args[0] {
	case "run":
		os.Exit(parent(args[1:]))
	case namedArg:
		err := becomeNamed("mine", append([]string{"/proc/self/exe", containedArg}, args[1:]...))
		without("02/hostname", err)
		os.Exit(contain(args[1:]))
	case containedArg:
		os.Exit(contain(args[1:]))
	case childArg:
		os.Exit(child(args[1:]))
	case insideArg:
		os.Exit(inside(rootOf(args[1:])))
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

// again is this program once more.
func again(part string, args []string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", append([]string{part}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd
}

// status is the exit status that the end of a process tells.
func status(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		given.GiveUp(err)
	}
	return 0
}

// ended tells whether a process was started at all.
func ended(err error) bool {
	var exit *exec.ExitError
	return err == nil || errors.As(err, &exit)
}

// parent has the container made, waits, and cleans up.
func parent(args []string) int {
	err := startNamed(again(namedArg, args))
	if !ended(err) && without("02/hostname", err) {
		err = again(containedArg, args).Run()
	}
	_, root, _ := rootOf(args)
	without("01/cleanup", cleanUp(root))
	return status(err)
}

// contain starts the child in namespaces of its own, at least in one of mounts.
func contain(args []string) int {
	err := startContainer(again(childArg, args))
	if !ended(err) && without("02/proc", err) {
		cmd := again(childArg, args)
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
		err = cmd.Run()
	}
	return status(err)
}

// child makes the container's files around itself, and goes in.
func child(args []string) int {
	_, root, command := rootOf(args)
	without("01/devnull", makeDevices(root))
	if err := showProc(root); err != nil {
		given.GiveUp(err)
	}
	if without("01/pivot", pivot(root)) {
		// Without pivot there is the first thing you wrote.
		status, err := run(root, command)
		if without("01/chdir", err) {
			given.GiveUp(errors.New("nothing was run: that takes 01/chdir at least"))
		}
		return status
	}
	without("02/proc", becomeFirst("/", append([]string{"/proc/self/exe", insideArg}, args...)))
	return inside(rootOf(args))
}

// showProc shows the host's /proc in the root as well, as the stage of lesson 1 does. becomeFirst covers it
// with the container's own: in a user namespace the kernel mounts a procfs only where one is in sight.
// Source: mount_namespaces(7), "Restrictions on mount namespaces".
func showProc(root string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := syscall.Mount("/proc", root+"/proc", "", syscall.MS_BIND|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("show /proc: %w", err)
	}
	return nil
}

// inside becomes the container's program.
func inside(asUser bool, _ string, command []string) int {
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
