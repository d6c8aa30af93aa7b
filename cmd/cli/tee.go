//go:build linux

// What a container in the foreground prints goes to the caller and, if it stays, to its log.

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

// tee does nothing without a log: the container then has the caller's own files.
type tee struct {
	p       *Program
	log     *shim.Log
	streams []*shim.Stream
	writers []*os.File // the container's ends
	copies  sync.WaitGroup
	mu      sync.Mutex
	err     error // of writing to the caller's files
}

func newTee(p *Program, log *shim.Log) *tee { return &tee{p: p, log: log} }

// transcript is where a terminal's output goes; nil without a log.
func (t *tee) transcript() io.Writer {
	if t.log == nil {
		return nil
	}
	return t.stream("stdout")
}

func (t *tee) stream(name string) *shim.Stream {
	s := t.log.Stream(name)
	t.streams = append(t.streams, s)
	return s
}

// connect puts pipes in the place of the caller's files. A terminal is copied by who shows it.
func (t *tee) connect(stdio *sandbox.IO, tty bool) error {
	if t.log == nil || tty {
		return nil
	}
	// A reader that has gone must not end this program, which has a record to write.
	signal.Notify(make(chan os.Signal, 1), unix.SIGPIPE)
	var err error
	if stdio.Stdout, err = t.pipe("stdout", stdio.Stdout); err == nil {
		stdio.Stderr, err = t.pipe("stderr", stdio.Stderr)
	}
	return err
}

func (t *tee) pipe(name string, to *os.File) (*os.File, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make pipe: %w", err)
	}
	t.writers = append(t.writers, w)
	stream := t.stream(name)
	t.copies.Add(1)
	go func() {
		defer t.copies.Done()
		// Closed early when the caller's file cannot be written: the container's next write then
		// fails, as it would have had it written there itself.
		defer r.Close()
		out := &outcome{w: to}
		io.Copy(io.MultiWriter(stream, out), r) //nolint:errcheck // only an error of writing counts, and out has it
		t.failed(out.err)
	}()
	return w, nil
}

// failed remembers the first error, but not that the reader has gone, which is its right.
func (t *tee) failed(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil && err != nil && !errors.Is(err, unix.EPIPE) {
		t.err = &ExitError{1, fmt.Errorf("write the container's output: %w", err)}
	}
}

// handedOver closes the container's ends here, so that its end is the end of file.
func (t *tee) handedOver() {
	for _, w := range t.writers {
		w.Close()
	}
}

// wait waits until all is written, after the container's end.
func (t *tee) wait() error {
	if t.log == nil {
		return nil
	}
	t.copies.Wait()
	for _, s := range t.streams {
		s.Close() //nolint:errcheck // a log that cannot be written stops nothing
	}
	t.log.Close() //nolint:errcheck // see above
	return t.err
}
