package chart

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Question is what is asked of Trace: does a packet get from here to there?
type Question struct {
	From  string // a container, or Host, or Outside
	To    string // a container's name, an address, localhost, or Host
	Port  uint16 // 0: none, only the way
	Proto string // tcp or udp

	// Found are the addresses that name servers outside have for To, if it is no container.
	Found []netip.Addr
}

// Words that stand for no container.
const (
	Host      = "host"    // this machine
	Outside   = "outside" // a machine beside this one
	localhost = "localhost"
)

// ParseQuestion reads FROM and TO[:PORT][/udp], where TO may be an address of version 6 in brackets.
func ParseQuestion(from, to string) (Question, error) {
	q := Question{From: from, Proto: "tcp"}
	rest, proto, given := strings.Cut(to, "/")
	if given {
		q.Proto = strings.ToLower(proto)
	}
	if q.Proto != "tcp" && q.Proto != "udp" {
		return q, fmt.Errorf("read %.60q: protocol %.10q is unknown: tcp or udp", to, proto)
	}
	q.To = rest
	if at, err := netip.ParseAddrPort(rest); err == nil {
		q.To, q.Port = at.Addr().Unmap().String(), at.Port()
	} else if name, port, found := strings.Cut(rest, ":"); found && !strings.Contains(port, ":") {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil || number == 0 {
			return q, fmt.Errorf("read %.60q: %.20q is no port: a number from 1 to 65535", to, port)
		}
		q.To, q.Port = name, uint16(number)
	}
	q.To = strings.TrimSuffix(strings.TrimPrefix(q.To, "["), "]")
	if q.From == "" || q.To == "" {
		return q, fmt.Errorf("read %.60q: it has the form NAME:PORT, or ADDRESS:PORT/udp", to)
	}
	if q.To == Outside {
		return q, fmt.Errorf("read %.60q: of the outside an address is needed", to)
	}
	return q, nil
}

// Unknown tells whether To is a name that only name servers outside can know.
func (q Question) Unknown(c Chart) bool {
	if _, err := netip.ParseAddr(q.To); err == nil || q.To == localhost || q.To == Host {
		return false
	}
	if _, isOurs := c.container(q.To); isOurs {
		return false
	}
	_, isAlias := c.answering(q.To, nil)
	return !isAlias
}

// String is the question as it was asked.
func (q Question) String() string {
	to := q.To
	if strings.Contains(to, ":") {
		to = "[" + to + "]"
	}
	if q.Port == 0 {
		return q.From + " → " + to
	}
	return fmt.Sprintf("%s → %s:%d/%s", q.From, to, q.Port, q.Proto)
}
