// The hub: what the container prints goes to all who are attached, and what they type to the container.
//
// Nobody who attaches may hold the container up: what is not read at once waits in a queue of a bounded size, and whose queue
// is full is dropped. But for those who have asked for patience (Hello): who started the container in the foreground is a part of it as
// the other end of a pipe is, and is waited for.

package shim

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// hub is the shim's side of all its clients.
type hub struct {
	listener *os.File // nil if it does not listen

	mu      sync.Mutex
	left    *sync.Cond // a client has left
	clients []*client  // never changed, but replaced: print walks through it
	typed   *typed     // where stdin goes; nil while no container runs
	exit    *Exit      // how the container has ended
}

// newHub has no clients but those that are added to it, until it listens.
func newHub() *hub {
	h := &hub{}
	h.left = sync.NewCond(&h.mu)
	return h
}

// listen has it take in whoever connects to the socket in the container's directory.
func (h *hub) listen(dir string) (err error) {
	if h.listener, err = listen(dir); err == nil {
		go h.acceptAll()
	}
	return err
}

func (h *hub) acceptAll() {
	for {
		conn, err := accept(h.listener)
		switch {
		case errors.Is(err, os.ErrClosed):
			return
		case err != nil: // out of files, say: the next one may be luckier
			time.Sleep(10 * time.Millisecond)
			continue
		}
		go h.welcome(conn)
	}
}

// helloTime is how long a client may take to say what it wants.
const helloTime = 10 * time.Second

func (h *hub) welcome(conn *os.File) {
	conn.SetReadDeadline(time.Now().Add(helloTime)) //nolint:errcheck // a socket has deadlines
	p, err := receive(conn, newBuffer())
	var wants Hello
	if err != nil || p.kind != hello || json.Unmarshal(p.body, &wants) != nil {
		conn.Close()
		return
	}
	conn.SetReadDeadline(time.Time{}) //nolint:errcheck // as above
	h.serve(h.add(conn, wants))
}

// add has the client get all that is printed from now on.
func (h *hub) add(conn *os.File, wants Hello) *client {
	c := newClientOf(conn, wants)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clients = append(slices.Clip(h.clients), c)
	if h.exit != nil {
		c.finish(h.exit)
	}
	go func() { c.write(); h.forget(c) }()
	return c
}

// addStarter adds the command that starts the container, if it stays attached; else the client is nil.
func (h *hub) addStarter(wants *Hello) (*client, error) {
	if wants == nil {
		return nil, nil
	}
	if err := unix.SetNonblock(clientFD, true); err != nil {
		return nil, fmt.Errorf("attach to the command: %w", err)
	}
	return h.add(os.NewFile(clientFD, "client"), *wants), nil
}

func (h *hub) forget(c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clients = slices.DeleteFunc(slices.Clone(h.clients), func(other *client) bool { return other == c })
	h.left.Broadcast()
}

// serve does what the client, which may be nil, says until it has gone.
func (h *hub) serve(c *client) {
	if c == nil {
		return
	}
	defer c.leave()
	buf := newBuffer()
	for {
		p, err := receive(c.conn, buf)
		to := h.input()
		switch {
		case err != nil:
			if c.wants.Stdin {
				to.end()
			}
			return
		case p.kind == stdin && c.wants.Stdin && len(p.body) == 0:
			to.end()
		case p.kind == stdin && c.wants.Stdin:
			to.write(p.body)
		case p.kind == window:
			to.resize(p.body)
		case p.kind == gone && c.wants.Patience < 0:
			to.stopPrinting(p.body)
		}
	}
}

func (h *hub) input() *typed {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.typed
}

// runs is called when a container runs: from now on what is typed goes there.
func (h *hub) runs(t *typed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.typed = t
}

// print passes on what the container has printed.
func (h *hub) print(kind byte, text []byte) {
	h.mu.Lock()
	clients := h.clients
	h.mu.Unlock()
	for _, c := range clients {
		c.put(kind, text)
	}
}

// lastWords is called when the container has ended, and all that is still to come is what its pipes hold: for that nobody waits,
// and nobody is dropped.
func (h *hub) lastWords() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.clients {
		c.widen()
	}
}

// ends tells all clients how the container has ended, and lets them go, as it does with those that come later.
func (h *hub) ends(e Exit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.typed = nil
	h.exit = &e
	for _, c := range h.clients {
		c.finish(&e)
	}
}

// close waits until the clients have got what is theirs.
func (h *hub) close() {
	h.mu.Lock()
	for len(h.clients) > 0 {
		h.left.Wait()
	}
	h.mu.Unlock()
	closeAll(h.listener)
}

// typed is where what is typed goes.
type typed struct {
	stdin    *os.File    // our end of the container's stdin, or its terminal; nil if nobody can type
	terminal *os.File    // nil if it has none
	once     bool        // stdin ends with the first client that has had something to say
	printed  [2]*os.File // our ends of stdout and stderr
}

func (t *typed) write(text []byte) {
	if t != nil && t.stdin != nil {
		t.stdin.Write(text) //nolint:errcheck // who does not listen any more does not
	}
}

// end is an end of file for the container, if it is to have one. A terminal goes on.
func (t *typed) end() {
	if t != nil && t.stdin != nil && t.once && t.terminal == nil {
		t.stdin.Close()
	}
}

func (t *typed) resize(text []byte) {
	var w Window
	if t == nil || t.terminal == nil || json.Unmarshal(text, &w) != nil {
		return
	}
	conn, err := t.terminal.SyscallConn() // as Fd would make the master blocking
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) { //nolint:errcheck // a closed terminal has no size
		unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: w.Rows, Col: w.Cols}) //nolint:errcheck // nor has one that hung up
	})
}

// stopPrinting closes our end of what the container prints to: it gets EPIPE when it writes there.
func (t *typed) stopPrinting(stream []byte) {
	if t == nil || t.terminal != nil || len(stream) != 1 {
		return
	}
	switch stream[0] {
	case stdout:
		t.printed[0].Close()
	case stderr:
		t.printed[1].Close()
	}
}
