// The hops from a program in a container to the host.

package chart

import (
	"fmt"
	"net/netip"

	"github.com/minicontainer/minicontainer/minicontainer/network"
)

func (p *packet) loopback() (Mark, string) {
	lo, _ := p.place.link("lo")
	if !lo.Up {
		return Dies, fmt.Sprintf("lo is down in %s: what a machine sends to itself goes by lo, whatever its address (%s)", p.sender.Name, p.place.line("ip link set lo up"))
	}
	return Passes, fmt.Sprintf("%v is %s itself, and lo is up", p.wanted, p.sender.Name)
}

func (p *packet) link() (Mark, string) {
	if p.seat.Link == "" {
		switch p.sender.Mode {
		case network.User:
			return Unclear, "a program of an ordinary user's (pasta, slirp4netns) carries it to sockets of its own, and nothing shows its way"
		case network.None:
			return Dies, fmt.Sprintf("%s has lo and no other link: it was started with --network none", p.sender.Name)
		}
		return Dies, fmt.Sprintf("%s is connected to no network: network connect NETWORK %[1]s", p.sender.Name)
	}
	return inside(p.sender.Name, p.place, p.seat)
}

// inside is about the container's end of a cable.
func inside(who string, place Place, s seat) (Mark, string) {
	l, ok := place.link(s.Link)
	switch {
	case !ok:
		return Dies, fmt.Sprintf("%s has no link %s any more: somebody has removed its cable; start the container again", who, s.Link)
	case !l.Up:
		return Dies, fmt.Sprintf("%s is down in %s: %s", s.Link, who, place.line("ip link set "+s.Link+" up"))
	}
	return Passes, fmt.Sprintf("%s of %s is up", s.Link, who)
}

func (p *packet) address() (Mark, string) {
	if p.seat.Link == "" {
		return Passes, ""
	}
	return addressed(p.sender.Name, p.place, p.seat, p.wanted)
}

func addressed(who string, place Place, s seat, like netip.Addr) (Mark, string) {
	a, bits := s.mine(like)
	if !a.IsValid() {
		return Dies, fmt.Sprintf("%s has no address of version 6: its network was created without --ipv6", who)
	}
	l, _ := place.link(s.Link)
	if !l.has(a) {
		line := fmt.Sprintf("ip address add %v dev %s", netip.PrefixFrom(a, bits), s.Link)
		return Dies, fmt.Sprintf("%s of %s has not its address: %s", s.Link, who, place.line(line))
	}
	return Passes, fmt.Sprintf("%s of %s has %v", s.Link, who, netip.PrefixFrom(a, bits))
}

// mine is the address of the same version as another one.
func (s seat) mine(like netip.Addr) (a netip.Addr, bits int) {
	if like.Is6() {
		return s.Address6, s.Subnet6.Bits()
	}
	return s.Address, s.Subnet.Bits()
}

func (p *packet) leave() (Mark, string) {
	if p.seat.Link == "" {
		return Passes, ""
	}
	way, err := p.route(p.place, p.wanted)
	switch {
	case err != nil && p.seat.Internal:
		return Dies, fmt.Sprintf("%s has no route to %v: network %s is internal, and has no way out", p.sender.Name, p.wanted, p.seat.Name())
	case err != nil:
		return Dies, fmt.Sprintf("%s has no route to %v: there is no default route (%s)", p.sender.Name, p.wanted, p.place.line(defaultVia(p.seat.gateway(p.wanted))))
	case way.Via.IsValid():
		p.via = way.Via
		return Passes, fmt.Sprintf("to %v by the gateway %v, out of %s", p.wanted, way.Via, way.Link)
	}
	return Passes, fmt.Sprintf("%v is a neighbour on %s", p.wanted, way.Link)
}

func defaultVia(gateway netip.Addr) string { return "ip route add default via " + gateway.String() }

func (p *packet) cable() (Mark, string) {
	if p.seat.Link == "" {
		return Passes, ""
	}
	return p.plugged(p.seat)
}

// plugged is about the host's end of a cable.
func (p *packet) plugged(s seat) (Mark, string) {
	l, ok := p.Host.link(s.Cable)
	_, bridged := p.Host.link(s.Bridge) // without it no cable is plugged in: that is said at the bridge
	switch {
	case !ok:
		return Dies, fmt.Sprintf("the host has no end %s of the cable any more: start %s again", s.Cable, s.Endpoint.Name)
	case l.Bridge != s.Bridge && bridged:
		return Dies, fmt.Sprintf("%s is not plugged in %s: ip link set %[1]s master %[2]s", s.Cable, s.Bridge)
	case !l.Up:
		return Dies, fmt.Sprintf("the host's end %s of the cable is down: ip link set %[1]s up", s.Cable)
	}
	if !bridged {
		return Passes, fmt.Sprintf("%s, the host's end, is up", s.Cable)
	}
	return Passes, fmt.Sprintf("%s, the host's end, is plugged in %s", s.Cable, s.Bridge)
}

func (p *packet) bridge() (Mark, string) {
	if p.seat.Link == "" {
		return Passes, ""
	}
	if mark, why := p.bridgeUp(p.seat); mark == Dies || !p.via.IsValid() {
		return mark, why
	}
	if b, _ := p.Host.link(p.seat.Bridge); !b.has(p.via) {
		return Dies, fmt.Sprintf("nobody answers as the gateway: %s has not the address %v (ip address add %[2]v/%d dev %[1]s)", p.seat.Bridge, p.via, p.seat.Subnet.Bits())
	}
	return Passes, fmt.Sprintf("%s is up and has %v: the host takes it", p.seat.Bridge, p.via)
}

func (p *packet) bridgeUp(s seat) (Mark, string) {
	b, ok := p.Host.link(s.Bridge)
	switch {
	case !ok:
		return Dies, fmt.Sprintf("the bridge %s is gone: the next container that starts in network %s makes it again", s.Bridge, s.Name())
	case !b.Up:
		return Dies, fmt.Sprintf("the bridge %s is down: ip link set %[1]s up", s.Bridge)
	}
	return Passes, fmt.Sprintf("the bridge %s is up", s.Bridge)
}
