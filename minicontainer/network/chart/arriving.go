// The hops from the host to a program in a container, and back.

package chart

import (
	"fmt"
	"net/netip"
)

// somebody is about an address that no container has.
func (p *packet) somebody() (Mark, string) {
	switch {
	case p.goal.Bridge != "":
		return Passes, ""
	case p.fromContainer() && p.wanted == p.seat.gateway(p.wanted):
		return Dies, fmt.Sprintf("nobody has the address %v: it was the bridge's (ip address add %v/%d dev %s)", p.wanted, p.wanted, p.seat.Subnet.Bits(), p.seat.Bridge)
	}
	return Dies, fmt.Sprintf("nobody has the address %v: no running container", p.target.Addr())
}

// receiver is the container at the end.
func (p *packet) receiver() Container {
	one, _, _ := p.at(p.target.Addr())
	return one
}

func (p *packet) goalCable() (Mark, string) { return p.plugged(p.goal) }

func (p *packet) goalLink() (Mark, string) {
	one := p.receiver()
	return inside(one.Name, one.Place, p.goal)
}

func (p *packet) goalAddress() (Mark, string) {
	one := p.receiver()
	return addressed(one.Name, one.Place, p.goal, p.target.Addr())
}

func (p *packet) listener() (Mark, string) {
	one := p.receiver()
	return p.listenerAt(one.Name, one.Place, p.target)
}

// ownListener is about a program of the sender's own.
func (p *packet) ownListener() (Mark, string) {
	return p.listenerAt(p.sender.Name, p.place, p.target)
}

func (p *packet) listenerAt(who string, place Place, at netip.AddrPort) (Mark, string) {
	if at.Port() == 0 || place.listens(p.Proto, at) {
		return p.somebodyListens(who)
	}
	port := fmt.Sprintf("port %d/%s", at.Port(), p.Proto)
	if waiting := place.waiting(p.Proto, at.Port()); len(waiting) > 0 {
		return Dies, onlyAt(waiting, port, who)
	}
	if others := place.waits(); others != "" {
		return Dies, fmt.Sprintf("nobody listens on %s in %s; there are programs on %s", port, who, others)
	}
	return Dies, fmt.Sprintf("nobody listens on %s in %s: does its program run, and does it listen there?", port, who)
}

// waits are the ports on which others than our name server listen.
func (p Place) waits() string {
	var list []Socket
	for _, s := range p.Sockets {
		if !s.At.Addr().IsLoopback() {
			list = append(list, s)
		}
	}
	return words(list, func(s Socket) string { return fmt.Sprintf("%d/%s", s.At.Port(), s.Proto) })
}

// answer is about the way back: a connection needs both.
func (p *packet) answer() (Mark, string) {
	one := p.receiver()
	back := p.answerTo()
	way, err := p.route(one.Place, back)
	if err != nil {
		return Dies, fmt.Sprintf("%s has no route back to %v: it gets the packet, and cannot answer (%s)", one.Name, back, one.line(defaultVia(p.goal.gateway(back))))
	}
	if way.Via.IsValid() {
		return Passes, fmt.Sprintf("%s answers to %v by the gateway %v", one.Name, back, way.Via)
	}
	return Passes, fmt.Sprintf("%s answers to %v, its neighbour", one.Name, back)
}

// answerTo is the sender that the receiver sees.
func (p *packet) answerTo() netip.Addr {
	to := p.target.Addr()
	if p.fromContainer() && !p.led {
		mine, _ := p.seat.mine(to)
		return mine
	}
	if !p.outside {
		return p.goal.gateway(to)
	}
	for _, r := range p.Host.Routes {
		if r.Default() && r.Via.IsValid() && r.Via.Is6() == to.Is6() {
			return r.Via // stands for all who are outside
		}
	}
	return p.wanted
}
