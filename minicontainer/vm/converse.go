// Our side of the serial line: what package guest says is sorted, and what it should hear is sent.

package vm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/vm/guest"
)

type conversation struct {
	streams Streams
	unplug  context.CancelCauseFunc
	began   time.Time
	noise   tail // what is in no frame: the kernel's words
	ended   bool
	outcome Outcome

	mu       sync.Mutex // of what is sent
	to       io.Writer
	taken    chan struct{} // a token for each frame of input that has been taken
	closed   chan struct{}
	patience *time.Timer
}

const (
	usualPatience = time.Minute
	// switchingOff is how long a guest may take to find its switch.
	switchingOff = 5 * time.Second
)

func newConversation(s Streams, to io.Writer, unplug context.CancelCauseFunc) *conversation {
	limit := s.Patience
	if limit == 0 {
		limit = usualPatience
	}
	c := &conversation{streams: s, unplug: unplug, began: time.Now(), to: to, taken: make(chan struct{}, 1), closed: make(chan struct{})}
	c.patience = time.AfterFunc(limit, func() { unplug(fmt.Errorf("%w within %v", ErrNotReady, limit)) })
	return c
}

func (c *conversation) close() {
	close(c.closed)
	c.patience.Stop()
}

// listen hears the guest out. An error is one of writing what it said.
func (c *conversation) listen(from io.Reader) error {
	frames := guest.ReadFrames(from, &c.noise)
	for {
		kind, data, err := frames.Next()
		if err != nil {
			return nil // the machine is off
		}
		if err := c.hear(kind, data); err != nil {
			return err
		}
	}
}

func (c *conversation) hear(kind guest.Kind, data []byte) (err error) {
	switch kind {
	case guest.Begin:
		c.outcome.Ready = time.Since(c.began)
		c.patience.Stop()
		c.begin()
	case guest.Output:
		_, err = c.streams.Out.Write(data)
	case guest.Errors:
		_, err = c.streams.Err.Write(data)
	case guest.Taken:
		select {
		case c.taken <- struct{}{}:
		default: // a token is enough
		}
	case guest.End:
		if len(data) > 0 {
			c.ended, c.outcome.Status, c.outcome.Reason = true, int(data[0]), string(data[1:])
		}
		c.patience.Stop()
		time.AfterFunc(switchingOff, func() { c.unplug(errors.New("the guest does not switch itself off")) })
	}
	return err
}

// begin starts to send, as the program is there to listen.
func (c *conversation) begin() {
	if c.streams.In != nil {
		go c.sendInput()
	}
	go c.sendEvents()
}

func (c *conversation) send(k guest.Kind, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	guest.WriteFrame(c.to, k, data) //nolint:errcheck // a guest that is off hears nothing
}

// sendInput sends what there is to read, and its end. The next frame goes when the last one has been taken.
func (c *conversation) sendInput() {
	buffer := make([]byte, guest.MaxFrame)
	for {
		n, err := c.streams.In.Read(buffer)
		if n > 0 && !c.sendAndWait(buffer[:n]) {
			return
		}
		if err != nil {
			c.send(guest.Input, nil)
			return
		}
	}
}

func (c *conversation) sendAndWait(data []byte) bool {
	c.send(guest.Input, data)
	select {
	case <-c.taken:
		return true
	case <-c.closed:
		return false
	}
}

func (c *conversation) sendEvents() {
	for {
		select {
		case size := <-c.streams.Sizes:
			c.send(guest.Window, size.Bytes())
		case sig := <-c.streams.Signals:
			if number, ok := sig.(syscall.Signal); ok {
				c.send(guest.Signal, []byte{byte(number)})
			}
		case <-c.closed:
			return
		}
	}
}

// tail keeps the end of what is written to it.
type tail struct{ text []byte }

func (t *tail) Write(b []byte) (int, error) {
	const kept = 8 << 10
	t.text = append(t.text, b...)
	if len(t.text) > 2*kept {
		t.text = append([]byte(nil), t.text[len(t.text)-kept:]...)
	}
	return len(b), nil
}

func (t *tail) String() string { return string(t.text) }
