// An instance: one start of a kind, from its command line to the last of its processes.
//
//	fork ──▶ READY ──────▶ measured by others ──▶ its input ends ──▶ it ends by itself
//	  │        │ not in time, or it ends before         │ not in time: SIGTERM
//	  └────────┴──────────────▶ one sentence            └ not in time: SIGKILL to all of them
//
// The gentle way is the first one because a runtime that is killed cannot put away what it has made.

package compare

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// grace is how long an instance may take for each of the ways to end it.
var grace = 10 * time.Second // a test is less patient

// markEnv is a variable by which the processes of an instance are known that have lost their parents.
const markEnv = "MINICONTAINER_COMPARE"

type instance struct {
	kind  Kind
	mark  string
	argv  []string
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines chan string   // what it prints, a line each, closed at the end
	ended chan struct{} // closed when it has been waited for
	err   error         // of Wait, once ended
	began time.Time
	said  tail // the last that it printed to stderr
}

// start starts a program in a kind. The caller calls end.
func start(k Kind, mark string, program ...string) (*instance, error) {
	i := &instance{
		kind: k, mark: mark, argv: k.argv(program...), lines: make(chan string, 16), ended: make(chan struct{}),
	}
	i.cmd = exec.Command(i.argv[0], i.argv[1:]...)
	i.cmd.Env = append(append(os.Environ(), k.Env...), markEnv+"="+mark)
	i.cmd.Stderr = &i.said
	// Who has a copy of its stderr and outlives it must not keep us waiting.
	i.cmd.WaitDelay = grace
	// A group of its own: Ctrl-C is ours to hear, and ends it in the right order.
	i.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	stdin, err := i.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	i.stdin, i.cmd.Stdout = stdin, in
	started := make(chan error)
	go i.live(started)
	if err := <-started; err != nil {
		out.Close()
		return nil, fmt.Errorf("start %s: %w", k.Name, err)
	}
	go i.read(out)
	return i, nil
}

// live starts the command and waits for it on one thread: the death signal comes when the thread ends that has
// started it, and not when the process does (prctl(2)).
func (i *instance) live(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	i.began = time.Now()
	err := i.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	i.err = i.cmd.Wait()
	close(i.ended)
}

// read passes on what it prints. Who prints without end and without line ends is not listened to any more.
func (i *instance) read(out *os.File) {
	defer close(i.lines)
	defer out.Close()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		i.lines <- strings.TrimRight(lines.Text(), "\r")
	}
	io.Copy(io.Discard, out) //nolint:errcheck // so that it does not wait for us
}

// next is the next line for which wanted is true, and the time when it came. The error is a sentence.
func (i *instance) next(ctx context.Context, deadline time.Duration, what string, wanted func(string) bool) (string, time.Time, error) {
	timeout := time.NewTimer(time.Until(i.began.Add(deadline)))
	defer timeout.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return "", time.Time{}, fmt.Errorf("start %s: %w", i.kind.Name, ctx.Err())
		case <-timeout.C:
			return "", time.Time{}, fmt.Errorf("start %s: no %s within %v%s", i.kind.Name, what, deadline, i.lastWords(last))
		case line, ok := <-i.lines:
			now := time.Now()
			switch {
			case !ok:
				return "", now, fmt.Errorf("start %s: %s before its %s%s", i.kind.Name, i.howItEnded(), what, i.lastWords(last))
			case wanted(line):
				return line, now, nil
			case strings.TrimSpace(line) != "":
				last = line
			}
		}
	}
}

// howItEnded is called when its output has ended, which it does not long before itself.
func (i *instance) howItEnded() string {
	select {
	case <-i.ended:
		if i.err != nil {
			return "it ended with " + i.err.Error()
		}
		return "it ended"
	case <-time.After(grace):
		return "it closed its output"
	}
}

// lastWords are what it said instead.
func (i *instance) lastWords(printed string) string {
	if said := i.said.last(); said != "" {
		printed = said
	}
	if printed == "" {
		return "; it printed nothing"
	}
	return fmt.Sprintf("; it printed %.200q", printed)
}

// end ends it, and returns when none of its processes is left. It may be called when it has ended already.
func (i *instance) end() {
	i.stdin.Close() //nolint:errcheck // it may be gone
	go func() {
		for range i.lines { // what is still to come is for nobody
		}
	}()
	for _, way := range []func(){func() {}, func() { i.cmd.Process.Signal(syscall.SIGTERM) }, i.kill} { //nolint:errcheck // it may be gone
		way()
		select {
		case <-i.ended:
			i.kill() // who has outlived it
			return
		case <-time.After(grace):
		}
	}
}

// kill kills all its processes, until there are none: one may have been forked while we looked.
func (i *instance) kill() {
	for begin := time.Now(); time.Since(begin) < grace; time.Sleep(10 * time.Millisecond) {
		left := i.processes()
		if len(left) == 0 {
			return
		}
		for _, p := range left {
			syscall.Kill(p.pid, syscall.SIGKILL) //nolint:errcheck // it may have ended
		}
	}
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const tailSize = 4096

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	t.text = t.text[max(0, len(t.text)-tailSize):]
	return len(p), nil
}

// last is the last line that is not empty.
func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.TrimSpace(string(t.text))
	return strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
}
