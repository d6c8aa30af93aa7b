package applet

// ip: the words of the command line. What they show is in ip_link.go,
// ip_addr.go and ip_route.go, in the shape of iproute2's output, over
// rtnetlink(7).

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

var ipCommand = command{
	name: "ip", usage: "[-4|-6] [-br] [-o] {addr|link|route|neigh} [COMMAND [ARGS]]", short: "show and change addresses, links, routes and neighbours",
	raw: true, run: runIP,
}

// An ipCall is one run of ip: the words not yet read and the options before
// the object.
type ipCall struct {
	*call
	words   []string
	family  int
	brief   bool
	oneLine bool
}

func runIP(c *call) error {
	ip := &ipCall{call: c, words: c.operands, family: unix.AF_UNSPEC}
	for len(ip.words) > 0 && strings.HasPrefix(ip.words[0], "-") {
		if err := ip.option(ip.next()); err != nil {
			return err
		}
	}
	word := ip.next()
	object, ok := abbreviated(word, "address", "link", "route", "neighbour", "neighbor")
	if !ok {
		return usagef("unknown object %q: addr, link, route or neigh", word)
	}
	switch object {
	case "address":
		return ip.address()
	case "link":
		return ip.link()
	case "route":
		return ip.route()
	}
	return ip.neighbours()
}

func (ip *ipCall) option(word string) error {
	switch strings.TrimPrefix(word, "-") {
	case "4":
		ip.family = unix.AF_INET
	case "6":
		ip.family = unix.AF_INET6
	case "br", "brief", "-brief":
		ip.brief = true
	case "o", "oneline", "-oneline":
		ip.oneLine = true
	case "d", "details", "c", "color", "color=never":
	default:
		return usagef("unknown option %s", word)
	}
	return nil
}

// next takes a word, "" when there is none left.
func (ip *ipCall) next() string {
	if len(ip.words) == 0 {
		return ""
	}
	word := ip.words[0]
	ip.words = ip.words[1:]
	return word
}

// argument takes the word after a key word, which has to be there.
func (ip *ipCall) argument(key string) (string, error) {
	if len(ip.words) == 0 {
		return "", usagef("%s needs an argument", key)
	}
	return ip.next(), nil
}

// verb takes the command after an object: show when there is none.
func (ip *ipCall) verb(known ...string) (string, error) {
	if len(ip.words) == 0 {
		return "show", nil
	}
	word := ip.next()
	if word == "ls" || word == "list" || word == "lst" {
		return "show", nil
	}
	verb, ok := abbreviated(word, known...)
	if !ok {
		return "", usagef("unknown command %s", word)
	}
	return verb, nil
}

// abbreviated finds the word that s is the beginning of: iproute2 lets every
// word be cut short, the first in its list wins.
func abbreviated(s string, words ...string) (string, bool) {
	for _, word := range words {
		if s != "" && strings.HasPrefix(word, s) {
			return word, true
		}
	}
	return "", false
}

func linkByName(name string) (netlink.Link, error) {
	link, err := netlink.LinkByName(name)
	if err != nil {
		return nil, fmt.Errorf("find device %s: %w", name, noSuchDevice(err))
	}
	return link, nil
}

// noSuchDevice puts the kernel's words in place of the library's.
func noSuchDevice(err error) error {
	if _, ok := asError[netlink.LinkNotFoundError](err); ok {
		return unix.ENODEV
	}
	return err
}

// parsePrefix reads 10.0.0.1/24; without a length it is one address.
func parsePrefix(s string) (*net.IPNet, error) {
	address, length, hasLength := strings.Cut(s, "/")
	ip := net.ParseIP(address)
	if ip == nil {
		return nil, fmt.Errorf("parse address %s: invalid address", s)
	}
	bits := 128
	if four := ip.To4(); four != nil {
		ip, bits = four, 32
	}
	ones := bits
	if hasLength {
		var err error
		if ones, err = strconv.Atoi(length); err != nil || ones < 0 || ones > bits {
			return nil, fmt.Errorf("parse address %s: invalid prefix length", s)
		}
	}
	return &net.IPNet{IP: ip, Mask: net.CIDRMask(ones, bits)}, nil
}

func parseIP(s string) (net.IP, error) {
	prefix, err := parsePrefix(s)
	if err != nil {
		return nil, err
	}
	return prefix.IP, nil
}

func familyOf(ip net.IP) int {
	if ip.To4() != nil {
		return unix.AF_INET
	}
	return unix.AF_INET6
}

// namespaceFile opens the network namespace that a PID, a name under
// /run/netns or a path stands for. The caller closes it.
func namespaceFile(which string) (*os.File, error) {
	switch {
	case isDigits(which):
		return os.Open("/proc/" + which + "/ns/net")
	case strings.Contains(which, "/"):
		return os.Open(which)
	}
	return os.Open("/run/netns/" + which)
}
