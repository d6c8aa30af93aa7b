//go:build linux

// A real packet, from where the question says. What its fate is, is compared with what Trace says.

package chart

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

// ErrOutside is the cause when a packet is to be sent from a machine that is not this one.
var ErrOutside = errors.New("only a program there can send: try it on another machine, with nc or wget")

// Send connects (tcp), or sends a datagram (udp), from the sender's network namespace, and waits so long for an answer. Where the name
// was the end, a question for the name is what it sends. The hop tells what became of it; an error is that nothing could be sent.
func Send(c Chart, q Question, route Router, patience time.Duration) (Hop, error) {
	if q.From == Outside {
		return Hop{}, fmt.Errorf("send from outside: %w", ErrOutside)
	}
	if q.Port == 0 {
		return Hop{}, fmt.Errorf("send to %s: to which port? It has the form NAME:PORT", q.To)
	}
	p := &packet{Chart: c, Question: q, route: route}
	p.follow()
	s := sender{p, patience}
	switch {
	case !p.wanted.IsValid() && p.fromContainer():
		return s.ask(), nil
	case !p.wanted.IsValid():
		return Hop{"sent", Dies, "nothing: without an address there is nowhere to send it"}, nil
	case q.Proto == "udp":
		return s.sendDatagram()
	}
	return s.connect(), nil
}

// sender sends a packet of which the way is known.
type sender struct {
	*packet
	patience time.Duration
}

// within calls do on a thread that is in the namespace of a place, and ends with it.
func (p Place) within(do func() error) error {
	ns, err := netns.GetFromPath(filepath.Join(p.dir(), "ns/net"))
	if err != nil {
		return fmt.Errorf("open network of process %d: %w", p.PID, err)
	}
	defer ns.Close() //nolint:errcheck // nothing was written to it
	result := make(chan error)
	go func() {
		// Not unlocked again: a locked goroutine takes its thread with it when it ends.
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() { // but for the first one, which cannot end before the process
			result <- p.within(do)
			runtime.UnlockOSThread()
			return
		}
		err := netns.Set(ns)
		if err == nil {
			err = do()
		}
		result <- err
	}()
	return <-result
}

// dial makes a socket in the sender's namespace. For one address Go does that on the calling thread.
func (s sender) dial(proto string, at netip.AddrPort) (c net.Conn, err error) {
	withinErr := s.place.within(func() error {
		c, err = (&net.Dialer{Timeout: s.patience}).DialContext(context.Background(), proto, at.String())
		return nil
	})
	if err = errors.Join(withinErr, err); err == nil {
		c.SetDeadline(time.Now().Add(s.patience)) //nolint:errcheck // then it is waited for longer
	}
	return c, err
}

func (s sender) connect() Hop {
	c, err := s.dial("tcp", netip.AddrPortFrom(s.wanted, s.Port))
	if err != nil {
		return s.refusal(err)
	}
	defer c.Close()
	connected := Hop{"sent", Passes, fmt.Sprintf("%s is connected with %v", s.From, c.RemoteAddr())}
	if s.led || !s.publisher() {
		return connected
	}
	// A published port that our table does not lead ends in the socket with which we hold it, and that hangs up.
	if _, err := c.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return connected
	}
	return Hop{"sent", Dies, fmt.Sprintf("%v hangs up: minicontainer only holds the port there, and leads it nowhere", c.RemoteAddr())}
}

// refusal puts an error of the kernel's in words.
func (s sender) refusal(err error) Hop {
	why := err.Error()
	switch {
	case errors.Is(err, unix.ECONNREFUSED):
		why = "refused: it was there, and nobody listened"
	case errors.Is(err, unix.ENETUNREACH), errors.Is(err, unix.EHOSTUNREACH):
		why = "unreachable: somebody on the way knows no way on, or forbids it"
	case errors.Is(err, os.ErrDeadlineExceeded), isTimeout(err):
		why = fmt.Sprintf("silence: no answer within %v", s.patience)
	}
	return Hop{"sent", Dies, why}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// sendDatagram sends one that can be recognised: UDP has no receipts, so somebody watches in the receiver's namespace.
func (s sender) sendDatagram() (Hop, error) {
	cookie := make([]byte, 16)
	rand.Read(cookie) //nolint:errcheck // documented never to fail on Linux
	watched, err := s.watch()
	if err != nil {
		return Hop{}, err
	}
	defer watched.Close()
	n := 0
	c, err := s.dial("udp", netip.AddrPortFrom(s.wanted, s.Port))
	if err == nil {
		defer c.Close()
		if _, err = c.Write(cookie); err == nil {
			n, err = c.Read(make([]byte, 1<<16))
		}
	}
	switch {
	case err == nil:
		return Hop{"sent", Passes, fmt.Sprintf("%s gets an answer of %d bytes", s.From, n)}, nil
	case !errors.Is(err, os.ErrDeadlineExceeded):
		return s.refusal(err), nil
	case watched.saw(cookie):
		return Hop{"sent", Passes, "the datagram arrives, and nobody answers it"}, nil
	case watched == nil:
		return Hop{"sent", Unclear, "silence: a datagram has no receipt, and the other end cannot be seen from here"}, nil
	}
	return Hop{"sent", Dies, "the datagram does not arrive"}, nil
}
