package applet

// Running another command: in place of the applet (env, nohup, chroot) or as
// its child (time, xargs, find -exec). The exit statuses are the shell's: 127
// not found, 126 found but not executable, 128+n killed by signal n.

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

const (
	statusNotExecutable = 126
	statusNotFound      = 127
	statusSignalBase    = 128
)

// execInPlace replaces the process and returns only when that fails.
func (c *call) execInPlace(argv, env []string) error {
	if err := c.out.Flush(); err != nil {
		return err
	}
	path, err := lookPath(argv[0])
	if err != nil {
		return err
	}
	return startError(argv[0], syscall.Exec(path, argv, env))
}

// lookPath searches PATH as it is now: env and chroot change it, or what it
// means, before they call. Without a PATH it searches the directories that
// execvp(3) does, so that `env -i sh` works.
func lookPath(name string) (string, error) {
	if _, set := os.LookupEnv("PATH"); !set {
		os.Setenv("PATH", "/bin:/usr/bin") //nolint:errcheck // a valid name
		defer os.Unsetenv("PATH")
	}
	path, err := exec.LookPath(name)
	if err != nil && !errors.Is(err, exec.ErrDot) {
		return "", startError(name, err)
	}
	return path, nil
}

// startError gives the reason a command did not start its exit status.
func startError(name string, err error) error {
	status := statusNotExecutable
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, syscall.ENOENT) {
		status, err = statusNotFound, syscall.ENOENT
	}
	var wrapped *exec.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return statusError{status, fmt.Errorf("exec %s: %w", name, err)}
}

// child prepares a command on our standard streams.
func child(argv []string) (*exec.Cmd, error) {
	path, err := lookPath(argv[0])
	if err != nil {
		return nil, err
	}
	return &exec.Cmd{Path: path, Args: argv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}, nil
}

// runChild runs a command to its end and returns its exit status. The error is
// about starting it.
func runChild(argv []string) (int, error) {
	cmd, err := child(argv)
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, startError(argv[0], errors.Unwrap(err))
	}
	cmd.Wait() //nolint:errcheck // the state says it all
	return exitStatus(cmd.ProcessState), nil
}

func exitStatus(state *os.ProcessState) int {
	status := state.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return statusSignalBase + int(status.Signal())
	}
	return status.ExitStatus()
}

// selfPath is a path by which this binary can be started again. /proc may not
// be mounted, as in a container of the first lessons; then PATH has to do.
func selfPath(argv0 string) (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self, nil
	}
	return lookPath(argv0)
}
