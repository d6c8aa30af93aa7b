// The way of a packet as a list of hops, of which each looks at one thing only. What kind of way it is follows from who sends
// and where to, and is decided once:
//
//	self        container ─▶ lo ─▶ itself
//	neighbour   container ─▶ cable ─▶ bridge ─▶ cable ─▶ container
//	across      container ─▶ cable ─▶ bridge ─▶ host: route, rules ─▶ bridge ─▶ cable ─▶ container
//	out         container ─▶ cable ─▶ bridge ─▶ host: route, rules, NAT ─▶ outside
//	service     … ─▶ a program of the host's
//	port        … ─▶ host: published port, route, rules ─▶ bridge ─▶ cable ─▶ container
//	into        host ─▶ bridge ─▶ cable ─▶ container

package chart

import (
	"net/netip"

	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// Mark says what becomes of the packet at a hop.
type Mark int

// The marks.
const (
	Passes  Mark = iota
	Dies         // here, and nothing comes after it
	Skipped      // as it has died before
	Unclear      // cannot be seen from here, and is hoped for
)

// Hop is one thing that the packet needs.
type Hop struct {
	Name string // a word, such as link or rule
	Mark Mark
	Why  string // one sentence
}

// Way is what a kernel answers that is asked for a route.
type Way struct {
	Link string
	Via  netip.Addr // the gateway; the zero Addr: a neighbour
}

// Router asks a place's kernel for the route to an address. An error means that there is none.
type Router func(Place, netip.Addr) (Way, error)

// Arrives tells whether no hop is the last one.
func Arrives(hops []Hop) bool { return Death(hops) == "" }

// Death is the name of the hop where the packet dies; empty if there is none.
func Death(hops []Hop) string {
	for _, h := range hops {
		if h.Mark == Dies {
			return h.Name
		}
	}
	return ""
}

// packet is one on its way.
type packet struct {
	Chart
	Question
	route Router

	outside bool      // it comes from there
	sender  Container // the zero Container: the host, or outside
	place   Place     // where it starts; the host's if outside
	wanted  netip.Addr
	target  netip.AddrPort // as wanted, until a published port changes it

	seat    seat       // by which it leaves the sender
	goal    seat       // where it is to arrive, if that is a container
	via     netip.Addr // the gateway that the sender gives it to
	in, out string     // the host's links
	led     bool       // by a published port
}

// hop is one step of the way. The packet may be another one after it.
type hop struct {
	name string
	look func(*packet) (Mark, string)
}

// Trace follows a packet hop by hop, until it arrives or dies. Nothing is sent.
func Trace(c Chart, q Question, route Router) []Hop {
	return (&packet{Chart: c, Question: q, route: route}).follow()
}

func (p *packet) follow() []Hop {
	hops := p.begin()
	if !Arrives(hops) {
		return append(hops, Hop{"link", Skipped, ""}, Hop{"route", Skipped, ""}, Hop{"listener", Skipped, ""}) // whatever way it would go
	}
	dead := false
	for _, h := range p.way() {
		if dead {
			hops = append(hops, Hop{h.name, Skipped, ""})
			continue
		}
		mark, why := h.look(p)
		if why == "" {
			continue // nothing to see to in this case
		}
		hops = append(hops, Hop{h.name, mark, why})
		dead = mark == Dies
	}
	return hops
}

// begin finds the sender and the address.
func (p *packet) begin() []Hop {
	switch p.From {
	case Outside:
		p.outside, p.place = true, p.Host
	case Host:
		p.place = p.Host
	default:
		one, ok := p.container(p.From)
		if !ok {
			return []Hop{{"sender", Dies, "no container of the name " + p.From + " runs"}}
		}
		p.place = one.Place
		if one.Mode == network.Host {
			p.place = p.Host
		} else {
			p.sender = one
		}
	}
	hops := p.resolve()
	p.target = netip.AddrPortFrom(p.wanted, p.Port)
	return hops
}

func (p *packet) fromContainer() bool { return p.sender.ID != "" }

var (
	leaving  = []hop{{"link", (*packet).link}, {"address", (*packet).address}, {"route", (*packet).leave}, {"cable", (*packet).cable}, {"bridge", (*packet).bridge}}
	arriving = []hop{
		{"neighbour", (*packet).somebody}, {"cable", (*packet).goalCable}, {"link", (*packet).goalLink}, {"address", (*packet).goalAddress},
		{"listener", (*packet).listener}, {"answer", (*packet).answer},
	}
	routed    = []hop{{"bridge", (*packet).goalBridge}, {"route", (*packet).onward}, {"nat", (*packet).nat}}
	forwarded = []hop{
		{"forward", (*packet).forward}, {"bridge", (*packet).goalBridge}, {"route", (*packet).onward}, {"rule", (*packet).rule},
		{"firewall", (*packet).others}, {"nat", (*packet).nat},
	}
)

func join(parts ...[]hop) (all []hop) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// way is the list of hops of a packet with this sender and address.
func (p *packet) way() []hop {
	var first []hop
	switch {
	case p.wanted.IsLoopback() && p.outside:
		return []hop{{"route", (*packet).nonsense}}
	case p.fromContainer() && (p.wanted.IsLoopback() || p.owns(p.wanted)):
		return []hop{{"link", (*packet).loopback}, {"listener", (*packet).ownListener}}
	case p.fromContainer():
		first = leaving
		p.takeSeat()
	case p.outside:
		first = []hop{{"link", (*packet).uplinkUp}}
	}
	middle := forwarded
	if !p.fromContainer() && !p.outside {
		middle = routed
	}
	_, onHost := p.Host.owner(p.wanted)
	_, p.goal, _ = p.at(p.wanted)
	switch {
	case p.fromContainer() && !onHost && p.seat.ID != "" && p.seat.holds(p.wanted):
		return join(first, []hop{{"firewall", (*packet).betweenNeighbours}}, arriving)
	case (onHost || p.wanted.IsLoopback()) && p.publisher():
		return join(first, []hop{{"port", (*packet).port}}, middle, arriving)
	case onHost || p.wanted.IsLoopback():
		return join(first, []hop{{"port", (*packet).unpublished}, {"link", (*packet).hostLoopback}, {"listener", (*packet).hostListener}})
	case p.outside:
		return []hop{{"route", (*packet).fromAfar}}
	case p.ofOurs(p.wanted):
		return join(first, middle, arriving)
	}
	return join(first, middle, []hop{{"outside", (*packet).beyond}})
}

// takeSeat decides by which network it leaves: that of the address, or the way out.
func (p *packet) takeSeat() {
	seats := p.seats(p.sender)
	for _, s := range seats {
		if s.holds(p.wanted) {
			p.seat, p.in = s, s.Bridge
			return
		}
	}
	if len(seats) > 0 {
		p.seat, p.in = seats[0], seats[0].Bridge
	}
}

// owns tells whether the sender has the address, or is to have it.
func (p *packet) owns(a netip.Addr) bool {
	for _, s := range p.seats(p.sender) {
		if s.Address == a || s.Address6 == a {
			return true
		}
	}
	_, has := p.place.owner(a)
	return has
}

// holds tells whether the address is one of the network's.
func (s seat) holds(a netip.Addr) bool {
	return s.Subnet.Contains(a) || s.V6() && s.Subnet6.Contains(a)
}

func (p *packet) ofOurs(a netip.Addr) bool {
	for _, n := range p.Networks {
		if (seat{Network: n}).holds(a) {
			return true
		}
	}
	return false
}
