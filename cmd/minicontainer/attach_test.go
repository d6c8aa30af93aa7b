//go:build linux

package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/engine"
)

// answering is a program that says what it was told, until it is told to end.
const answering = `echo ready; while read line; do case $line in
	end) exit 5;;
	size*) until stty size | grep "${line#size }"; do sleep 0.01; done;;
	*) echo "<$line>";;
	esac; done`

// removeAll removes the test's containers when it has ended.
func removeAll(t *testing.T, state string) {
	t.Helper()
	t.Cleanup(func() { removeContainers(state) })
}

func state(t *testing.T) string {
	t.Helper()
	containersPossible(t)
	dir := newState(t)
	removeAll(t, dir)
	return dir
}

func statusOf(t *testing.T, name string) string {
	t.Helper()
	return strings.TrimSpace(output(t, exec.Command("sh", "-c", container().Path+` inspect `+name+` | sed -n 's/.*"Status": "\(.*\)",/\1/p'`)))
}

const detachKeys = "\x10\x11"

func TestWhoDetachesLeavesTheContainerAndComesBack(t *testing.T) {
	state(t)
	s := startSession(t, container("run", "-it", "--name", "web", "base", "sh", "-c", answering))
	s.expect("ready")
	s.send("one\r")
	s.expect("<one>")
	s.send(detachKeys)
	if code := s.end(); code != 0 {
		t.Errorf("run was left with status %d", code)
	}
	if got := statusOf(t, "web"); got != "running" {
		t.Fatalf("after it was left it is %s", got)
	}
	s = startSession(t, container("attach", "web"))
	s.send("two\r")
	s.expect("<two>")
	// A key that begins the sequence and does not go on with it is the container's.
	s.send("a\x10b\r")
	s.expect("<a\x10b>")
	s.send(detachKeys)
	s.expect("read escape sequence")
	if code := s.end(); code != 1 {
		t.Errorf("attach was left with status %d", code)
	}
	s = startSession(t, container("attach", "--detach-keys", "x,ctrl-y", "web"))
	s.resize(33, 111)
	s.send("size 33\r")
	s.expect("33 111")
	s.send("x\x19")
	s.expect("read escape sequence")
	s.end()
	s = startSession(t, container("attach", "web"))
	s.send("end\r")
	if code := s.end(); code != 5 {
		t.Errorf("the container ended with 5, attach with %d", code)
	}
	s = startSession(t, container("start", "-ai", "web"))
	s.expect("ready")
	s.send(detachKeys)
	if code := s.end(); code != 0 {
		t.Errorf("start -ai was left with status %d", code)
	}
	if got := statusOf(t, "web"); got != "running" {
		t.Errorf("after start -ai was left it is %s", got)
	}
}

func TestAContainerGoesOnWhenTheCommandThatStartedItIsGone(t *testing.T) {
	state(t)
	window := startSession(t, container("run", "-it", "--name", "window", "base", "sh", "-c", answering))
	window.expect("ready")
	window.master.Close()
	if code := window.end(); code != 129 {
		t.Errorf("with its window closed, run ended with %d", code)
	}
	killed, out := talk(t, nil, "run", "--name", "killed", "base", "sh", "-c", "echo ready; exec sleep 1000")
	expectLine(t, out, "ready")
	killed.Process.Kill() //nolint:errcheck // it runs
	killed.Wait()         //nolint:errcheck // killed
	left, out := talk(t, nil, "run", "--sig-proxy=false", "--rm", "--name", "left", "base", "sh", "-c", "echo ready; exec sleep 1000")
	expectLine(t, out, "ready")
	left.Process.Signal(unix.SIGINT) //nolint:errcheck // it runs
	left.Wait()                      //nolint:errcheck // the status is compared
	if code := left.ProcessState.ExitCode(); code != 130 {
		t.Errorf("interrupted, run --sig-proxy=false ended with %d", code)
	}
	impatient, out := talk(t, nil, "run", "--name", "impatient", "base", "sh", "-c", "trap '' INT; echo ready; while :; do sleep 0.05; done")
	expectLine(t, out, "ready")
	for range 3 {
		impatient.Process.Signal(unix.SIGINT) //nolint:errcheck // it runs
		time.Sleep(50 * time.Millisecond)     // two equal signals that wait are one
	}
	impatient.Wait() //nolint:errcheck // the status is compared
	if code := impatient.ProcessState.ExitCode(); code != 1 {
		t.Errorf("interrupted three times, run ended with %d", code)
	}
	for _, name := range []string{"window", "killed", "left", "impatient"} {
		if got := statusOf(t, name); got != "running" {
			t.Errorf("%s is %s", name, got)
		}
	}
}

