//go:build linux

package chart

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// sight sees all packets of a namespace; nil sees none.
type sight struct{ packets *os.File }

// watch looks in the receiver's namespace, if that is one of this machine's.
func (p *packet) watch() (*sight, error) {
	place := p.receiver().Place
	_, onHost := p.Host.owner(p.target.Addr())
	switch {
	case p.goal.Bridge != "":
	case p.fromContainer() && (p.wanted.IsLoopback() || p.owns(p.wanted)):
		place = p.place
	case onHost || p.wanted.IsLoopback():
		place = p.Host
	default:
		return nil, nil
	}
	var s *sight
	err := place.within(func() error {
		// The protocol is in network byte order, which unix.Socket leaves to the caller. Source: packet(7).
		const everything = unix.ETH_P_ALL
		fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, everything<<8)
		if err == nil {
			s = &sight{os.NewFile(uintptr(fd), "packets")}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("watch for the datagram: %w", err)
	}
	return s, nil
}

// saw tells whether a packet with the bytes was among those so far.
func (s *sight) saw(cookie []byte) bool {
	if s == nil {
		return false
	}
	s.packets.SetReadDeadline(time.Now().Add(time.Millisecond)) //nolint:errcheck // told by Read
	packet := make([]byte, 1<<16)
	for {
		n, err := s.packets.Read(packet)
		if err != nil {
			return false
		}
		if bytes.Contains(packet[:n], cookie) {
			return true
		}
	}
}

// Close ends the watch.
func (s *sight) Close() {
	if s != nil {
		s.packets.Close()
	}
}
