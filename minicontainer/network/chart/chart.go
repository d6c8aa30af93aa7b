package chart

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
)

// Chart is all that decides about the packets of containers, as it was in one moment.
type Chart struct {
	Host       Place
	Containers []Container // those that run
	Networks   []Network   // those that are wanted: their bridges may be missing

	Forward4, Forward6 bool // the host passes on what is not for itself
	BridgeFilter       bool // between neighbours, too, the firewalls are asked: net.bridge.bridge-nf-call-iptables

	Table  string         // the name of our table
	Rules  firewall.State // what is in it
	Others []Other        // firewalls of others that drop what they do not know
}

// Place is a network namespace.
type Place struct {
	PID     int // of a process in it; 0: the host's
	Links   []Link
	Routes  []Route
	Sockets []Socket
}

// Link is an interface.
type Link struct {
	Name      string
	Kind      string // bridge, veth, device, …
	Bridge    string // that it is plugged in
	MAC       string
	Up        bool
	Addresses []netip.Prefix

	// RouteLocalnet tells whether packets from 127.0.0.1 may leave by it.
	RouteLocalnet bool
}

// Route is a way to other machines.
type Route struct {
	To   netip.Prefix
	Via  netip.Addr // the zero Addr: they are neighbours
	Link string
}

// Default tells whether the route is for everybody whom no other route is for.
func (r Route) Default() bool { return r.To.Bits() == 0 }

// Socket is where a program waits for connections (tcp) or datagrams (udp).
type Socket struct {
	Proto string
	At    netip.AddrPort
}

// Container is one that runs.
type Container struct {
	ID, Name string
	Mode     network.Mode
	Of       string // with network.Joined: the id of the container whose network it has
	Place
}

// Network is one with those who are connected to it.
type Network struct {
	network.Network
	Endpoints []network.Endpoint
}

// Other is a firewall of somebody else's.
type Other struct {
	firewall.Other
	Admits []string // the bridges of ours that it lets through, as we have asked it to
}

// line is a command line as a person on the host types it.
func (p Place) line(command string) string {
	if p.PID == 0 {
		return command
	}
	return fmt.Sprintf("nsenter --target %d --net %s", p.PID, command)
}

func (p Place) link(name string) (Link, bool) {
	i := slices.IndexFunc(p.Links, func(l Link) bool { return l.Name == name })
	if i < 0 {
		return Link{}, false
	}
	return p.Links[i], true
}

// owner is the link that has the address.
func (p Place) owner(a netip.Addr) (Link, bool) {
	i := slices.IndexFunc(p.Links, func(l Link) bool { return l.has(a) })
	if i < 0 {
		return Link{}, false
	}
	return p.Links[i], true
}

func (l Link) has(a netip.Addr) bool {
	return slices.ContainsFunc(l.Addresses, func(p netip.Prefix) bool { return p.Addr() == a })
}

// uplink is the host's link to the outside: that of its default route or, without one, the first that is no bridge or cable of ours.
func (c Chart) uplink() (Link, bool) {
	for _, r := range c.Host.Routes {
		if l, ok := c.Host.link(r.Link); ok && r.Default() {
			return l, true
		}
	}
	for _, l := range c.Host.Links {
		if l.Name != "lo" && !c.ours(l) && len(l.Addresses) > 0 {
			return l, true
		}
	}
	return Link{}, false
}

// ours tells whether a link of the host's is a bridge or a cable of a network's.
func (c Chart) ours(l Link) bool {
	for _, n := range c.Networks {
		if l.Name == n.Bridge || l.Bridge == n.Bridge {
			return true
		}
		if slices.ContainsFunc(n.Endpoints, func(e network.Endpoint) bool { return e.Cable == l.Name }) {
			return true
		}
	}
	return false
}

// container is one by name or by the beginning of its id.
func (c Chart) container(ref string) (Container, bool) {
	for _, one := range c.Containers {
		if one.Name == ref || len(ref) >= len(shortest) && len(ref) <= len(one.ID) && one.ID[:len(ref)] == ref {
			return one, true
		}
	}
	return Container{}, false
}

// shortest is how much of an id is enough to mean it.
const shortest = "0123"

// seat is a container's place in one network.
type seat struct {
	Network
	network.Endpoint
}

// seats are those of a container, the way out first.
func (c Chart) seats(one Container) (list []seat) {
	id := one.ID
	if one.Mode == network.Joined {
		id = one.Of
	}
	for _, n := range c.Networks {
		for _, e := range n.Endpoints {
			if e.Container == id {
				list = append(list, seat{n, e})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b seat) int { return rank(one, a) - rank(one, b) })
	return list
}

// rank is 0 for the seat by whose gateway the container goes out.
func rank(one Container, s seat) int {
	for _, r := range one.Routes {
		if r.Default() && r.Link == s.Link {
			return 0
		}
	}
	if !s.Internal {
		return 1
	}
	return 2
}

// at is who has an address in one of our networks.
func (c Chart) at(a netip.Addr) (Container, seat, bool) {
	for _, one := range c.Containers {
		for _, s := range c.seats(one) {
			if one.Mode == network.Bridge && (s.Address == a || s.Address6 == a) {
				return one, s, true
			}
		}
	}
	return Container{}, seat{}, false
}

// listens tells whether a program waits there for what is sent to the address.
func (p Place) listens(proto string, at netip.AddrPort) bool {
	return slices.ContainsFunc(p.waiting(proto, at.Port()), func(a netip.Addr) bool {
		// A socket of IPv6 for every address is one for those of IPv4, too, unless it says otherwise.
		return a == at.Addr() || a.IsUnspecified() && (a.Is6() || at.Addr().Is4())
	})
}

// waiting are the addresses at which programs wait on the port.
func (p Place) waiting(proto string, port uint16) (list []netip.Addr) {
	for _, s := range p.Sockets {
		if s.Proto == proto && s.At.Port() == port && !slices.Contains(list, s.At.Addr()) {
			list = append(list, s.At.Addr())
		}
	}
	return list
}

// entered tells whether our table knows the network.
func (c Chart) entered(n network.Network) bool {
	want := firewall.Network{Bridge: n.Bridge, Subnets: []netip.Prefix{n.Subnet}, Internal: n.Internal}
	if n.V6() {
		want.Subnets = append(want.Subnets, n.Subnet6)
	}
	return c.Rules.HasNetwork(want)
}
