// -p, as people write it.

package network

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Publish is a port of a container that is reached by one of the host's.
type Publish struct {
	Proto string     `json:"proto"` // tcp or udp
	Host  netip.Addr `json:"host"`  // the host's address; the zero Addr: all
	First uint16     `json:"first"` // of the host's ports that may be taken, and
	Last  uint16     `json:"last"`  // the last one; both 0: any free one
	Port  uint16     `json:"port"`  // of the container
}

// String is Docker's way to write it, with the host's port as it is wanted.
func (p Publish) String() string {
	host := ""
	if p.Host.IsValid() {
		host = p.Host.String() + ":"
		if p.Host.Is6() {
			host = "[" + p.Host.String() + "]:"
		}
	}
	ports := ""
	switch {
	case p.First == 0 && host != "":
		ports = ":"
	case p.First == 0:
	case p.First == p.Last:
		ports = strconv.Itoa(int(p.First)) + ":"
	default:
		ports = fmt.Sprintf("%d-%d:", p.First, p.Last)
	}
	return fmt.Sprintf("%s%s%d/%s", host, ports, p.Port, p.Proto)
}

// ParsePublish reads [[ADDRESS:][HOSTPORT]:]PORT[/PROTO], where a port may be a range A-B: as many on both sides, or
// several of the host's for one of the container's, of which the first free one is taken. Source: docker-run(1), --publish.
func ParsePublish(text string) ([]Publish, error) {
	list, err := parsePublish(text)
	if err != nil {
		return nil, fmt.Errorf("read -p %.60q: %w", text, err)
	}
	return list, nil
}

var errPublishForm = errors.New("it has the form [[ADDRESS:]HOSTPORT:]PORT[/udp]")

func parsePublish(text string) ([]Publish, error) {
	rest, proto, given := strings.Cut(text, "/")
	if !given {
		proto = "tcp"
	}
	if proto = strings.ToLower(proto); proto != "tcp" && proto != "udp" {
		return nil, fmt.Errorf("protocol %.10q is unknown: tcp or udp", proto)
	}
	address, host, port, err := cutPublish(rest)
	if err != nil {
		return nil, err
	}
	first, last, err := ParsePorts(port)
	if err != nil {
		return nil, err
	}
	var hostFirst, hostLast uint16
	if host != "" {
		if hostFirst, hostLast, err = ParsePorts(host); err != nil {
			return nil, err
		}
	}
	if host != "" && last != first && hostLast-hostFirst != last-first {
		return nil, fmt.Errorf("%d ports of the host for %d of the container", int(hostLast-hostFirst)+1, int(last-first)+1)
	}
	var list []Publish
	for n := 0; n <= int(last-first); n++ {
		p := Publish{Proto: proto, Host: address, Port: first + uint16(n), First: hostFirst, Last: hostLast} //nolint:gosec // below 65536
		if host != "" && last != first {
			p.First += uint16(n) //nolint:gosec // as above
			p.Last = p.First
		}
		list = append(list, p)
	}
	return list, nil
}

// cutPublish divides ADDRESS:HOSTPORT:PORT. An address of version 6 is in brackets.
func cutPublish(text string) (address netip.Addr, host, port string, err error) {
	at := strings.LastIndexByte(text, ':')
	if at < 0 {
		return address, "", text, nil
	}
	text, port = text[:at], text[at+1:]
	if at = strings.LastIndexByte(text, ':'); at < 0 {
		return address, text, port, nil
	}
	text, host = text[:at], text[at+1:]
	inner := text
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		inner = text[1 : len(text)-1]
	} else if strings.Contains(text, ":") {
		return address, "", "", errPublishForm
	}
	if address, err = netip.ParseAddr(inner); err != nil || address.Zone() != "" {
		return address, "", "", fmt.Errorf("%.40q is no address", inner)
	}
	if address.IsUnspecified() && address.Is4() {
		address = netip.Addr{} // 0.0.0.0 is how one says all
	}
	return address, host, port, nil
}

// ParsePorts reads A or A-B.
func ParsePorts(text string) (first, last uint16, err error) {
	a, b, isRange := strings.Cut(text, "-")
	if first, err = parsePort(a); err != nil {
		return 0, 0, err
	}
	last = first
	if isRange {
		last, err = parsePort(b)
	}
	if err == nil && last < first {
		err = fmt.Errorf("the range %s goes backwards", text)
	}
	return first, last, err
}

func parsePort(text string) (uint16, error) {
	if text == "" {
		return 0, errPublishForm
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%.20q is no port: a number from 1 to 65535", text)
	}
	return uint16(n), nil
}

// CheckPorts makes sure that a container does not ask for the same of the host's ports twice.
func CheckPorts(list []Publish) error {
	for i, p := range list {
		again := slices.ContainsFunc(list[i+1:], func(q Publish) bool {
			return p.First != 0 && p.First == p.Last && p.First == q.First && q.First == q.Last && p.Proto == q.Proto && meet(p.Host, q.Host)
		})
		if again {
			return fmt.Errorf("read -p: port %d/%s of the host is asked for twice", p.First, p.Proto)
		}
	}
	return nil
}

// meet tells whether two addresses of the host have a port in common. The zero Addr is all of them.
func meet(a, b netip.Addr) bool { return !a.IsValid() || !b.IsValid() || a == b }
