package shell

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/base/edit/ptytest"
)

// onTerminal starts our shell as the session leader of a new terminal.
func onTerminal(t *testing.T, env ...string) (*ptytest.Terminal, *exec.Cmd) {
	t.Helper()
	term := ptytest.Open(t, 60, 24)
	c := command(t)
	c.Env = append(append(c.Env, "HOME="+c.Dir, "PS1=% ", "TERM=xterm"), env...)
	c.Stdin, c.Stdout, c.Stderr = term.Slave, term.Slave, term.Slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if c.ProcessState == nil {
			c.Process.Kill()
			c.Wait()
		}
	})
	term.WaitLine("%", 2)
	return term, c
}

// leave ends the shell and checks its status.
func leave(t *testing.T, term *ptytest.Terminal, c *exec.Cmd, status int) {
	t.Helper()
	term.Type("exit " + strconv.Itoa(status) + "\r")
	c.Wait()
	if got := c.ProcessState.ExitCode(); got != status {
		t.Errorf("status %d, want %d", got, status)
	}
}

func TestCtrlCAtThePromptClearsTheLine(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("echo never\x03")
	term.WaitText("never^C")
	term.WaitLine("%", 2)
	term.Type("echo $?\r")
	term.WaitText("\n130\n%")
	leave(t, term, c, 3)
}

func TestCtrlCEndsTheJobAndNotTheShell(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("sh -c 'echo star''ted; exec sleep 100'; echo never\r")
	term.WaitText("\nstarted")
	term.Type("\x03")
	term.WaitLine("%", 2)
	term.Type("echo status $?\r")
	term.WaitText("status 130")
	if strings.Contains(term.Screen.String(), "\nnever") {
		t.Errorf("the rest of the line ran after Ctrl-C:\n%s", term.Screen)
	}
	leave(t, term, c, 0)
}

func TestCtrlCEndsALoopOfBuiltins(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("echo star\"\"ted; while :; do :; done\r")
	term.WaitText("\nstarted")
	term.Type("\x03")
	term.WaitLine("%", 2)
	leave(t, term, c, 0)
}

func TestStoppedJobGoesOn(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("sh -c 'echo star''ted; exec sleep 100' | cat\r")
	term.WaitText("\nstarted")
	term.Type("\x1a")
	term.WaitText("[1]+ Stopped")
	term.WaitLine("%", 2)
	term.Type("bg; jobs\r")
	term.WaitText("[1]+ Running")
	term.Type("kill %1; wait\r")
	term.WaitLine("%", 2)
	leave(t, term, c, 0)
	term2, c2 := onTerminal(t)
	term2.Type("sh -c 'read x; echo star''ted; read x; echo got $x'\r")
	term2.WaitText("got $x'\n")
	term2.Type("go\r") // a job that has read a line owns the terminal
	term2.WaitText("\nstarted")
	term2.Type("\x1a")
	term2.WaitText("Stopped")
	term2.Type("exit\r")
	term2.WaitText("you have stopped jobs")
	term2.Type("fg\r")
	term2.WaitText("\nsh -c")
	term2.Type("input\r")
	term2.WaitText("got input")
	leave(t, term2, c2, 0)
}

func TestBackgroundJobIsReported(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("(exit 3) & wait $!; echo status $?\r")
	term.WaitText("status 3")
	term.Type("sleep 100 & echo\r")
	term.WaitText("\n[1] ")
	term.Type("kill %1; wait %1; echo killed $?\r")
	term.WaitText("killed 143")
	leave(t, term, c, 0)
}

func TestUnfinishedCommandPromptsForMore(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("for i in 1 2; do\r")
	term.WaitLine(">", 2)
	term.Type("echo n$i; done\r")
	term.WaitText("n1\nn2\n%")
	term.Type("cat <<E\rhere\rE\r")
	term.WaitText("\nhere\n%")
	term.Type("echo 'a\rb'\r")
	term.WaitText("\na\nb\n%")
	leave(t, term, c, 0)
}

func TestSyntaxErrorReturnsToThePrompt(t *testing.T) {
	term, c := onTerminal(t)
	term.Type("fi; echo never\r")
	term.WaitText("fi")
	term.WaitLine("%", 2)
	term.Type("echo $?; unset -v x; echo ${x?gone}; echo never\r")
	term.WaitText("2\nsh: x: gone\n%")
	leave(t, term, c, 0)
}

