//go:build linux

// Given; the exercise is in oom.go. The program runs a command in a control group with a memory limit, and says in
// the end what howItEnded made of it; or it is the command itself, and uses memory.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const insideArg = "--inside"

func main() {
	args := given.Arguments(2, "run NAME BYTES COMMAND…, or: use BYTES")
	switch {
	case args[0] == insideArg:
		given.GiveUp(becomeInside(args[1], args[2:]))
	case args[0] == "use":
		useMemory(number(args[1]))
	case args[0] == "run" && len(args) > 3:
		status, oom, err := runUnder(args[1], number(args[2]), args[3:])
		if err != nil {
			given.GiveUp(err)
		}
		fmt.Println("oom:", oom)
		os.Exit(status)
	default:
		given.Arguments(len(os.Args), "run NAME BYTES COMMAND…, or: use BYTES")
	}
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		given.GiveUp(err)
	}
	return n
}

// runUnder makes the group, runs the command in it, and asks howItEnded.
func runUnder(name string, limit int64, command []string) (status int, oom bool, err error) {
	version, tree, err := given.Tree("memory")
	if err != nil {
		return 0, false, err
	}
	group := filepath.Join(tree, name)
	if err := os.Mkdir(group, 0o755); err != nil {
		return 0, false, err
	}
	defer os.Remove(group)
	if err := setLimit(version, group, limit); err != nil {
		return 0, false, err
	}
	cmd := exec.Command("/proc/self/exe", append([]string{insideArg, group}, command...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		return 0, false, err
	}
	return howItEnded(version, group, cmd.ProcessState)
}

// setLimit limits memory, and allows no swap on top: exercise 03/swap is about that.
func setLimit(version int, group string, limit int64) error {
	bytes := strconv.FormatInt(limit, 10)
	file, swapFile, swap := "memory.max", "memory.swap.max", "0"
	if version == 1 {
		file, swapFile, swap = "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", bytes
	}
	if err := writeFile(filepath.Join(group, file), bytes); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(group, swapFile), swap); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil // a kernel that does not count swap
}

// becomeInside goes into the group and becomes the command; it returns only with an error.
func becomeInside(group string, command []string) error {
	if err := writeFile(filepath.Join(group, "cgroup.procs"), "0"); err != nil { // 0: whoever writes
		return err
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}

func writeFile(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