// talk starts a command whose stdin and stdout are the test's.
func talk(t *testing.T, stdin io.Reader, args ...string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := container(args...)
	cmd.Stdin = stdin
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		cmd.Wait()         //nolint:errcheck // as above
	})
	return cmd, bufio.NewReader(out)
}

func expectLine(t *testing.T, from *bufio.Reader, want string) {
	t.Helper()
	if line, err := from.ReadString('\n'); line != want+"\n" {
		t.Fatalf("it says %q, %v; want %q", line, err, want)
	}
}

func TestAllWhoAreAttachedSeeTheSame(t *testing.T) {
	state(t)
	must(t, container("run", "-di", "--name", "web", "base", "sh", "-c",
		"while read word; do echo $word; [ $word != go ] || break; done; seq 1 20000; echo wrong >&2; exit 3"))
	r, w := io.Pipe()
	typist, out := talk(t, r, "attach", "web")
	sums := make(chan string)
	viewer := func(cmd *exec.Cmd, out *bufio.Reader) {
		rest, _ := io.ReadAll(out) //nolint:errcheck // compared
		_, after, _ := bytes.Cut(rest, []byte("go\n"))
		cmd.Wait() //nolint:errcheck // the status is compared
		sums <- fmt.Sprintf("%d %x", cmd.ProcessState.ExitCode(), sha256.Sum256(after))
	}
	const viewers = 4
	for range viewers {
		cmd, out := talk(t, nil, "attach", "--no-stdin", "web")
		cmd.Stderr = cmd.Stdout
		seen := make(chan bool)
		go func() { out.Peek(1); close(seen) }() //nolint:errcheck // the end of file is seen, too
		for waiting := true; waiting; {
			fmt.Fprintln(w, "tick") //nolint:errcheck // somebody reads
			select {
			case <-seen:
				waiting = false
			case <-time.After(5 * time.Millisecond):
			}
		}
		go viewer(cmd, out)
	}
	fmt.Fprintln(w, "go") //nolint:errcheck // as above
	w.Close()             //nolint:errcheck // a pipe's end
	go viewer(typist, out)
	want := sha256.New()
	for i := 1; i <= 20000; i++ {
		fmt.Fprintln(want, i)
	}
	for range viewers + 1 {
		if got := <-sums; got != fmt.Sprintf("3 %x", want.Sum(nil)) {
			t.Errorf("status and sum are %s, want 3 %x", got, want.Sum(nil))
		}
	}
}

// awaitClients waits until so many are attached, by the sockets that the container's shim has open.
func awaitClients(t *testing.T, name string, n int) {
	t.Helper()
	r, err := engine.New(os.Getenv(cli.StateEnv)).Inspect(name)
	if err != nil {
		t.Fatal(err)
	}
	base := -1
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		sockets := 0
		links, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", r.State.Shim.PID)) //nolint:errcheck // asked again
		for _, l := range links {
			if to, err := os.Readlink(l); err == nil && strings.HasPrefix(to, "socket:") {
				sockets++
			}
		}
		base = sockets - 1 // the one that listens
		if base == n {
			return
		}
	}
	t.Fatalf("%d are attached, want %d", base, n)
}

