package names

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
)

// Address is where a container's name server answers, as Docker's. It is none of the addresses that programs use by themselves.
var Address = netip.AddrFrom4([4]byte{127, 0, 0, 11})

const port = 53

// Settings is what a resolv.conf says. Source: resolv.conf(5).
type Settings struct {
	Servers []netip.Addr
	Search  []string // the domains that a short name is tried in
	Options []string // ndots:0, timeout:2 …
}

// ParseSettings reads the words of --dns, --dns-search and --dns-option. A word that would be more than one in the
// file is refused.
func ParseSettings(servers, search, options []string) (s Settings, err error) {
	for _, word := range servers {
		a, err := netip.ParseAddr(word)
		if err != nil {
			return s, fmt.Errorf("read --dns %.60q: not an address", word)
		}
		s.Servers = append(s.Servers, a)
	}
	for _, word := range search {
		if word != "." && !isName(strings.TrimSuffix(word, ".")) {
			return s, fmt.Errorf("read --dns-search %.60q: not a domain", word)
		}
	}
	for _, word := range options {
		if word == "" || len(strings.Fields(word)) != 1 || strings.TrimSpace(word) != word {
			return s, fmt.Errorf("read --dns-option %.60q: not one word", word)
		}
	}
	s.Search, s.Options = search, options
	return s, nil
}

// ForContainer is for a container that has a name server of ours: the host's domains and options, unless others are wanted;
// and "ndots:0", unless it is said otherwise, so that a short name is asked as it is before domains are tried. A
// wanted search of "." is none. The servers are not looked at: they are for who asks outside.
func ForContainer(host, wanted Settings) Settings {
	s := Settings{Servers: []netip.Addr{Address}, Search: host.Search, Options: slices.Clone(host.Options)}
	if len(wanted.Search) > 0 {
		s.Search = slices.DeleteFunc(slices.Clone(wanted.Search), func(domain string) bool { return domain == "." })
	}
	if len(wanted.Options) > 0 {
		s.Options = slices.Clone(wanted.Options)
	}
	if !slices.ContainsFunc(s.Options, func(o string) bool { return strings.HasPrefix(o, "ndots:") }) {
		s.Options = append(s.Options, "ndots:0")
	}
	return s
}

// ResolvConf is the text of the file.
func ResolvConf(s Settings) []byte {
	var b bytes.Buffer
	for _, a := range s.Servers {
		fmt.Fprintf(&b, "nameserver %v\n", a)
	}
	if len(s.Search) > 0 {
		fmt.Fprintf(&b, "search %s\n", strings.Join(s.Search, " "))
	}
	if len(s.Options) > 0 {
		fmt.Fprintf(&b, "options %s\n", strings.Join(s.Options, " "))
	}
	return b.Bytes()
}

// ParseResolvConf reads the text of a file. What cannot be read is passed over, as the C library does. Of several lines
// that say where to search the last counts.
func ParseResolvConf(text []byte) (s Settings) {
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && strings.ContainsRune("#;", rune(line[0])) {
			continue
		}
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		switch words[0] {
		case "nameserver":
			if a, err := netip.ParseAddr(words[1]); err == nil {
				s.Servers = append(s.Servers, a)
			}
		case "search":
			s.Search = words[1:]
		case "domain":
			s.Search = words[1:2]
		case "options":
			s.Options = append(s.Options, words[1:]...)
		}
	}
	return s
}

// HostServers are those of the host's file, to be asked in this order. It is read each time, so that the answer is true
// when the host has moved to another network. Without a file or a server in it, that is the host itself, as
// resolv.conf(5) has it.
func HostServers(resolvConf string) []netip.AddrPort {
	text, _ := os.ReadFile(resolvConf) //nolint:errcheck // the same as an empty one
	servers := ParseResolvConf(text).Servers
	if len(servers) == 0 {
		servers = []netip.Addr{loopback4}
	}
	return Ports(servers)
}

// Ports are the servers with the port at which name servers answer.
func Ports(servers []netip.Addr) []netip.AddrPort {
	list := make([]netip.AddrPort, len(servers))
	for i, a := range servers {
		list[i] = netip.AddrPortFrom(a, port)
	}
	return list
}
