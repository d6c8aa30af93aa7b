// One client, as the shim sees it.

package shim

import (
	"encoding/json"
	"os"
	"sync"
	"time"
)

const (
	// queueSize is how far a client may be behind, in bytes: as much as Docker keeps for one.
	queueSize = 1 << 20
	// farewellTime is how long the container's shim waits for a client that does not read, when the container has ended.
	farewellTime = time.Second
)

// client is written to by a goroutine of its own (write), from a queue that others fill.
type client struct {
	conn  *os.File
	wants Hello

	mu    sync.Mutex
	moved *sync.Cond // the queue has changed, or gone is true
	queue []packet
	size  int       // bytes in it
	took  time.Time // when the last packet was taken out of it, or the first was put into it
	wide  bool      // its size does not matter any more
	last  bool      // nothing more is put into it
	gone  bool
}

func newClientOf(conn *os.File, wants Hello) *client {
	c := &client{conn: conn, wants: wants}
	c.moved = sync.NewCond(&c.mu)
	return c
}

// put has the client get the text, if it wants it, or drops the client.
func (c *client) put(kind byte, text []byte) {
	if kind == stdout && !c.wants.Stdout || kind == stderr && !c.wants.Stderr {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.await(len(text))
	switch {
	case c.gone || c.last:
		return
	case c.full(len(text)):
		c.queue, c.size, c.last = []packet{{kind: dropped}}, 0, true
	default:
		c.add(kind, text)
	}
	c.moved.Broadcast()
}

// await waits for room, as long as the client may let the container wait.
func (c *client) await(more int) {
	for c.full(more) {
		if c.wants.Patience < 0 {
			c.moved.Wait()
			continue
		}
		left := time.Until(c.took.Add(c.wants.Patience))
		if left <= 0 {
			return
		}
		timer := time.AfterFunc(left, c.moved.Broadcast)
		c.moved.Wait()
		timer.Stop()
	}
}

func (c *client) full(more int) bool {
	return !c.gone && !c.last && !c.wide && c.size > 0 && c.size+more > queueSize
}

// widen is called when little more is to come.
func (c *client) widen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wide = true
	c.moved.Broadcast()
}

// add appends to the packet before where that is possible: many short lines are one packet then.
func (c *client) add(kind byte, text []byte) {
	if c.size == 0 {
		c.took = time.Now()
	}
	c.size += len(text)
	for len(text) > 0 {
		if len(c.queue) == 0 || c.queue[len(c.queue)-1].kind != kind || len(c.queue[len(c.queue)-1].body) == packetSize {
			c.queue = append(c.queue, packet{kind: kind})
		}
		p := &c.queue[len(c.queue)-1]
		n := min(len(text), packetSize-len(p.body))
		p.body = append(p.body, text[:n]...)
		text = text[n:]
	}
}

// finish has the client get what is in the queue, and then how the container has ended.
func (c *client) finish(e *Exit) {
	body, err := json.Marshal(e)
	if err != nil {
		body = nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.last {
		c.queue, c.last = append(c.queue, packet{ended, body}), true
	}
	if c.wants.Patience >= 0 {
		c.conn.SetWriteDeadline(time.Now().Add(max(c.wants.Patience, farewellTime))) //nolint:errcheck // a socket has deadlines
	}
	c.moved.Broadcast()
}

// leave is called when the client has gone.
func (c *client) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = true
	c.conn.Close()
	c.moved.Broadcast()
}

// write sends what comes into the queue until nothing more comes.
func (c *client) write() {
	for {
		p, more := c.next()
		if !more || send(c.conn, p.kind, p.body) != nil {
			break
		}
	}
	c.leave()
}

// next takes the first packet out of the queue.
func (c *client) next() (p packet, more bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.queue) == 0 && !c.gone && !c.last {
		c.moved.Wait()
	}
	if c.gone || len(c.queue) == 0 {
		return p, false
	}
	p, c.queue = c.queue[0], c.queue[1:]
	c.size -= len(p.body)
	c.took = time.Now()
	if len(c.queue) == 0 {
		c.queue = nil // and with it the memory
	}
	c.moved.Broadcast()
	return p, true
}
