//go:build linux

// Programs that take memory and keep it: those of a container, which share some, and one that looks like a hypervisor.

package grader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// holderName is the name under which this program, in the fake host, takes memory:
//
//	HOLDER crowd SHARED PRIVATE…      a process for each PRIVATE; all share so many MiB
//	HOLDER one SHARED PRIVATE         one of them; the shared memory is descriptor 3
//	HOLDER machine -m GIVEN TOUCHED   maps so many MiB, touches a part of them
//
// Each prints its number in its PID namespace when it has taken all; a crowd ends with the number of a child that has ended.
const holderName = "minicontainer-holder"

func init() {
	if filepath.Base(os.Args[0]) != holderName || len(os.Args) < 3 {
		return
	}
	if err := hold(os.Args[1], os.Args[2:]); err != nil {
		os.Stderr.WriteString(holderName + ": " + err.Error() + "\n") //nolint:errcheck // the status tells, too
		os.Exit(1)                                                    //nolint:forbidigo // the program is one of its own
	}
	for {
		time.Sleep(time.Hour)
	}
}

func hold(act string, args []string) error {
	switch act {
	case "crowd":
		return crowd(args[0], args[1:])
	case "one":
		return one(args)
	case "machine":
		given, err := take(args[1], -1, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_NORESERVE, args[2])
		mapped = append(mapped, given)
		return errors.Join(err, tellPid("holds", os.Getpid()))
	case "end":
		os.Exit(0) //nolint:forbidigo // that is what it is for
	}
	return errors.New("no act " + act)
}

// mapped keeps the mappings.
var mapped [][]byte

func tellPid(what string, pid int) error {
	_, err := fmt.Fprintln(os.Stdout, what, pid)
	return err
}

// crowd starts the processes, and one that ends and is not waited for.
func crowd(shared string, private []string) error {
	fd, err := unix.MemfdCreate("shared", unix.MFD_CLOEXEC)
	if err != nil {
		return err
	}
	memory := os.NewFile(uintptr(fd), "shared")
	size, err := mebibytes(shared)
	if err != nil {
		return err
	}
	if err := memory.Truncate(int64(size)); err != nil {
		return err
	}
	for _, p := range private {
		if _, err := begin(memory, "one", shared, p); err != nil {
			return err
		}
	}
	pid, err := begin(memory, "end", "now")
	return errors.Join(err, tellPid("ended", pid))
}

func begin(memory *os.File, args ...string) (pid int, err error) {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = holderName
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = os.Stdout, os.Stderr, []*os.File{memory}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	return cmd.Process.Pid, nil
}

func one(args []string) error {
	const sharedFD = 3
	shared, err := take(args[0], sharedFD, unix.MAP_SHARED, args[0])
	if err != nil {
		return err
	}
	own, err := take(args[1], -1, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS, args[1])
	mapped = append(mapped, shared, own)
	return errors.Join(err, tellPid("holds", os.Getpid()))
}

// take maps some memory and touches the beginning of it.
func take(mib string, fd, flags int, touched string) ([]byte, error) {
	size, err := mebibytes(mib)
	if err != nil {
		return nil, err
	}
	part, err := mebibytes(touched)
	if err != nil {
		return nil, err
	}
	memory, err := unix.Mmap(fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, flags)
	if err != nil {
		return nil, err
	}
	// A huge page would be more than what was touched.
	if err := unix.Madvise(memory, unix.MADV_NOHUGEPAGE); err != nil && !errors.Is(err, unix.EINVAL) {
		return nil, err
	}
	for i := 0; i < part; i += os.Getpagesize() {
		memory[i] = 1
	}
	return memory, nil
}

func mebibytes(text string) (int, error) {
	n, err := strconv.Atoi(text)
	return n << 20, err
}
