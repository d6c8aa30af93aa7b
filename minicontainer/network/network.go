package network

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"sync"
	"time"
)

// Network is what is known of one. It does not change after it was made.
type Network struct {
	Name    string            `json:"name"`
	ID      string            `json:"id"`     // 64 hexadecimal digits, as Docker's
	Bridge  string            `json:"bridge"` // the interface on the host: at most 15 bytes
	Subnet  netip.Prefix      `json:"subnet"`
	Gateway netip.Addr        `json:"gateway"` // the bridge's own address, which is the containers' way out
	Subnet6 netip.Prefix      `json:"subnet6"` // of version 6; the zero Prefix if it has none
	Created time.Time         `json:"created"`
	Labels  map[string]string `json:"labels,omitempty"`

	// Internal networks have no way out, and no port of theirs is published.
	Internal bool `json:"internal,omitempty"`
}

// Default is the network of containers that ask for none. It is there without having been made, and has no names: Docker's
// does not either, and a program that works there by chance would not work with Docker.
const Default = "bridge"

// Causes of errors.
var (
	ErrNotFound = errors.New("no such network")
	ErrExists   = errors.New("there is one of this name")
	ErrInUse    = errors.New("a container is connected to it")
	ErrFull     = errors.New("every address is taken")
	ErrTaken    = errors.New("it is taken")
)

var nameForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`) })

// reserved are words of --network that mean something else.
var reserved = map[string]bool{"none": true, "host": true, "container": true, "default": true}

// V6 tells whether the network has addresses of version 6, too.
func (n Network) V6() bool { return n.Subnet6.IsValid() }

// Names tells whether containers find each other by name in it.
func (n Network) Names() bool { return n.Name != Default }

// Address6 is the address of version 6 that goes with one of version 4: its place in the subnet is the same. So who has
// the one has the other, and only one of them must be leased.
func (n Network) Address6(a netip.Addr) netip.Addr {
	first, place := n.Subnet6.Addr().As16(), a.As4()
	bits := n.Subnet.Bits()
	for i, b := range place {
		for bit := 0; bit < 8; bit++ {
			if 8*i+bit < bits {
				b &^= 0x80 >> bit // the network's part
			}
		}
		first[12+i] |= b
	}
	return netip.AddrFrom16(first)
}

// Gateway6 is the bridge's address of version 6.
func (n Network) Gateway6() netip.Addr { return n.Address6(n.Gateway) }

// CheckName tells whether a name can be a network's: Docker's form, so that no name from outside becomes a path.
func CheckName(name string) error {
	const longest = 128
	if len(name) > longest || !nameForm().MatchString(name) {
		return fmt.Errorf("read name of network %.40q: at most %d letters, digits, and after the first also . _ -", name, longest)
	}
	if reserved[name] {
		return fmt.Errorf("read name of network %q: the word has a meaning of its own", name)
	}
	return nil
}