// Who is attached and does not read may cost the container nothing: neither its time nor its log.
func TestAClientThatHasStoppedIsDropped(t *testing.T) {
	state(t)
	must(t, container("run", "-di", "--name", "web", "base", "sh", "-c", "read go; seq 1 1000000; echo done"))
	stopped, out := talk(t, nil, "attach", "--no-stdin", "web")
	var said bytes.Buffer
	stopped.Stderr = &said
	awaitClients(t, "web", 1)
	if err := stopped.Process.Signal(unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	typist := container("attach", "web")
	typist.Stdin = strings.NewReader("go\n")
	if err := typist.Run(); err != nil { // which is quick, and loses nothing
		t.Error(err)
	}
	want := sha256.New()
	for i := 1; i <= 1000000; i++ {
		fmt.Fprintln(want, i)
	}
	io.WriteString(want, "done\n") //nolint:errcheck // a hash takes all
	log := sha256.New()
	logs := container("logs", "web")
	logs.Stdout = log
	if err := logs.Run(); err != nil {
		t.Error(err)
	}
	if hex.EncodeToString(log.Sum(nil)) != hex.EncodeToString(want.Sum(nil)) {
		t.Error("the log is not what was printed")
	}
	if err := stopped.Process.Signal(unix.SIGCONT); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, out) //nolint:errcheck // as far as it goes
	stopped.Wait()           //nolint:errcheck // the status is compared
	if code := stopped.ProcessState.ExitCode(); code != 1 {
		t.Errorf("it was dropped with status %d", code)
	}
}

// Who has started the container in a pipeline loses nothing, however slow the next one is.
func TestTheReaderOfAPipelineIsWaitedFor(t *testing.T) {
	state(t)
	cmd, out := talk(t, nil, "run", "base", "sh", "-c", "seq 1 500000; echo last words")
	if _, err := out.Peek(1); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Signal(unix.SIGSTOP) //nolint:errcheck // it runs
	time.Sleep(300 * time.Millisecond)
	cmd.Process.Signal(unix.SIGCONT) //nolint:errcheck // as above
	got, want := sha256.New(), sha256.New()
	io.Copy(got, out) //nolint:errcheck // compared
	for i := 1; i <= 500000; i++ {
		fmt.Fprintln(want, i)
	}
	io.WriteString(want, "last words\n") //nolint:errcheck // a hash takes all
	if hex.EncodeToString(got.Sum(nil)) != hex.EncodeToString(want.Sum(nil)) {
		t.Error("something was lost")
	}
}

func TestAnExecWithATerminalCanBeLeft(t *testing.T) {
	state(t)
	must(t, container("run", "-d", "--name", "web", "base", "sleep", "1000"))
	s := startSession(t, container("exec", "-it", "web", "sh", "-c", answering))
	s.expect("ready")
	s.resize(31, 101)
	s.send("size 31\r")
	s.expect("31 101")
	s.send(detachKeys)
	s.expect("read escape sequence")
	if code := s.end(); code != 1 {
		t.Errorf("it was left with status %d", code)
	}
	if list := output(t, container("exec", "web", "ps", "-o", "args")); !strings.Contains(list, "echo ready") {
		t.Errorf("it did not go on: %s", list)
	}
	s = startSession(t, container("exec", "-it", "web", "sh", "-c", answering))
	s.expect("ready")
	s.send("end\r")
	if code := s.end(); code != 5 {
		t.Errorf("it ended with 5, exec with %d", code)
	}
}

func TestAttachingWorksHoweverDeepTheStateDirectoryLies(t *testing.T) {
	containersPossible(t)
	deep := filepath.Join(t.TempDir(), strings.Repeat("deep/", 40), "state")
	t.Setenv(cli.StateEnv, deep)
	removeAll(t, deep)
	if got := output(t, container("run", "base", "echo", "hello")); got != "hello\n" {
		t.Errorf("run says %q", got)
	}
	must(t, container("run", "-di", "--name", "web", "base", "cat"))
	attach := container("attach", "web")
	attach.Stdin = strings.NewReader("hello\n")
	out, err := attach.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := attach.Start(); err != nil {
		t.Fatal(err)
	}
	expectLine(t, bufio.NewReader(out), "hello")
	must(t, container("stop", "-t", "0", "web"))
	attach.Wait() //nolint:errcheck // ended by stop
}
