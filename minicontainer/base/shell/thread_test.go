package shell

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// mortalParent is the name by which the test binary is a parent whose child has
// to die with it.
const mortalParent = "mortal-parent"

// beParent runs our shell with a parent-death signal. The signal comes when the
// thread that forked ends, so that thread is kept.
func beParent(args []string) {
	runtime.LockOSThread()
	self, err := os.Executable()
	if err != nil {
		return
	}
	child := exec.Cmd{
		Path: self, Args: append([]string{"sh"}, args...), Stdout: os.Stdout, Stderr: os.Stderr,
		SysProcAttr: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
	}
	child.Run() //nolint:errcheck // the test sees what it printed
}

// Whether a lost signal shows depends on the thread that execs, which is another
// one in most runs of a script that has waited for processes before.
func TestExecKeepsTheParentDeathSignal(t *testing.T) {
	const script = `for i in 1 2 3 4 5; do x=$(sh -c :); sh -c : | sh -c :; done; exec /bin/sh -c 'echo $$; exec sleep 1000'`
	for range 10 {
		parent := command(t, "-c", script)
		parent.Args[0] = mortalParent
		out, err := parent.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := parent.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		line, err := lines.ReadString('\n')
		sleeper, convErr := strconv.Atoi(strings.TrimSpace(line))
		parent.Process.Kill()
		if err != nil || convErr != nil {
			t.Fatalf("read %q, %v", line, err)
		}
		if !ends(lines) {
			syscall.Kill(sleeper, syscall.SIGKILL)
			t.Fatal("the program outlived the parent of the shell it replaced")
		}
		parent.Wait()
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
