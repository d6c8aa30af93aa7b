package applet

// The ICMP echo message, the same for IPv4 and IPv6 but for its types:
//
//	 0        1        2        3
//	+--------+--------+--------+--------+
//	|  type  |  code  |    checksum     |
//	+--------+--------+--------+--------+
//	|   identifier    |    sequence     |
//	+--------+--------+--------+--------+
//	|  data: here the time it was sent  |
//
// Source: RFC 792, RFC 4443 section 4, icmp(7).

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	icmpHeaderSize = 8
	timestampSize  = 8
)

type icmpSocket struct {
	fd         int
	to         unix.Sockaddr
	version    int // of IP: 4 or 6
	raw        bool
	identifier uint16
	started    time.Time
}

type reply struct {
	bytes, sequence, ttl int
	from                 net.IP
	took                 time.Duration
}

// openICMP opens a raw socket, which needs CAP_NET_RAW, or else the
// unprivileged kind that net.ipv4.ping_group_range allows.
func openICMP(to net.IP) (*icmpSocket, error) {
	s := &icmpSocket{version: 4, raw: true, identifier: uint16(os.Getpid()), started: time.Now()}
	domain, protocol := unix.AF_INET, unix.IPPROTO_ICMP
	if four := to.To4(); four != nil {
		s.to = &unix.SockaddrInet4{Addr: [4]byte(four)}
	} else {
		s.version, domain, protocol = 6, unix.AF_INET6, unix.IPPROTO_ICMPV6
		s.to = &unix.SockaddrInet6{Addr: [16]byte(to.To16())}
	}
	var err error
	s.fd, err = unix.Socket(domain, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
	if err == unix.EPERM || err == unix.EACCES {
		s.raw = false
		s.fd, err = unix.Socket(domain, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, protocol)
	}
	if err != nil {
		return nil, fmt.Errorf("open ICMP socket: %w", err)
	}
	return s, s.askForTTL()
}

// askForTTL has the kernel tell each packet's time to live beside it.
func (s *icmpSocket) askForTTL() error {
	level, name := unix.IPPROTO_IP, unix.IP_RECVTTL
	if s.version == 6 {
		level, name = unix.IPPROTO_IPV6, unix.IPV6_RECVHOPLIMIT
	}
	return os.NewSyscallError("setsockopt", unix.SetsockoptInt(s.fd, level, name, 1))
}

// Close ends the socket.
func (s *icmpSocket) Close() error { return unix.Close(s.fd) }

func (s *icmpSocket) types() (request, answer byte) {
	if s.version == 6 {
		return 128, 129
	}
	return 8, 0
}

func (s *icmpSocket) send(sequence, size int) error {
	packet := make([]byte, icmpHeaderSize+size)
	packet[0], _ = s.types()
	binary.BigEndian.PutUint16(packet[4:], s.identifier)
	binary.BigEndian.PutUint16(packet[6:], uint16(sequence))
	binary.BigEndian.PutUint64(packet[icmpHeaderSize:], uint64(time.Since(s.started)))
	if s.version == 4 { // the kernel does it for IPv6, over a pseudo-header
		binary.BigEndian.PutUint16(packet[2:], internetChecksum(packet))
	}
	if err := unix.Sendto(s.fd, packet, 0, s.to); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// internetChecksum is the complement of the one's complement sum of 16-bit
// words. Source: RFC 1071.
func internetChecksum(b []byte) uint16 {
	var sum uint32
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	if len(b)%2 == 1 {
		sum += uint32(b[len(b)-1]) << 8
	}
	for sum>>16 != 0 {
		sum = sum&0xffff + sum>>16
	}
	return ^uint16(sum)
}

// receive sends the answers to our requests to the channel, until the socket
// is closed. A raw socket gets every ICMP packet of the host.
func (s *icmpSocket) receive(replies chan<- reply) {
	packet, control := make([]byte, 64<<10), make([]byte, 128)
	for {
		n, controlSize, _, from, err := unix.Recvmsg(s.fd, packet, control, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return
		}
		if r, ok := s.parse(packet[:n]); ok {
			r.from, r.ttl = addressOf(from), ttlOf(control[:controlSize])
			replies <- r
		}
	}
}

func (s *icmpSocket) parse(packet []byte) (reply, bool) {
	if s.raw && s.version == 4 && len(packet) > 0 { // a raw IPv4 socket delivers the IP header too
		header := int(packet[0]&0xf) * 4
		packet = packet[min(header, len(packet)):]
	}
	_, answer := s.types()
	if len(packet) < icmpHeaderSize+timestampSize || packet[0] != answer {
		return reply{}, false
	}
	// An unprivileged socket's identifier is the kernel's choice, and it
	// filters by it.
	if s.raw && binary.BigEndian.Uint16(packet[4:]) != s.identifier {
		return reply{}, false
	}
	sent := time.Duration(binary.BigEndian.Uint64(packet[icmpHeaderSize:]))
	return reply{bytes: len(packet), sequence: int(binary.BigEndian.Uint16(packet[6:])), took: time.Since(s.started) - sent}, true
}

func addressOf(from unix.Sockaddr) net.IP {
	switch from := from.(type) {
	case *unix.SockaddrInet4:
		return from.Addr[:]
	case *unix.SockaddrInet6:
		return from.Addr[:]
	}
	return nil
}

func ttlOf(control []byte) int {
	messages, _ := unix.ParseSocketControlMessage(control)
	for _, message := range messages {
		if len(message.Data) >= 4 {
			return int(binary.NativeEndian.Uint32(message.Data))
		}
	}
	return 0
}
