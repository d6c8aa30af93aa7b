//go:build linux

package ladder

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
)

// Rung is one of the things that must hold, one after the other, for a packet to get from a container to the outside
// and an answer to come back.
type Rung string

// The rungs, from the lowest. Each is called by what is wrong if it does not hold.
const (
	LoopbackDown  Rung = "loopback-down"  // lo is not up
	NoInterface   Rung = "no-interface"   // there is nothing but lo
	InterfaceDown Rung = "interface-down" // the container's end is not up
	HostEndDown   Rung = "host-end-down"  // the other end is not
	NoAddress     Rung = "no-address"
	Alone         Rung = "mask"      // an address without neighbours
	Unplugged     Rung = "unplugged" // the host's end is in no bridge
	BridgeDown    Rung = "bridge-down"
	NoGateway     Rung = "no-gateway" // the gateway's address is nobody's
	Silent        Rung = "gateway-silent"
	NoRoute       Rung = "no-route"
	WrongRoute    Rung = "wrong-route"
	NotForwarded  Rung = "not-forwarded"
	Dropped       Rung = "dropped"
	NotTranslated Rung = "no-nat"
	NoReply       Rung = "no-reply"
	Top           Rung = "" // all is well
)

// Climber climbs from a container to a gateway on the host and, if the scene's server is to be reached, beyond.
type Climber struct {
	*Scene
	From    Container
	Gateway netip.Addr
	eth     netlink.Link
}

// Climb tries rung after rung. It returns the first that does not hold, with what was seen.
func (s *Scene) Climb(c Container, gateway netip.Addr, beyond bool) (Rung, string) {
	l := &Climber{Scene: s, From: c, Gateway: gateway}
	looks := []func() (Rung, string){l.loopback, l.link, l.address, l.gateway}
	if beyond {
		looks = append(looks, l.route, l.away)
	}
	for _, look := range looks {
		if rung, seen := look(); rung != Top {
			return rung, seen
		}
	}
	return Top, ""
}

// Flags are an interface's as ip(8) shows them.
func Flags(link netlink.Link) string {
	var names []string
	for _, f := range []struct {
		bit  uint32
		name string
	}{
		{unix.IFF_LOOPBACK, "LOOPBACK"}, {unix.IFF_BROADCAST, "BROADCAST"}, {unix.IFF_MULTICAST, "MULTICAST"},
		{unix.IFF_UP, "UP"}, {unix.IFF_LOWER_UP, "LOWER_UP"},
	} {
		if link.Attrs().RawFlags&f.bit != 0 {
			names = append(names, f.name)
		}
	}
	return "<" + strings.Join(names, ",") + ">"
}

// IsUp tells whether an interface is switched on.
func IsUp(link netlink.Link) bool { return link.Attrs().RawFlags&unix.IFF_UP != 0 }

// HasCarrier tells whether the other end is switched on, too.
func HasCarrier(link netlink.Link) bool { return link.Attrs().RawFlags&unix.IFF_LOWER_UP != 0 }

// Interfaces are those of a network besides lo.
func Interfaces(n *wire.Net) (links []netlink.Link) {
	all, err := n.LinkList()
	must(err)
	for _, link := range all {
		if link.Attrs().Name != "lo" {
			links = append(links, link)
		}
	}
	return links
}

// Names are the interfaces' names, for evidence.
func Names(links []netlink.Link) string {
	names := []string{"lo"}
	for _, link := range links {
		names = append(names, link.Attrs().Name)
	}
	return strings.Join(names, ", ")
}

func (l *Climber) loopback() (Rung, string) {
	lo, err := l.From.LinkByName("lo")
	must(err)
	if !IsUp(lo) {
		return LoopbackDown, "in the container: lo " + Flags(lo)
	}
	return Top, ""
}

func (l *Climber) link() (Rung, string) {
	links := Interfaces(l.From.Net)
	if len(links) == 0 {
		return NoInterface, "interfaces in the container: lo"
	}
	l.eth = links[0]
	seen := fmt.Sprintf("in the container: %s %s", l.eth.Attrs().Name, Flags(l.eth))
	switch {
	case !IsUp(l.eth):
		return InterfaceDown, seen
	case !l.Soon(l.carrier):
		return HostEndDown, seen
	}
	return Top, ""
}

// carrier looks anew: an interface has it a moment after the other one was switched on.
func (l *Climber) carrier() bool {
	link, err := l.From.LinkByIndex(l.eth.Attrs().Index)
	return err == nil && HasCarrier(link)
}

