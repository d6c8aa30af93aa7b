//go:build linux

package names

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// container is the network namespace of one, with lo up.
func container(t *testing.T) *os.File {
	t.Helper()
	testenv.Root(t)
	var ns *os.File
	err := testenv.OwnNetwork(func() {
		// An address: a C library asks for none, where it thinks that there is no network.
		link := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: "eth0"}}
		address := &netlink.Addr{IPNet: &net.IPNet{IP: net.IPv4(10, 88, 0, 2), Mask: net.CIDRMask(16, 32)}}
		must(t, errors.Join(netlink.LinkAdd(link), netlink.LinkSetUp(link), netlink.AddrAdd(link, address)))
		ns, _ = os.Open("/proc/thread-self/ns/net")
	})
	if err != nil || ns == nil {
		testenv.Missing(t, "net", fmt.Sprint("a network namespace cannot be made: ", err))
	}
	t.Cleanup(func() { ns.Close() })
	return ns
}

// inside calls body on a thread that is in the namespace.
func inside(t *testing.T, ns *os.File, body func()) {
	t.Helper()
	err := testenv.OwnNetwork(func() {
		if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET); err != nil {
			t.Error(err)
			return
		}
		body()
	})
	if err != nil {
		t.Error(err)
	}
}

// dial connects from inside, as a program of the container does.
func dial(t *testing.T, ns *os.File, network, address string) (conn net.Conn, err error) {
	t.Helper()
	inside(t, ns, func() { conn, err = net.Dial(network, address) })
	return conn, err
}

const wellKnown = "127.0.0.11:53"

// ask is one question of a program in the container, and its answer.
func ask(t *testing.T, ns *os.File, network string, raw []byte) (dnsmessage.Message, error) {
	t.Helper()
	conn, err := dial(t, ns, network, wellKnown)
	if err != nil {
		return dnsmessage.Message{}, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	answer, err := exchangeOver(conn, network, raw)
	if err != nil {
		return dnsmessage.Message{}, err
	}
	return parse(t, answer), nil
}

func exchangeOver(conn net.Conn, network string, raw []byte) ([]byte, error) {
	if network == "tcp" {
		if err := writeMessage(conn, raw); err != nil {
			return nil, err
		}
		return readMessage(conn)
	}
	if _, err := conn.Write(raw); err != nil {
		return nil, err
	}
	packet := make([]byte, wholeSize)
	n, err := conn.Read(packet)
	return packet[:n], err
}

// serve starts a server for the namespace.
func serve(t *testing.T, ns *os.File, upstream ...netip.AddrPort) *Server {
	t.Helper()
	s, err := Listen(ns, someZone{}, func() []netip.AddrPort { return upstream })
	must(t, err)
	served := make(chan struct{})
	go func() { defer close(served); s.Serve() }()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
	return s
}
