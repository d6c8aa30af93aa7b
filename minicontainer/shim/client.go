// The side of whoever is attached.

package shim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Client is attached to a container. Its Send methods may be called while Receive waits.
type Client struct {
	conn *os.File
	buf  []byte
}

// Attach attaches to the container with the directory dir. The cause is ErrNobody if no shim is there. The caller closes the
// client, which detaches it.
func Attach(dir string, h Hello) (*Client, error) {
	conn, err := connect(dir)
	if err != nil {
		return nil, err
	}
	if err := sendJSON(conn, hello, h); err != nil {
		conn.Close()
		return nil, fmt.Errorf("attach to the container: %w", err)
	}
	return newClient(conn), nil
}

func newClient(conn *os.File) *Client { return &Client{conn, newBuffer()} }

// Close detaches.
func (c *Client) Close() { c.conn.Close() }

// Send is for the container's stdin. It waits until the container takes it.
func (c *Client) Send(text []byte) error {
	for len(text) > 0 {
		n := min(len(text), packetSize)
		if err := send(c.conn, stdin, text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// SendEnd says that nothing more comes.
func (c *Client) SendEnd() error { return send(c.conn, stdin, nil) }

// Resize tells the size of the window.
func (c *Client) Resize(w Window) error { return sendJSON(c.conn, window, w) }

// Receive writes what the container prints until it has ended, and returns how. The cause is ErrDropped if we were too slow,
// ErrNobody if the shim has gone without a word, and os.ErrClosed after Close. Where a writer fails, the stream is written no
// more; a container that we have started gets an error then, too, when it writes, as in a pipeline whose reader has gone.
// The error itself is not told: the writer has to know it.
func (c *Client) Receive(out, err io.Writer) (Exit, error) {
	to := map[byte]io.Writer{stdout: out, stderr: err}
	for {
		p, err := receive(c.conn, c.buf)
		if err != nil {
			return Exit{}, lost(err)
		}
		switch p.kind {
		case stdout, stderr:
			if _, err := to[p.kind].Write(p.body); err != nil {
				to[p.kind] = io.Discard
				send(c.conn, gone, []byte{p.kind}) //nolint:errcheck // a shim that is not there needs no word
			}
		case dropped:
			return Exit{}, fmt.Errorf("follow the container: %w", ErrDropped)
		case ended:
			var e Exit
			return e, json.Unmarshal(p.body, &e)
		}
	}
}

func lost(err error) error {
	if errors.Is(err, os.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return fmt.Errorf("follow the container: its shim was ended from outside: %w", ErrNobody)
}

// WaitExit waits for the container's end; the cause of an error is os.ErrDeadlineExceeded when the patience is over. A negative
// patience is for ever.
func (c *Client) WaitExit(patience time.Duration) (Exit, error) {
	if patience >= 0 {
		if err := c.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
			return Exit{}, err
		}
	}
	return c.Receive(io.Discard, io.Discard)
}
