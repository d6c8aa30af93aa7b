package applet

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// mortalParent is the name by which the test binary is a parent whose child has
// to die with it; wandering is a variable by which an applet is first given
// every chance to leave its thread.
const (
	mortalParent = "mortal-parent"
	wandering    = "TEST_WANDERING"
)

// beParent runs a command with a parent-death signal. The signal comes when the
// thread that forked ends, so that thread is kept.
func beParent(args []string) {
	runtime.LockOSThread()
	child := exec.Cmd{
		Path: args[0], Args: args, Env: append(os.Environ(), wandering+"=1"), Stdout: os.Stdout, Stderr: os.Stderr,
		SysProcAttr: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
	}
	child.Run() //nolint:errcheck // the test sees what it printed
}

// wander moves the calling goroutine to another thread, unless it is locked: a
// goroutine that waits goes on wherever the one it waited for has run.
func wander() {
	for range 1000 {
		if unix.Gettid() != os.Getpid() {
			return
		}
		answer := make(chan struct{})
		go func() {
			unix.Nanosleep(&unix.Timespec{Nsec: 100_000}, nil) // the thread sleeps, not only the goroutine
			close(answer)
		}()
		<-answer
	}
}

func TestExecKeepsTheParentDeathSignal(t *testing.T) {
	bin := linkApplets(t)
	for _, name := range []string{"env", "nohup", "setsid", "minibox env"} {
		t.Run(name, func(t *testing.T) {
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			words := strings.Fields(name)
			args := append([]string{mortalParent, filepath.Join(bin, words[0])}, words[1:]...)
			parent := &exec.Cmd{Path: self, Args: append(args, "/bin/sh", "-c", "echo $$; exec sleep 1000"), Dir: t.TempDir()}
			out, err := parent.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := parent.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			line, err := lines.ReadString('\n')
			program, convErr := strconv.Atoi(strings.TrimSpace(line))
			parent.Process.Kill()
			if err != nil || convErr != nil {
				t.Fatalf("read %q, %v", line, err)
			}
			if !ends(lines) {
				syscall.Kill(program, syscall.SIGKILL)
				t.Errorf("the program outlived the parent of %s", name)
			}
			parent.Wait()
		})
	}
}

// ends reports that the last process with the other end of a pipe has gone.
func ends(r io.Reader) bool {
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, r)
		close(ended)
	}()
	select {
	case <-ended:
		return true
	case <-time.After(5 * time.Second):
		return false
	}
}
