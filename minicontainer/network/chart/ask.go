//go:build linux

package chart

import (
	"fmt"
	"net"
	"net/netip"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/minicontainer/minicontainer/minicontainer/network/names"
)

// ask sends a question for the name's address to the container's name server.
func (s sender) ask() Hop {
	const port = 53
	c, err := s.dial("udp", netip.AddrPortFrom(names.Address, port))
	if err != nil {
		return s.refusal(err)
	}
	defer c.Close()
	answer, err := s.exchange(c)
	switch {
	case err != nil:
		return s.refusal(err)
	case len(answer.Answers) > 0:
		return Hop{"sent", Passes, fmt.Sprintf("a question for the name, and the name server knows %d addresses", len(answer.Answers))}
	}
	return Hop{"sent", Dies, "a question for the name, and the name server knows no answer"}
}

func (s sender) exchange(c net.Conn) (answer dnsmessage.Message, err error) {
	name, err := dnsmessage.NewName(s.To + ".")
	if err != nil {
		return answer, err
	}
	question := dnsmessage.Message{
		Header:    dnsmessage.Header{RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	text, err := question.Pack()
	if err == nil {
		_, err = c.Write(text)
	}
	if err != nil {
		return answer, err
	}
	const longest = 512 // of a UDP answer without extensions: RFC 1035 4.2.1
	buffer := make([]byte, longest)
	n, err := c.Read(buffer)
	if err != nil {
		return answer, err
	}
	return answer, answer.Unpack(buffer[:n])
}
