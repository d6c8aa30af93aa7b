//go:build linux

// Talking over a network: that packets come through is believed when a random word has come back by UDP and by TCP.

package wire

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"time"
)

// patience is how long an answer may take. All is on one machine: what has not come then does not come.
const patience = 700 * time.Millisecond

// Server answers whoever asks at its port, by UDP and by TCP, and notes who did.
type Server struct {
	At   netip.AddrPort
	word string
	udp  *net.UDPConn
	tcp  net.Listener

	mu    sync.Mutex
	asked map[string]netip.AddrPort // who has sent which word
}

// Serve listens in the network. The address may be the unspecified one.
func (n *Net) Serve(at netip.AddrPort) (*Server, error) {
	s := &Server{At: at, word: word(), asked: map[string]netip.AddrPort{}}
	err := n.Do(func() (err error) {
		var lc net.ListenConfig
		if s.udp, err = net.ListenUDP("udp4", net.UDPAddrFromAddrPort(at)); err != nil {
			return err
		}
		s.tcp, err = lc.Listen(context.Background(), "tcp4", at.String())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listen at %s: %w", at, err)
	}
	go s.answerUDP()
	go s.answerTCP()
	return s, nil
}

// Close ends it.
func (s *Server) Close() {
	s.udp.Close() //nolint:errcheck // nothing is lost with it
	s.tcp.Close()
}

func (s *Server) answerUDP() {
	buf := make([]byte, 1<<16)
	for {
		n, from, err := s.udp.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			s.note(string(buf[:n]), from)
			s.udp.WriteToUDPAddrPort([]byte(string(buf[:n])+s.word), from) //nolint:errcheck // who does not get it tells
		}
	}
}

func (s *Server) answerTCP() {
	for {
		c, err := s.tcp.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			c.SetDeadline(time.Now().Add(patience)) //nolint:errcheck // a socket takes deadlines
			asked := make([]byte, wordLength)
			if _, err := io.ReadFull(c, asked); err == nil {
				s.note(string(asked), c.RemoteAddr().(*net.TCPAddr).AddrPort())
				c.Write([]byte(string(asked) + s.word)) //nolint:errcheck // who does not get it tells
			}
		}()
	}
}

func (s *Server) note(word string, from netip.AddrPort) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[word] = netip.AddrPortFrom(from.Addr().Unmap(), from.Port())
}

// from is who has sent a word.
func (s *Server) from(word string) (netip.Addr, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, ok := s.asked[word]
	return who.Addr(), ok
}

// Talk is what became of a question.
type Talk struct {
	Err     error      // why nothing was sent, or no answer came; nil: the right answer came
	Arrived bool       // the server has got the question
	From    netip.Addr // who the server takes for the asker
}

// Ask asks a server, by "udp" or "tcp", at an address where it may be reached: its own, or one that leads there.
func (n *Net) Ask(network string, at netip.AddrPort, s *Server) (t Talk) {
	asked := word()
	t.Err = n.Do(func() error {
		answer, err := exchange(network, at, asked)
		if err == nil && answer != asked+s.word {
			err = fmt.Errorf("another server answers")
		}
		return err
	})
	t.From, t.Arrived = s.from(asked)
	return t
}

func exchange(network string, at netip.AddrPort, asked string) (string, error) {
	c, err := (&net.Dialer{Timeout: patience}).Dial(network, at.String())
	if err != nil {
		return "", err
	}
	defer c.Close()
	if network == "udp" {
		return exchangeUDP(c, asked)
	}
	c.SetDeadline(time.Now().Add(patience)) //nolint:errcheck // a socket takes deadlines
	if _, err := c.Write([]byte(asked)); err != nil {
		return "", err
	}
	answer := make([]byte, 2*wordLength)
	if _, err := io.ReadFull(c, answer); err != nil {
		return "", err
	}
	return string(answer), nil
}

// exchangeUDP asks again and again: a single packet may be lost, as where a plug has just been put in.
func exchangeUDP(c net.Conn, asked string) (answer string, err error) {
	buf := make([]byte, 4*wordLength)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if _, err = c.Write([]byte(asked)); err != nil {
			return "", err
		}
		c.SetReadDeadline(time.Now().Add(patience / 5)) //nolint:errcheck // a socket takes deadlines
		var n int
		if n, err = c.Read(buf); err == nil {
			return string(buf[:n]), nil
		}
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			return "", err
		}
	}
	return "", err
}

const wordLength = 16

func word() string {
	w := make([]byte, wordLength/2)
	rand.Read(w) //nolint:errcheck // it never fails
	return hex.EncodeToString(w)
}

// Why is the error in few words, the same each time: "network is unreachable", "no answer".
func (t Talk) Why() string {
	var timeout net.Error
	var errno syscall.Errno
	switch {
	case t.Err == nil:
		return "answered"
	case errors.As(t.Err, &timeout) && timeout.Timeout():
		return "no answer"
	case errors.As(t.Err, &errno):
		return errno.Error()
	case errors.Is(t.Err, io.EOF), errors.Is(t.Err, io.ErrUnexpectedEOF):
		return "the connection was closed without an answer"
	}
	return strings.TrimSpace(t.Err.Error())
}

// Send sends so many bytes in one go by TCP to an address of another network, where all of them are to arrive.
func (n *Net) Send(to *Net, at netip.Addr, bytes int) error {
	var l net.Listener
	err := to.Do(func() (err error) {
		l, err = (&net.ListenConfig{}).Listen(context.Background(), "tcp4", netip.AddrPortFrom(at, 0).String())
		return err
	})
	if err != nil {
		return err
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(2 * patience)) //nolint:errcheck // a socket takes deadlines
		if _, err := io.CopyN(io.Discard, c, int64(bytes)); err == nil {
			c.Write([]byte{1}) //nolint:errcheck // who does not get it tells
		}
	}()
	return n.Do(func() error {
		c, err := (&net.Dialer{Timeout: patience}).Dial("tcp4", l.Addr().String())
		if err != nil {
			return fmt.Errorf("connect: %w", err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(patience)) //nolint:errcheck // a socket takes deadlines
		if _, err := c.Write(make([]byte, bytes)); err != nil {
			return err
		}
		_, err = io.ReadFull(c, make([]byte, 1))
		return err
	})
}