// Addresses are an interface's of IPv4.
func Addresses(n *wire.Net, link netlink.Link) (all []netip.Prefix) {
	list, err := n.AddrList(link, netlink.FAMILY_V4)
	must(err)
	for _, a := range list {
		ip, _ := netip.AddrFromSlice(a.IP.To4())
		bits, _ := a.Mask.Size()
		all = append(all, netip.PrefixFrom(ip, bits))
	}
	return all
}

func (l *Climber) address() (Rung, string) {
	all := Addresses(l.From.Net, l.eth)
	if len(all) == 0 {
		return NoAddress, fmt.Sprintf("in the container: %s has no address", l.eth.Attrs().Name)
	}
	for _, a := range all {
		if a.Masked().Contains(l.Gateway) {
			return Top, ""
		}
	}
	return Alone, fmt.Sprintf("in the container: %s has %s\nthe gateway is %s", l.eth.Attrs().Name, all[0], l.Gateway)
}

// gateway asks the host itself. If it is silent, the reason is looked for between the two.
func (l *Climber) gateway() (Rung, string) {
	holder, found := l.holder()
	if !found {
		return l.between(holder, "no interface of the host has "+l.Gateway.String())
	}
	server, err := l.Host.Serve(netip.AddrPortFrom(l.Gateway, port()))
	must(err)
	defer server.Close()
	var t wire.Talk
	// A bridge listens to a plug only a while after the cable has got its carrier: up to a second.
	const tries = 3
	for i := 0; i == 0 || t.Err != nil && i < tries; i++ {
		t = l.From.Ask("udp", server.At, server)
	}
	if t.Err != nil {
		return l.between(holder, fmt.Sprintf("container → %s: %s", l.Gateway, t.Why()))
	}
	return Top, ""
}

// holder is the host's interface that has the gateway's address.
func (l *Climber) holder() (netlink.Link, bool) {
	for _, link := range Interfaces(l.Host) {
		for _, a := range Addresses(l.Host, link) {
			if a.Addr() == l.Gateway {
				return link, true
			}
		}
	}
	return nil, false
}

func (l *Climber) between(holder netlink.Link, seen string) (Rung, string) {
	end, err := l.Host.LinkByIndex(l.eth.Attrs().ParentIndex)
	if err != nil {
		return Silent, seen
	}
	master := end.Attrs().MasterIndex
	if holder == nil && master == 0 {
		return NoGateway, seen
	}
	if master == 0 && end.Attrs().Index != holder.Attrs().Index {
		return Unplugged, fmt.Sprintf("%s, the host's end, has no master\n%s", end.Attrs().Name, seen)
	}
	if bridge, err := l.Host.LinkByIndex(master); master != 0 && err == nil && !IsUp(bridge) {
		return BridgeDown, fmt.Sprintf("%s %s\n%s", bridge.Attrs().Name, Flags(bridge), seen)
	}
	if holder == nil {
		return NoGateway, seen
	}
	return Silent, seen
}

func (l *Climber) route() (Rung, string) {
	routes, err := l.From.RouteGet(l.Far.Addr().AsSlice())
	if err != nil || len(routes) == 0 {
		return NoRoute, fmt.Sprintf("container → %s: %v", l.Far.Addr(), err)
	}
	if via, _ := netip.AddrFromSlice(routes[0].Gw.To4()); via != l.Gateway {
		return WrongRoute, fmt.Sprintf("container → %s: via %s", l.Far.Addr(), viaText(via))
	}
	return Top, ""
}

func viaText(via netip.Addr) string {
	if !via.IsValid() {
		return "nobody"
	}
	return via.String()
}

// away asks who is outside, and looks there whether the question arrives.
func (l *Climber) away() (Rung, string) {
	for _, network := range []string{"udp", "tcp"} {
		if rung, seen := l.ask(network); rung != Top {
			return rung, seen
		}
	}
	return Top, ""
}

func (l *Climber) ask(network string) (Rung, string) {
	t := l.From.Ask(network, l.Server.At, l.Server)
	seen := fmt.Sprintf("container → %s by %s: %s", l.Far.Addr(), network, t.Why())
	switch {
	case t.Err == nil:
		return Top, ""
	case network == "tcp": // a connection that is not made carries no word, so who asked is not known
		return NoReply, seen
	case !t.Arrived && l.Host.Switch("ipv4/ip_forward") != "1":
		return NotForwarded, seen + "\noutside: nothing has arrived\nthe host's ip_forward: " + l.Host.Switch("ipv4/ip_forward")
	case !t.Arrived:
		return Dropped, seen + "\noutside: nothing has arrived"
	case t.From == Addresses(l.From.Net, l.eth)[0].Addr():
		return NotTranslated, fmt.Sprintf("%s\noutside: it has arrived, from %s", seen, t.From)
	}
	return NoReply, fmt.Sprintf("%s\noutside: it has arrived, from %s", seen, t.From)
}
