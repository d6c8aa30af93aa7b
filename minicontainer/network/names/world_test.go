//go:build linux

package names

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// world is a name server outside, on the host's loopback.
type world struct {
	at     netip.AddrPort
	answer func(m dnsmessage.Message, overTCP bool) []byte // nil: silence
	mu     sync.Mutex
	asked  []string // "udp name"
}

func newWorld(t *testing.T, answer func(dnsmessage.Message, bool) []byte) *world {
	t.Helper()
	// The same port for both: of a few tries one finds it free.
	for range 20 {
		packets, err := net.ListenPacket("udp4", "127.0.0.1:0")
		must(t, err)
		streams, err := net.Listen("tcp4", packets.LocalAddr().String())
		if err != nil {
			packets.Close()
			continue
		}
		w := &world{at: packets.LocalAddr().(*net.UDPAddr).AddrPort(), answer: answer}
		var work sync.WaitGroup
		work.Add(2)
		go func() { defer work.Done(); w.servePackets(t, packets) }()
		go func() { defer work.Done(); w.serveStreams(streams) }()
		t.Cleanup(func() { packets.Close(); streams.Close(); work.Wait() })
		return w
	}
	t.Fatal("no port is free for UDP and TCP")
	return nil
}

// plainWorld has an address for every name but missing.example.
func plainWorld(t *testing.T) *world {
	return newWorld(t, func(m dnsmessage.Message, _ bool) []byte {
		if m.Questions[0].Name.String() == "missing.example." {
			return refusal(m, dnsmessage.RCodeNameError)
		}
		return reply(m, 1)
	})
}

func silentWorld(t *testing.T) *world {
	return newWorld(t, func(dnsmessage.Message, bool) []byte { return nil })
}

func (w *world) note(raw []byte, overTCP bool) []byte {
	var m dnsmessage.Message
	if m.Unpack(raw) != nil {
		return nil
	}
	w.mu.Lock()
	w.asked = append(w.asked, fmt.Sprint(map[bool]string{false: "udp ", true: "tcp "}[overTCP], m.Questions[0].Name))
	w.mu.Unlock()
	return w.answer(m, overTCP)
}

func (w *world) questions() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

func (w *world) servePackets(t *testing.T, packets net.PacketConn) {
	buffer := make([]byte, wholeSize)
	for {
		n, from, err := packets.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if answer := w.note(buffer[:n], false); answer != nil {
			if _, err := packets.WriteTo(answer, from); err != nil {
				t.Error(err)
			}
		}
	}
}

func (w *world) serveStreams(streams net.Listener) {
	for {
		conn, err := streams.Accept()
		if err != nil {
			return
		}
		if raw, err := readMessage(conn); err == nil {
			if answer := w.note(raw, true); answer != nil {
				writeMessage(conn, answer)
			}
		}
		conn.Close()
	}
}

// reply answers a question with n addresses.
func reply(m dnsmessage.Message, n int) []byte {
	m.Response, m.RecursionAvailable = true, true
	for i := range n {
		m.Answers = append(m.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET, TTL: 77},
			Body:   &dnsmessage.AResource{A: [4]byte{192, 0, byte(i >> 8), byte(i)}},
		})
	}
	raw, err := m.Pack()
	if err != nil {
		panic(err)
	}
	return raw
}

func refusal(m dnsmessage.Message, code dnsmessage.RCode) []byte {
	m.RCode = code
	return reply(m, 0)
}
