// The gate: what a container that is created, and not started yet, waits at.
//
// OCI runtimes make a container in two calls. After create everything stands, and the program does not run yet; after start
// it does. Between the two anybody may have a look at it, and the process that created it is gone. So what the container waits for is
// a file that has a name, and not a socket to its parent half:
//
//	create                      child half                                start
//	  │ makes two FIFOs            │                                        │
//	  ├── opens both ─────────────▶│ all is made                            │
//	  │◀──────────── ready ────────┤                                        │
//	  │ writes down who it is      │                                        │
//	  ├──────────── go on ────────▶│ (or ends, if nobody is there any more) │
//	  ▼ ends                       │ read(go) ◀──────────── one byte ───────┤
//	                               │ hooks, filter                          │
//	                               ├─ passed: {"exec"} or {"failed": …} ───▶│
//	                               ▼ execve, end of file ──────────────────▶▼
//
// FIFOs need read(2) and write(2) alone, which no filter of system calls forbids to a program that is to do anything.
// Source: runtime-spec runtime.md, "Lifecycle".

package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// The two FIFOs.
const (
	goName     = "go"
	passedName = "passed"
)

// Gate is the creator's side. Its files are the container's, by inheritance, when Start has returned.
type Gate struct {
	// Created, if set, is called with the number of the container's first process when all is made. Until it has returned, the
	// container ends with the creator; after an error of its there is no container.
	Created func(pid int) error

	goes, passed *os.File
}

// MakeGate makes a gate in a directory that only the caller's user can enter. The caller closes it. After an error there is none.
func MakeGate(dir string) (g *Gate, err error) {
	g = &Gate{}
	defer func() {
		if err != nil {
			g.Close()
			RemoveGate(dir) //nolint:errcheck // there is a better error to tell
		}
	}()
	if g.goes, err = makeFIFO(filepath.Join(dir, goName)); err != nil {
		return g, err
	}
	g.passed, err = makeFIFO(filepath.Join(dir, passedName))
	return g, err
}

// makeFIFO opens it for both directions, so that nobody waits in open(2). Source: fifo(7).
func makeFIFO(path string) (*os.File, error) {
	if err := unix.Mkfifo(path, 0o600); err != nil {
		return nil, fmt.Errorf("make gate: %w", err)
	}
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("make gate: %w", err)
	}
	return os.NewFile(uintptr(fd), path), nil //nolint:gosec // a descriptor
}

// Close closes the creator's side.
func (g *Gate) Close() {
	for _, f := range []*os.File{g.goes, g.passed} {
		if f != nil {
			f.Close()
		}
	}
}

// RemoveGate removes the gate of a directory, if there is one.
func RemoveGate(dir string) error {
	for _, name := range []string{goName, passedName} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove gate: %w", err)
		}
	}
	return nil
}

// ErrNoGate is the cause where nobody waits at the gate: the container runs already, or has ended.
var ErrNoGate = errors.New("it does not wait to be started")

// OpenGate lets the container pass that waits at the gate of dir, and returns when its program runs. It can be passed
// once; the caller sees to it that nobody else does it at the same time. Errors are as Start's.
func OpenGate(dir string) error {
	passed, err := openWaiting(filepath.Join(dir, passedName), unix.O_RDONLY)
	if err != nil {
		return err
	}
	defer passed.Close()
	goes, err := openWaiting(filepath.Join(dir, goName), unix.O_WRONLY)
	if err != nil {
		return err
	}
	_, err = goes.Write([]byte{goAhead})
	goes.Close()
	if err != nil {
		return fmt.Errorf("open gate: %w", err)
	}
	if err := RemoveGate(dir); err != nil {
		return err
	}
	return hearPassed(passed)
}

// leaveAtGate ends the talk with a container that waits.
func (h *halves) leaveAtGate(g *Gate, pid int) error {
	if g.Created != nil {
		if err := g.Created(pid); err != nil {
			return err
		}
	}
	if _, err := h.sync.Write([]byte{goAhead}); err != nil {
		return fmt.Errorf("leave container at the gate: %w", err)
	}
	return nil
}

// openWaiting opens a FIFO that somebody has open at the other end.
func openWaiting(path string, mode int) (*os.File, error) {
	fd, err := unix.Open(path, mode|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ENXIO) || errors.Is(err, unix.ENOENT) {
		return nil, fmt.Errorf("open gate: %w", ErrNoGate)
	}
	if err != nil {
		return nil, fmt.Errorf("open gate: %w", err)
	}
	return os.NewFile(uintptr(fd), path), nil //nolint:gosec // a descriptor
}

// hearPassed listens until the program runs, which is the end of file after "exec", or something has failed.
func hearPassed(passed *os.File) error {
	made := false
	for answers := json.NewDecoder(passed); ; {
		var a answer
		err := answers.Decode(&a)
		switch {
		case errors.Is(err, io.EOF) && made:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("start container: it was ended from outside")
		case err != nil:
			return fmt.Errorf("start container: %w", err)
		case a.Failed != nil:
			return a.Failed.err()
		}
		made = made || a.Exec
	}
}

// waitAtGate is the child half's side. It ends the talk with the creator.
type waitAtGate struct{}

func (waitAtGate) Name() string { return "wait to be started" }
func (waitAtGate) Line() string { return "head -c 1 go  # until somebody writes into it" }

func (waitAtGate) Do() error {
	if err := ask(answer{Ready: true}); err != nil {
		return err
	}
	parent.Close()
	parent = os.NewFile(uintptr(passedFD), "passed")
	for {
		n, err := unix.Read(gateFD, make([]byte, 1))
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("wait to be started: %w", err)
		case n == 0:
			return errors.New("wait to be started: nobody can")
		}
		return nil
	}
}

// HasGate tells whether a container waits, or is about to, at the gate of dir.
func HasGate(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, goName))
	return err == nil
}
