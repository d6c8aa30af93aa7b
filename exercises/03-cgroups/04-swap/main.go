//go:build linux

// Given; the exercise is in swap.go. The program makes a control group, sets one pair of limits after the other, and
// runs a command in it.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/given"
)

const (
	insideArg = "--inside"
	usage     = "NAME MEMORY SWAP [MEMORY SWAP…] -- COMMAND…"
)

func main() {
	args := given.Arguments(3, usage)
	if args[0] == insideArg {
		given.GiveUp(becomeInside(args[1], args[2:]))
	}
	end := slices.Index(args, "--")
	if end < 3 || end%2 == 0 || end == len(args)-1 {
		given.Arguments(len(os.Args), usage)
	}
	status, err := runWith(args[0], args[1:end], args[end+1:])
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}

// runWith makes the group, has limitMemoryAndSwap set each pair of limits, and runs the command in it.
func runWith(name string, limits, command []string) (int, error) {
	version, tree, err := given.Tree("memory")
	if err != nil {
		return 0, err
	}
	group := filepath.Join(tree, name)
	if err := os.Mkdir(group, 0o755); err != nil {
		return 0, err
	}
	defer os.Remove(group)
	for pair := range slices.Chunk(limits, 2) {
		var memory, swap int64
		if n, err := fmt.Sscan(pair[0]+" "+pair[1], &memory, &swap); n != 2 {
			return 0, err
		}
		if err := limitMemoryAndSwap(version, group, memory, swap); err != nil {
			given.GiveUp(err)
		}
	}
	cmd := exec.Command("/proc/self/exe", append([]string{insideArg, group}, command...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	return max(cmd.ProcessState.ExitCode(), 0), nil
}

// becomeInside goes into the group and becomes the command; it returns only with an error.
func becomeInside(group string, command []string) error {
	if err := os.WriteFile(filepath.Join(group, "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0); err != nil {
		return err
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}
