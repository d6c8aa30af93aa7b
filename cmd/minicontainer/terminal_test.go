//go:build linux

package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// session is a person at a terminal in front of a program.
type session struct {
	t      *testing.T
	master *os.File
	cmd    *exec.Cmd
	screen chan string
	seen   string
}

func startSession(t *testing.T, cmd *exec.Cmd) *session {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	slave := openSlave(t, master)
	defer slave.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s := &session{t: t, master: master, cmd: cmd, screen: make(chan string, 1024)}
	s.resize(24, 80)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read()
	t.Cleanup(func() { master.Close() })
	return s
}

func openSlave(t *testing.T, master *os.File) *os.File {
	t.Helper()
	conn, err := master.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var number int
	var ioctlErr error
	err = conn.Control(func(fd uintptr) {
		if ioctlErr = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); ioctlErr == nil {
			number, ioctlErr = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err != nil || ioctlErr != nil {
		t.Fatal(err, ioctlErr)
	}
	slave, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return slave
}

func (s *session) read() {
	buf := make([]byte, 4096)
	for {
		n, err := s.master.Read(buf)
		if n > 0 {
			s.screen <- string(buf[:n])
		}
		if err != nil {
			close(s.screen)
			return
		}
	}
}

func (s *session) resize(rows, cols uint16) {
	s.t.Helper()
	conn, err := s.master.SyscallConn()
	if err != nil {
		s.t.Fatal(err)
	}
	conn.Control(func(fd uintptr) { //nolint:errcheck // the test would not see the size
		unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: rows, Col: cols}) //nolint:errcheck // see above
	})
}

func (s *session) send(text string) {
	s.t.Helper()
	if _, err := s.master.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

// expect waits until text has appeared since the last expect.
func (s *session) expect(text string) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		if i := strings.Index(s.seen, text); i >= 0 {
			s.seen = s.seen[i+len(text):]
			return
		}
		select {
		case more, open := <-s.screen:
			if !open {
				s.t.Fatalf("the program ended before %q appeared; on the screen since: %q", text, s.seen)
			}
			s.seen += more
		case <-deadline:
			s.cmd.Process.Kill() //nolint:errcheck // the test has failed
			s.t.Fatalf("%q did not appear; on the screen since: %q", text, s.seen)
		}
	}
}

// end waits for the program and returns its exit status.
func (s *session) end() int {
	s.cmd.Wait() //nolint:errcheck // the status is returned
	return s.cmd.ProcessState.ExitCode()
}

func TestAnInteractiveShell(t *testing.T) {
	containersPossible(t)
	newState(t)
	s := startSession(t, container("run", "--rm", "-it", "--hostname", "box", "base", "sh"))
	s.expect("root@box")
	s.send("tty; stty size\r")
	s.expect("/dev/pts/0\r\n24 80\r\n")
	// Ctrl-C ends the job, not the shell.
	s.send("echo sleeping; sleep 1000\r")
	s.expect("sleeping\r\n")
	s.send("\x03")
	s.send("echo status $?\r")
	s.expect("status 130\r\n")
	// The terminal follows when ours is resized.
	s.resize(40, 132)
	s.send("until stty size | grep 132; do sleep 0.01; done\r")
	s.expect("40 132\r\n")
	s.send("exit 7\r")
	if code := s.end(); code != 7 {
		t.Errorf("exit 7 in the shell became %d", code)
	}
}

func TestTheCallersTerminalIsGivenBackAsItWas(t *testing.T) {
	containersPossible(t)
	newState(t)
	run := container("run", "-it", "base", "true")
	s := startSession(t, exec.Command("sh", "-c", `before=$(stty -g); `+run.Path+` run -it base stty raw
		[ "$before" = "$(stty -g)" ] && echo the same || echo "$before became $(stty -g)"; read wait`))
	s.expect("the same\r\n")
	s.send("\r")
	s.end()
}

func TestSignalsReachTheContainer(t *testing.T) {
	containersPossible(t)
	newState(t)
	cmd := container("run", "base", "sh", "-c", "trap 'echo got it; exit 9' TERM; echo ready; while :; do sleep 0.05; done")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 64)
	n, _ := out.Read(buf) //nolint:errcheck // compared
	if string(buf[:n]) != "ready\n" {
		t.Errorf("first line %q", buf[:n])
	}
	if err := cmd.Process.Signal(unix.SIGTERM); err != nil {
		t.Fatal(err)
	}
	n, _ = out.Read(buf) //nolint:errcheck // compared
	cmd.Wait()           //nolint:errcheck // the status is compared
	if string(buf[:n]) != "got it\n" || cmd.ProcessState.ExitCode() != 9 {
		t.Errorf("%q, status %d; want the container's own answer", buf[:n], cmd.ProcessState.ExitCode())
	}
}

// deaf is a container whose PID 1 has no handler for anything, and that has no shim: it is nobody's but the command's.
func deaf(t *testing.T) *exec.Cmd {
	t.Helper()
	containersPossible(t)
	newState(t)
	cmd := container("run", "--rm", "base", "sh", "-c", "echo ready; exec sleep 1000")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 64)); err != nil {
		t.Fatal(err)
	}
	waitForSleep(t, cmd.Process.Pid)
	return cmd
}

func TestTheThirdInterruptEndsADeafContainer(t *testing.T) {
	cmd := deaf(t)
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }() //nolint:errcheck // the status is compared
	// Two equal signals that wait are one (signal(7)), so on a busy machine three may arrive as two: then another is sent.
	for sent := 0; ; sent++ {
		pause := 50 * time.Millisecond
		if sent >= 3 {
			pause = 5 * time.Second
		}
		select {
		case <-ended:
			if code := cmd.ProcessState.ExitCode(); code != 137 || sent < 3 {
				t.Errorf("status %d after %d interrupts, want 137 after three", code, sent)
			}
			return
		case <-time.After(pause):
			cmd.Process.Signal(unix.SIGINT) //nolint:errcheck // it may have ended
		}
	}
}

func TestAHangupEndsADeafContainer(t *testing.T) {
	cmd := deaf(t)
	if err := cmd.Process.Signal(unix.SIGHUP); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() //nolint:errcheck // the status is compared
	if code := cmd.ProcessState.ExitCode(); code != 137 {
		t.Errorf("status %d, want 137", code)
	}
}

func TestBackspaceTakesAHangulSyllableWhole(t *testing.T) {
	containersPossible(t)
	newState(t)
	s := startSession(t, container("run", "-it", "base", "sh", "-c", "echo ready; read line; echo \"<$line>\""))
	s.expect("ready")
	s.send("한글\x7f끝\r")
	s.expect("<한끝>")
	s.end()
}