func TestHistoryOutlivesTheShell(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	term, c := onTerminal(t, "HISTFILE="+file)
	term.Type("echo 기억\r")
	term.WaitText("\n기억")
	leave(t, term, c, 0)
	term, c = onTerminal(t, "HISTFILE="+file)
	term.Type("\x1b[A\x1b[A")
	term.WaitLine("% echo 기억", 11)
	term.Type("\x03")
	term.WaitLine("%", 2)
	leave(t, term, c, 0)
}

func TestTerminateIsIgnoredAtThePrompt(t *testing.T) {
	term, c := onTerminal(t)
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGTSTP} {
		c.Process.Signal(sig)
	}
	term.Type("sh -c 'kill -TERM $$'; echo child $?\r")
	term.WaitText("child 143")
	leave(t, term, c, 0)
}

func TestDefaultPromptNamesUserHostAndDirectory(t *testing.T) {
	term := ptytest.Open(t, 80, 5)
	c := command(t)
	c.Stdin, c.Stdout, c.Stderr = term.Slave, term.Slave, term.Slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	c.Dir = "/"
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	sign := "$"
	if os.Geteuid() == 0 {
		sign = "#"
	}
	term.WaitText("@" + hostname() + ":/ " + sign)
	term.Type("\x04")
	c.Wait()
}

// A terminal that does not control the session: a shell without job control
// says so in one line and works.
func TestNoControllingTerminal(t *testing.T) {
	term := ptytest.Open(t, 100, 10)
	c := command(t, "-i")
	c.Env = append(c.Env, "PS1=% ", "HISTFILE=")
	c.Stdin, c.Stdout, c.Stderr = term.Slave, term.Slave, term.Slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	term.WaitLine("%", 2)
	if lines := strings.Count(term.Screen.String(), "\n"); lines != 1 {
		t.Errorf("want one line of warning, got:\n%s", term.Screen)
	}
	term.Type("echo $((6*7)) | cat; exit\r")
	term.WaitText("\n42")
	c.Wait()
}

// The real terminal emulator has the last word on where the cursor is.
func TestHangulInTmux(t *testing.T) {
	tmux := peer(t, "tmux")
	server := "sh-test-" + strconv.Itoa(os.Getpid())
	call := func(args ...string) string {
		out, err := exec.Command(tmux, append([]string{"-u", "-L", server}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v: %s", args, err, out)
		}
		return strings.TrimRight(string(out), "\n ")
	}
	dir := t.TempDir()
	link := filepath.Join(dir, "sh")
	if err := os.Symlink(self(t), link); err != nil {
		t.Fatal(err)
	}
	call("-f", "/dev/null", "new-session", "-d", "-x", "20", "-y", "6", "env LC_ALL=C.UTF-8 HISTFILE= PS1='% ' "+link)
	t.Cleanup(func() { exec.Command(tmux, "-L", server, "kill-server").Run() })
	wait := func(screen, cursor string) {
		t.Helper()
		var gotScreen, gotCursor string
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
			gotScreen, gotCursor = call("capture-pane", "-p"), call("display-message", "-p", "#{cursor_x},#{cursor_y}")
			if gotScreen == screen && gotCursor == cursor {
				return
			}
		}
		t.Fatalf("screen %q cursor %s, want %q %s", gotScreen, gotCursor, screen, cursor)
	}
	wait("%", "2,0")
	call("send-keys", "-l", "가나다라마바사아x자")
	wait("% 가나다라마바사아x\n자", "2,1")
	call("send-keys", "Left", "Left")
	wait("% 가나다라마바사아x\n자", "18,0")
	call("send-keys", "BSpace", "BSpace", "Left")
	wait("% 가나다라마바x자", "12,0")
	call("send-keys", "C-u", "C-k")
	call("send-keys", "-l", "\u1112\u1161\u11abab")
	wait("% \u1112\u1161\u11abab", "6,0")
	call("send-keys", "Home", "Right")
	wait("% \u1112\u1161\u11abab", "4,0")
	call("send-keys", "BSpace")
	wait("% ab", "2,0")
}
