//go:build linux

package names

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Limits, for a container that asks as fast as it can: the files and the memory are of the process that stays with it.
const (
	mostWaiting = 1024 // questions for the servers outside; more are dropped, and asked again
	mostAsking  = 256  // of these at the same time: each has a socket
	mostStreams = 64   // TCP connections
)

// Server is the name server of one container.
type Server struct {
	book
	outside
	sockets // the container's

	streams chan struct{} // a place for each connection
	end     context.CancelFunc
	work    sync.WaitGroup // goroutines that Serve has started

	mu      sync.Mutex
	serving chan struct{} // closed when Serve returns; nil before it began
	closed  bool
}

// New is a server without sockets: Steps make them. upstream is asked, for each question that is not for the zone, which servers
// outside know more, in the order to ask them; they are asked from the caller's own network namespace. None is possible.
func New(z Zone, upstream func() []netip.AddrPort) *Server {
	s := &Server{book: book{zone: z}, streams: make(chan struct{}, mostStreams)}
	s.outside = outside{servers: upstream, waiting: make(chan struct{}, mostWaiting), asking: make(chan struct{}, mostAsking)}
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// Listen is New with the sockets made in the network namespace ns. Questions wait in them until Serve. lo may be down
// still. While the server is open the namespace stays, as its sockets are in it.
func Listen(ns *os.File, z Zone, upstream func() []netip.AddrPort) (*Server, error) {
	s := New(z, upstream)
	if err := plan.Run(s.Steps(ns, 0), nil); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Serve answers questions until Close. It is called once, after the sockets were made.
func (s *Server) Serve() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.serving = make(chan struct{})
	defer close(s.serving)
	s.mu.Unlock()
	s.start(s.serveStreams)
	s.servePackets()
	s.work.Wait()
}

// Close ends Serve and gives the sockets back. When it returns no goroutine of the server's is left. Calling it again is harmless.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.end()
	err := s.close()
	if s.serving != nil {
		<-s.serving
	}
	return err
}

// settle has the server use the sockets. If they are in the namespace that questions go out from, they are no server to ask.
func (s *Server) settle(made sockets, ns *os.File) {
	s.sockets = made
	if isOwn(ns) {
		udp, tcp := made.ports()
		s.self = []netip.AddrPort{netip.AddrPortFrom(Address, port), netip.AddrPortFrom(Address, udp), netip.AddrPortFrom(Address, tcp)}
	}
}

// isOwn tells whether a namespace is the process' own.
func isOwn(ns *os.File) bool {
	its, err := ns.Stat()
	own, ownErr := os.Stat("/proc/self/ns/net")
	return err == nil && ownErr == nil && os.SameFile(its, own)
}

func (s *Server) start(what func()) {
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		what()
	}()
}

// servePackets answers here what the zone knows, so that names inside are found while the servers outside are silent.
func (s *Server) servePackets() {
	packet := make([]byte, wholeSize)
	for {
		n, from, err := s.udp.ReadFromUDPAddrPort(packet)
		if s.over(err) {
			return
		}
		if err != nil {
			continue
		}
		answer, q, pass := s.look(packet[:n], false)
		if pass {
			s.forwardPacket(q, from)
			continue
		}
		s.send(answer, from)
	}
}

// forwardPacket does not wait. A question that finds no place is dropped: whoever asks by UDP asks again.
func (s *Server) forwardPacket(q query, to netip.AddrPort) {
	select {
	case s.waiting <- struct{}{}:
	default:
		return
	}
	q.raw = append([]byte(nil), q.raw...) // the packet's bytes are the next one's
	s.start(func() {
		defer func() { <-s.waiting }()
		s.send(s.forward(q, false), to)
	})
}

func (s *Server) send(answer []byte, to netip.AddrPort) {
	if answer != nil {
		s.udp.WriteToUDPAddrPort(answer, to) //nolint:errcheck // whoever asked by UDP asks again
	}
}

// over tells whether the server was closed. After another error, as of too many open files, it waits a little: it
// may come again at once.
func (s *Server) over(err error) bool {
	if err == nil {
		return false
	}
	const pause = 50 * time.Millisecond
	if !errors.Is(err, net.ErrClosed) {
		select {
		case <-s.life.Done():
		case <-time.After(pause):
		}
	}
	return s.life.Err() != nil
}
