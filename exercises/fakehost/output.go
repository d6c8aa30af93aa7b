//go:build linux

package fakehost

import (
	"errors"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// outputLimit bounds what is kept of each stream; the rest is read and thrown away,
// so that a program that prints for ever is stopped by its time limit alone.
const outputLimit = 64 << 10

// output collects the two streams of a program.
type output struct {
	stdoutR, stdoutW, stderrR, stderrW *os.File
	stdout, stderr                     capped
}

func newOutput() (*output, error) {
	o := &output{}
	var err error
	if o.stdoutR, o.stdoutW, err = os.Pipe(); err != nil {
		return nil, err
	}
	if o.stderrR, o.stderrW, err = os.Pipe(); err != nil {
		o.stdoutR.Close()
		o.stdoutW.Close()
		return nil, err
	}
	return o, nil
}

func (o *output) closeWriters() {
	o.stdoutW.Close()
	o.stderrW.Close()
}

func (o *output) collect() {
	o.stdout.ended.Add(1)
	o.stderr.ended.Add(1)
	go o.stdout.fill(o.stdoutR)
	go o.stderr.fill(o.stderrR)
}

// drain waits for the end of both streams. A process that the program left behind may
// hold them open, so the wait is short: what was written before is in the pipe already.
func (o *output) drain() {
	soon := time.Now().Add(50 * time.Millisecond)
	o.stdoutR.SetReadDeadline(soon) //nolint:errcheck // a pipe takes deadlines
	o.stderrR.SetReadDeadline(soon) //nolint:errcheck // a pipe takes deadlines
	o.stdout.ended.Wait()
	o.stderr.ended.Wait()
}

// capped is the beginning of a stream.
type capped struct {
	mu    sync.Mutex
	text  []byte
	ended sync.WaitGroup
}

func (c *capped) fill(r *os.File) {
	defer c.ended.Done()
	defer r.Close()
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		c.keep(buf[:n])
		if errors.Is(err, os.ErrDeadlineExceeded) {
			c.rest(r, buf)
		}
		if err != nil {
			return
		}
	}
}

// rest takes what is in the pipe at the deadline: on a busy machine it may pass before this
// goroutine has had its turn, and then Read would look no more.
func (c *capped) rest(r *os.File, buf []byte) {
	if err := r.SetReadDeadline(time.Time{}); err != nil {
		return
	}
	raw, err := r.SyscallConn()
	if err != nil {
		return
	}
	raw.Read(func(fd uintptr) bool { //nolint:errcheck // it has no error but r's being closed
		for range outputLimit / len(buf) { // somebody may go on writing
			n, err := unix.Read(int(fd), buf)
			if n <= 0 || err != nil {
				break
			}
			c.keep(buf[:n])
		}
		return true
	})
}

func (c *capped) keep(text []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text = append(c.text, text[:min(len(text), outputLimit-len(c.text))]...)
}

func (c *capped) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.text)
}
