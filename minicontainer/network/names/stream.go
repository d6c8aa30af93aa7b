//go:build linux

package names

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"time"
)

// idle is how long a connection may be silent.
const idle = 10 * time.Second

// serveStreams takes connections while there are places; others wait in the kernel.
func (s *Server) serveStreams() {
	for {
		select {
		case s.streams <- struct{}{}:
		case <-s.life.Done():
			return
		}
		conn, err := s.tcp.Accept()
		if err != nil {
			<-s.streams
			if s.over(err) {
				return
			}
			continue
		}
		s.start(func() {
			defer func() { <-s.streams }()
			s.serveStream(conn)
		})
	}
}

// serveStream answers one question after the other. Close interrupts it.
func (s *Server) serveStream(conn net.Conn) {
	defer conn.Close()
	defer closeAfter(s.life, conn)()
	for {
		conn.SetDeadline(time.Now().Add(idle)) //nolint:errcheck // one that cannot be set has been closed
		raw, err := readMessage(conn)
		if err != nil {
			return
		}
		answer, q, pass := s.look(raw, true)
		if pass {
			answer = s.forward(q, true)
		}
		if answer == nil || writeMessage(conn, answer) != nil {
			return
		}
	}
}

// closeAfter closes a connection when life ends, which interrupts whoever waits for it. After stop it does nothing any more.
func closeAfter(life context.Context, conn net.Conn) (stop func()) {
	done := make(chan struct{})
	prevent := context.AfterFunc(life, func() {
		defer close(done)
		conn.Close()
	})
	return func() {
		if !prevent() {
			<-done
		}
	}
}

// readMessage reads a message of a stream: its length in two bytes, and it. Source: RFC 1035, 4.2.2.
func readMessage(r io.Reader) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	message := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(r, message)
	return message, err
}

// writeMessage writes length and message at once, so that they go in one packet.
func writeMessage(w io.Writer, message []byte) error {
	framed := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(message)), uint16(len(message)))
	_, err := w.Write(append(framed, message...))
	return err
}
