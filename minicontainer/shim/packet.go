// What a shim and who is attached to its container say to each other.
//
//	STATE/containers/ID/attach   a socket of the kind SOCK_SEQPACKET: the kernel keeps the packets apart
//
//	client                                   shim
//	  │ h {"stdin":true,"stdout":true,…} ───▶ │ from now on it gets what the container prints
//	  │ ◀──────── o bytes          e bytes    │ of stdout, of stderr; with a terminal all is o
//	  │ i bytes ─────────────────────────────▶│ for the container's stdin; no bytes: there are no more
//	  │ w {"rows":24,"cols":80} ─────────────▶│ the window has another size
//	  │ g o, or g e ─────────────────────────▶│ nobody takes its stdout, or stderr, any more; from who started it only
//	  │ ◀──────── x {"status":0}              │ the container has ended, and its record says so
//	  │ ◀──────── d                           │ dropped: the client does not keep pace
//
// A packet is one letter and, behind it, at most packetSize bytes. Source: unix(7), socket(2).

package shim

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// The letters.
const (
	hello   = 'h'
	stdin   = 'i'
	stdout  = 'o'
	stderr  = 'e'
	window  = 'w'
	gone    = 'g'
	ended   = 'x'
	dropped = 'd'
)

// packetSize is the most that a packet holds behind its letter, in bytes.
const packetSize = 16 << 10

// Hello says what a client wants.
type Hello struct {
	Stdin  bool `json:"stdin,omitempty"` // it has something to say
	Stdout bool `json:"stdout,omitempty"`
	Stderr bool `json:"stderr,omitempty"`

	// Patience is how long the container waits when the client has stopped reading, before it is dropped: ForEver for who
	// started the container, and stands in a pipeline, perhaps, that is as slow as its slowest part.
	Patience time.Duration `json:"patience,omitempty"`
}

// ForEver is a patience without end.
const ForEver time.Duration = -1

// Exit is how a container has ended.
type Exit struct {
	Status int `json:"status"`        // as sandbox.Process.Wait's
	OOM    int `json:"oom,omitempty"` // processes that the kernel has killed for lack of memory
}

// Window is the size of a terminal, in characters.
type Window struct {
	Rows uint16 `json:"rows"`
	Cols uint16 `json:"cols"`
}

// packet is one letter and what is behind it.
type packet struct {
	kind byte
	body []byte
}

// send writes one packet. The kernel takes it whole or not at all.
func send(to io.Writer, kind byte, body []byte) error {
	_, err := to.Write(append([]byte{kind}, body...))
	return err
}

func sendJSON(to io.Writer, kind byte, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return send(to, kind, body)
}

// receive reads one packet into buf, which has room for the largest. The body is good until the next call. The error is
// io.EOF when the other side has gone. One that has gone without reading all that we sent is an error once, before what it
// has left for us.
func receive(from *os.File, buf []byte) (packet, error) {
	n, err := from.Read(buf)
	if errors.Is(err, unix.ECONNRESET) {
		n, err = from.Read(buf)
	}
	if err != nil {
		return packet{}, err
	}
	if n == 0 {
		return packet{}, io.EOF
	}
	return packet{buf[0], buf[1:n]}, nil
}

// newBuffer has room for one packet.
func newBuffer() []byte { return make([]byte, 1+packetSize) }

// ErrDropped is the cause when a client did not keep pace with what the container prints.
var ErrDropped = errors.New("it prints faster than it is read here, and does not wait for whoever attached later")
