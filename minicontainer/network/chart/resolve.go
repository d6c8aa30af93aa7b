// From a name to an address, as the one who asks would find it.

package chart

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/names"
)

// resolve finds the address that is wanted. For one that was given as such there is nothing to say.
func (p *packet) resolve() []Hop {
	if a, err := netip.ParseAddr(p.To); err == nil {
		p.wanted = a.Unmap()
		return nil
	}
	switch {
	case p.To == localhost:
		p.wanted = netip.AddrFrom4([4]byte{127, 0, 0, 1})
		return []Hop{{"name", Passes, "localhost is 127.0.0.1, by a line of /etc/hosts"}}
	case p.To == Host:
		return p.resolveHost()
	case !p.fromContainer():
		return p.resolveForHost()
	}
	return p.askNameServer()
}

func (p *packet) resolveHost() []Hop {
	l, ok := p.uplink()
	for _, a := range l.Addresses {
		if !p.wanted.IsValid() || a.Addr().Is4() && p.wanted.Is6() {
			p.wanted = a.Addr()
		}
	}
	if !ok || !p.wanted.IsValid() {
		return []Hop{{"name", Dies, "this machine has no address that others could reach"}}
	}
	return []Hop{{"name", Passes, fmt.Sprintf("this machine is %v, the address of %s", p.wanted, l.Name)}}
}

// resolveForHost is for those who do not ask our name servers.
func (p *packet) resolveForHost() []Hop {
	if one, ok := p.container(p.To); ok {
		for _, s := range p.seats(one) {
			p.wanted = s.Address
			return []Hop{{"name", Passes, fmt.Sprintf("%s has %v (only containers can ask for its name)", one.Name, s.Address)}}
		}
		return []Hop{{"name", Dies, one.Name + " has no address of its own: its network is " + string(one.Mode)}}
	}
	return p.resolveElsewhere("the name servers of this machine")
}

func (p *packet) resolveElsewhere(who string) []Hop {
	if len(p.Found) == 0 {
		return []Hop{{"name", Dies, fmt.Sprintf("%s do not know the name %s, and no running container has it", who, p.To)}}
	}
	p.wanted = p.Found[0].Unmap()
	return []Hop{{"name", Passes, fmt.Sprintf("%s is %v, say %s", p.To, p.wanted, who)}}
}

// askNameServer is what a container does: its /etc/resolv.conf names our server, inside its own network namespace.
func (p *packet) askNameServer() []Hop {
	own := p.seats(p.sender)
	if mark, why := p.link(); len(own) == 0 && mark == Dies {
		return []Hop{{"link", Dies, why}}
	}
	if len(own) == 0 {
		return p.resolveElsewhere("name servers outside")
	}
	if lo, _ := p.place.link("lo"); !lo.Up {
		return []Hop{{"link", Dies, fmt.Sprintf("lo is down in %s, and the name server %v is reached by it: %s", p.sender.Name, names.Address, p.place.line("ip link set lo up"))}}
	}
	if !p.served() {
		return []Hop{{"name", Dies, fmt.Sprintf("the name server %v is gone: the minicontainer that stays with %s serves it", names.Address, p.sender.Name)}}
	}
	found, known := p.answering(p.To, own)
	if known {
		p.wanted = found[0]
		return []Hop{{"name", Passes, p.To + " is " + p.several(found) + ", says the name server " + names.Address.String()}}
	}
	if why := p.whyUnknown(own); why != "" {
		return []Hop{{"name", Dies, why}}
	}
	return p.resolveElsewhere("the name servers that ours asks")
}

func (p *packet) several(found []netip.Addr) string {
	if len(found) == 1 {
		return found[0].String()
	}
	return fmt.Sprintf("%v (the first of %d, which take turns)", found[0], len(found))
}

// served tells whether somebody listens at our name server's address in the namespace.
func (p *packet) served() bool {
	for _, s := range p.place.Sockets {
		if s.Proto == "udp" && s.At.Addr() == names.Address {
			return true
		}
	}
	return false
}

// answering are the addresses of those who have the name in one of the seats' networks; with no seats, in any.
func (c Chart) answering(name string, own []seat) (found []netip.Addr, known bool) {
	for _, n := range c.Networks {
		if !n.Names() || own != nil && !sits(own, n) {
			continue
		}
		bare := strings.TrimSuffix(name, "."+n.Name)
		for _, e := range n.Endpoints {
			if e.Address.IsValid() && called(e, bare) {
				found = append(found, e.Address)
			}
		}
	}
	return found, len(found) > 0
}

func sits(own []seat, n Network) bool {
	for _, s := range own {
		if s.Name() == n.Name {
			return true
		}
	}
	return false
}

// Name is the network's: an endpoint has a name, too.
func (s seat) Name() string { return s.Network.Name }

func called(e network.Endpoint, name string) bool {
	for _, a := range append([]string{e.Name, e.Container[:min(len(e.Container), 12)]}, e.Aliases...) {
		if strings.EqualFold(a, name) {
			return true
		}
	}
	return false
}

// whyUnknown is about a container that is there, and that the sender does not know.
func (p *packet) whyUnknown(own []seat) string {
	one, ok := p.container(p.To)
	if !ok {
		if allInternal(own) {
			return fmt.Sprintf("no container in the networks of %s has the name, and out of an internal network no question goes", p.sender.Name)
		}
		return ""
	}
	for _, s := range p.seats(one) {
		if sits(own, s.Network) {
			return fmt.Sprintf("on the default network containers have no names: use %v, or put both in a network that you create", s.Address)
		}
	}
	return fmt.Sprintf("%s and %s share no network, so neither knows the other's name: network connect NETWORK %s", p.sender.Name, one.Name, p.sender.Name)
}

func allInternal(own []seat) bool {
	for _, s := range own {
		if !s.Internal {
			return false
		}
	}
	return true
}
