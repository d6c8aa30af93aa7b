package vm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Run has QEMU be the machine; see Hardware.
func (m Machine) Run(ctx context.Context, in, out *os.File) error {
	return runProgram(ctx, m.Args(), in, out)
}

// runProgram runs a machine that is a program. It dies with us, even if we are killed.
func runProgram(ctx context.Context, args []string, in, out *os.File) error {
	// The death signal is for the program when this thread ends, not the process (prctl(2)).
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var complaint strings.Builder
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	// A group of its own: Ctrl-C is for the guest's program, and the caller sends it there.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL, Setpgid: true}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, &complaint
	err := cmd.Run()
	if text := strings.TrimSpace(complaint.String()); err != nil && text != "" {
		return fmt.Errorf("%s: %w: %s", args[0], err, text)
	}
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%s is not installed", args[0])
	}
	return err
}
