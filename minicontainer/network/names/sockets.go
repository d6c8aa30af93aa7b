//go:build linux

package names

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// sockets are the two that a name server needs: most questions come by UDP, long answers go by TCP.
type sockets struct {
	udp *net.UDPConn
	tcp *net.TCPListener
}

// listen makes them at Address in a namespace; port 0 is any that is free, one for each.
func listen(ns *os.File, port uint16) (s sockets, err error) {
	err = within(ns, func() (err error) {
		s, err = listenHere(port)
		return err
	})
	if err != nil {
		return s, fmt.Errorf("listen at %v in the container: %w", Address, err)
	}
	return s, nil
}

func listenHere(port uint16) (s sockets, err error) {
	at := netip.AddrPortFrom(Address, port).String()
	config := net.ListenConfig{Control: beforeItIsThere}
	packets, err := config.ListenPacket(context.Background(), "udp4", at)
	if err != nil {
		return s, err
	}
	streams, err := config.Listen(context.Background(), "tcp4", at)
	if err != nil {
		packets.Close() //nolint:errcheck // nothing was written to it
		return s, err
	}
	s = sockets{packets.(*net.UDPConn), streams.(*net.TCPListener)}
	return s, s.widen()
}

// beforeItIsThere lets a socket have an address that the namespace has not: 127.0.0.0/8 is there only when lo is up.
// Source: ip(7), IP_FREEBIND.
func beforeItIsThere(_, _ string, raw syscall.RawConn) error {
	var err error
	if controlErr := raw.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.SOL_IP, unix.IP_FREEBIND, 1)
	}); controlErr != nil {
		return controlErr
	}
	return err
}

// widen has the kernel keep more questions than usual while we do not read: a program can ask a thousand at once, and who has to
// ask again waits for five seconds. Where only as many bytes may be had as net.core.rmem_max says, it is these.
func (s sockets) widen() error {
	const bytes = 1 << 20
	raw, err := s.udp.SyscallConn()
	if err != nil {
		return err
	}
	controlErr := raw.Control(func(fd uintptr) {
		if err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bytes); err != nil {
			err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, bytes)
		}
	})
	return errors.Join(err, controlErr)
}

func (s sockets) close() error {
	if s.udp == nil {
		return nil
	}
	return errors.Join(s.udp.Close(), s.tcp.Close())
}

// ports are where the sockets are, or where they would be looked for as long as there are none.
func (s sockets) ports() (udp, tcp uint16) {
	if s.udp == nil {
		return port, port
	}
	return s.udp.LocalAddr().(*net.UDPAddr).AddrPort().Port(), s.tcp.Addr().(*net.TCPAddr).AddrPort().Port()
}
