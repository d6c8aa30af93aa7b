//go:build linux

// Asking the servers outside. The message goes on as it came, options and all, but for its id: an answer is believed if
// it comes from the server that was asked, at a port that was chosen at random, with an id chosen at random, and repeats the
// question. Who wants to answer in its place has to guess both numbers (RFC 5452).

package names

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// patience is for one server. A C library waits for us for five seconds before it asks again: two servers have their turn.
const patience = 2 * time.Second

// mostServers is how many are asked, as many as a C library does (MAXNS).
const mostServers = 3

// usualSize is more than a server sends that is not asked for it.
const usualSize = 4096

type outside struct {
	servers func() []netip.AddrPort
	self    []netip.AddrPort // servers that are ourselves: to ask them would go on for ever
	life    context.Context  // of the Server: to its end

	waiting, asking chan struct{} // a place for each question
}

var errOtherAnswer = errors.New("not an answer to the question")

// forward is the first answer of the servers. One that says that it cannot, or will not, gives the next its turn. It
// is never longer than the asker can take.
func (o *outside) forward(q query, overTCP bool) []byte {
	select {
	case o.asking <- struct{}{}:
		defer func() { <-o.asking }()
	case <-o.life.Done():
		return nil
	}
	last := q.refuse(dnsmessage.RCodeServerFailure)
	servers := o.servers()
	for _, server := range servers[:min(len(servers), mostServers)] {
		if slices.Contains(o.self, server) {
			continue
		}
		answer, code, err := o.ask(server, q, overTCP)
		if err != nil {
			continue
		}
		copy(answer, q.raw[:2]) // the asker's id
		if len(answer) > q.size {
			answer = q.truncated()
		}
		if code != dnsmessage.RCodeServerFailure && code != dnsmessage.RCodeRefused {
			return answer
		}
		last = answer
	}
	return last
}

// ask asks one server. An answer that was cut short is fetched whole; if that fails, the short one is better than none.
func (o *outside) ask(server netip.AddrPort, q query, overTCP bool) (answer []byte, code dnsmessage.RCode, err error) {
	if overTCP {
		answer, header, err := o.exchange("tcp", server, q)
		return answer, header.RCode, err
	}
	answer, header, err := o.exchange("udp", server, q)
	if err == nil && header.Truncated {
		if whole, wholeHeader, wholeErr := o.exchange("tcp", server, q); wholeErr == nil {
			answer, header = whole, wholeHeader
		}
	}
	return answer, header.RCode, err
}

func (o *outside) exchange(network string, server netip.AddrPort, q query) ([]byte, dnsmessage.Header, error) {
	ctx, cancel := context.WithTimeout(o.life, patience)
	defer cancel()
	// A socket of its own, so a port of its own, and connected: the kernel passes on what comes from the server alone.
	conn, err := new(net.Dialer).DialContext(ctx, network, server.String())
	if err != nil {
		return nil, dnsmessage.Header{}, err
	}
	defer conn.Close()
	defer closeAfter(ctx, conn)()
	raw := bytes.Clone(q.raw)
	rand.Read(raw[:2]) //nolint:errcheck // documented never to fail on Linux
	if network == "tcp" {
		return exchangeStream(conn, raw, q)
	}
	return exchangePacket(conn, raw, q)
}

func exchangeStream(conn net.Conn, raw []byte, q query) ([]byte, dnsmessage.Header, error) {
	if err := writeMessage(conn, raw); err != nil {
		return nil, dnsmessage.Header{}, err
	}
	answer, err := readMessage(conn)
	if err != nil {
		return nil, dnsmessage.Header{}, err
	}
	header, err := checkAnswer(answer, raw, q)
	return answer, header, err
}

// exchangePacket asks once more after half of the time: a packet can get lost.
func exchangePacket(conn net.Conn, raw []byte, q query) ([]byte, dnsmessage.Header, error) {
	answer, header, err := sendPacket(conn, raw, q, time.Now().Add(patience/2))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		answer, header, err = sendPacket(conn, raw, q, time.Time{})
	}
	return answer, header, err
}

// sendPacket passes over what is no answer: it may come before the true one, to be taken for it.
func sendPacket(conn net.Conn, raw []byte, q query, until time.Time) ([]byte, dnsmessage.Header, error) {
	if err := conn.SetReadDeadline(until); err != nil {
		return nil, dnsmessage.Header{}, err
	}
	if _, err := conn.Write(raw); err != nil {
		return nil, dnsmessage.Header{}, err
	}
	packet := make([]byte, max(q.size, usualSize)) // the server knows the asker's size
	for {
		n, err := conn.Read(packet)
		if err != nil {
			return nil, dnsmessage.Header{}, err
		}
		if header, err := checkAnswer(packet[:n], raw, q); err == nil {
			return packet[:n:n], header, nil
		}
	}
}

// checkAnswer tells whether a message answers what was asked. One that refuses may leave the question out.
func checkAnswer(answer, asked []byte, q query) (dnsmessage.Header, error) {
	var p dnsmessage.Parser
	header, err := p.Start(answer)
	if err != nil {
		return header, err
	}
	if !header.Response || header.ID != binary.BigEndian.Uint16(asked) {
		return header, errOtherAnswer
	}
	got, err := p.Question()
	if errors.Is(err, dnsmessage.ErrSectionDone) && header.RCode != dnsmessage.RCodeSuccess {
		return header, nil
	}
	if err != nil || got.Type != q.question.Type || got.Class != q.question.Class || !sameName(got.Name, q.question.Name) {
		return header, errOtherAnswer
	}
	return header, nil
}

func sameName(a, b dnsmessage.Name) bool {
	return bytes.EqualFold(a.Data[:a.Length], b.Data[:b.Length])
}
