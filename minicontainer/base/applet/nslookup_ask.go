package applet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// A lookupReply is what a server said to a question.
type lookupReply struct {
	dnsmessage.Message
	name string
	from netip.AddrPort
}

// known is false where the name is not there, and the next is to be tried.
func (r lookupReply) known() bool { return r.RCode == dnsmessage.RCodeSuccess }

var errNoAnswer = errors.New("no answer")

// ask asks the servers one after the other, and all once more: a packet may get
// lost.
func (l *lookup) ask(name string, kind dnsmessage.Type) (lookupReply, error) {
	question, err := newQuestion(name, kind)
	if err != nil {
		return lookupReply{}, fmt.Errorf("ask for %s: %w", name, err)
	}
	const rounds = 2
	for range rounds {
		for _, server := range l.resolve.servers {
			message, err := askServer(server, question)
			if err == nil {
				return lookupReply{message, name, server}, nil
			}
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				l.say(fmt.Errorf("ask %s: %w", server.Addr(), bareErrno(err)))
			}
		}
	}
	l.printf(";; connection timed out; no servers could be reached\n\n")
	return lookupReply{}, statusError{status: 1}
}

// bareErrno is the kernel's reason without the library's story around it.
func bareErrno(err error) error {
	if call, ok := asError[*os.SyscallError](err); ok {
		return call.Err
	}
	return err
}

func newQuestion(name string, kind dnsmessage.Type) (dnsmessage.Message, error) {
	full, err := dnsmessage.NewName(strings.TrimSuffix(name, ".") + ".")
	return dnsmessage.Message{
		Header:    dnsmessage.Header{ID: uint16(rand.Uint32()), RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: full, Type: kind, Class: dnsmessage.ClassINET}},
	}, err
}

// askServer asks by UDP, and by TCP what was cut short there.
func askServer(server netip.AddrPort, question dnsmessage.Message) (dnsmessage.Message, error) {
	raw, err := question.Pack()
	if err != nil {
		return question, err
	}
	answer, err := askOver("udp", server, raw)
	if err == nil && answer.Truncated {
		if whole, err := askOver("tcp", server, raw); err == nil {
			answer = whole
		}
	}
	return answer, err
}

func askOver(network string, server netip.AddrPort, raw []byte) (dnsmessage.Message, error) {
	const patience = 2500 * time.Millisecond
	conn, err := net.DialTimeout(network, server.String(), patience)
	if err != nil {
		return dnsmessage.Message{}, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return dnsmessage.Message{}, err
	}
	if network == "tcp" { // where the length comes before the message: RFC 1035, 4.2.2
		raw = append(binary.BigEndian.AppendUint16(nil, uint16(len(raw))), raw...)
	}
	if _, err := conn.Write(raw); err != nil {
		return dnsmessage.Message{}, err
	}
	if network == "tcp" {
		return readStreamAnswer(conn, raw[2:])
	}
	return readAnswer(conn, raw)
}

// readAnswer passes over what is no answer to the question.
func readAnswer(conn net.Conn, asked []byte) (dnsmessage.Message, error) {
	packet := make([]byte, 64<<10)
	for {
		n, err := conn.Read(packet)
		if err != nil {
			return dnsmessage.Message{}, err
		}
		if m, err := unpackAnswer(packet[:n], asked); err == nil {
			return m, nil
		}
	}
}

func readStreamAnswer(conn net.Conn, asked []byte) (dnsmessage.Message, error) {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return dnsmessage.Message{}, err
	}
	raw := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(conn, raw); err != nil {
		return dnsmessage.Message{}, err
	}
	return unpackAnswer(raw, asked)
}

func unpackAnswer(raw, asked []byte) (m dnsmessage.Message, err error) {
	if err := m.Unpack(raw); err != nil {
		return m, err
	}
	if !m.Response || m.ID != binary.BigEndian.Uint16(asked) {
		return m, errNoAnswer
	}
	return m, nil
}
