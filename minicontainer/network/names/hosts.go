package names

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
)

// Entry is a line of /etc/hosts: what --add-host asks for.
type Entry struct {
	Name    string
	Address netip.Addr // not valid for the host's, which is to be filled in
}

// hostGateway stands for the address at which a container reaches the host.
const hostGateway = "host-gateway"

// ParseExtra reads the word of --add-host: NAME:ADDRESS, NAME=ADDRESS, NAME:host-gateway. An address of version 6
// may stand in brackets. The entry of host-gateway has no valid Address.
func ParseExtra(word string) (Entry, error) {
	i := strings.IndexAny(word, ":=")
	if i < 0 {
		return Entry{}, fmt.Errorf("read --add-host %.80q: no address, as in NAME:ADDRESS", word)
	}
	e, address := Entry{Name: word[:i]}, word[i+1:]
	if !isName(e.Name) {
		return Entry{}, fmt.Errorf("read --add-host %.80q: %.80q is no name of a host", word, e.Name)
	}
	if address == hostGateway {
		return e, nil
	}
	if inside, ok := strings.CutPrefix(address, "["); ok {
		address = strings.TrimSuffix(inside, "]")
	}
	var err error
	if e.Address, err = netip.ParseAddr(address); err != nil {
		return Entry{}, fmt.Errorf("read --add-host %.80q: %.80q is no address", word, address)
	}
	return e, nil
}

// String is the entry as --add-host has it.
func (e Entry) String() string {
	if !e.Address.IsValid() {
		return e.Name + ":" + hostGateway
	}
	return e.Name + ":" + e.Address.String()
}

// isName has all names that programs use, with underscores, and nothing that would be another word or line of the file.
func isName(s string) bool {
	const longest, longestLabel = 253, 63
	if s == "" || len(s) > longest || strings.HasPrefix(s, "-") {
		return false
	}
	for _, label := range strings.Split(s, ".") {
		if label == "" || len(label) > longestLabel {
			return false
		}
		for _, r := range label {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", r) {
				return false
			}
		}
	}
	return true
}

// Hosts is the text of /etc/hosts: loopback, the extra entries, and the container's own name with its addresses. A name with a
// domain is there without it, too. An entry without a valid address is left out.
func Hosts(hostname string, addresses []netip.Addr, extra []Entry) []byte {
	b := bytes.NewBufferString(`127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
fe00::	ip6-localnet
ff00::	ip6-mcastprefix
ff02::1	ip6-allnodes
ff02::2	ip6-allrouters
`)
	for _, e := range extra {
		if e.Address.IsValid() {
			fmt.Fprintf(b, "%v\t%s\n", e.Address, e.Name)
		}
	}
	names := hostname
	if short, _, found := strings.Cut(hostname, "."); found {
		names += " " + short
	}
	for _, a := range addresses {
		if names != "" {
			fmt.Fprintf(b, "%v\t%s\n", a, names)
		}
	}
	return b.Bytes()
}
