// The hops in the host: where it leads the packet, and whether it lets it pass.

package chart

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
)

func (p *packet) nonsense() (Mark, string) {
	return Dies, fmt.Sprintf("%v is every machine's name for itself: nobody outside can send there", p.wanted)
}

func (p *packet) uplinkUp() (Mark, string) {
	l, ok := p.uplink()
	switch {
	case !ok:
		return Dies, "this machine has no link to the outside"
	case !l.Up:
		return Dies, fmt.Sprintf("%s is down: ip link set %[1]s up", l.Name)
	}
	return Passes, fmt.Sprintf("it comes in by %s, which is up", l.Name)
}

// fromAfar is about an address that only this machine knows the way to.
func (p *packet) fromAfar() (Mark, string) {
	if !p.ofOurs(p.wanted) {
		return Dies, fmt.Sprintf("%v is no address of this machine", p.wanted)
	}
	up, _ := p.uplink()
	for _, b := range p.goal.Ports {
		if b.Proto == p.Proto && b.Port == p.Port && len(up.Addresses) > 0 {
			return Dies, fmt.Sprintf("outside nobody has a route to %v, as it is an address of this machine's own; there it is %v", p.wanted,
				netip.AddrPortFrom(up.Addresses[0].Addr(), b.HostPort))
		}
	}
	return Dies, fmt.Sprintf("outside nobody has a route to %v, as it is an address of this machine's own: publish a port of the container (run -p)", p.wanted)
}

func (p *packet) forward() (Mark, string) {
	on, key := p.Forward4, "net.ipv4.ip_forward"
	if p.target.Addr().Is6() {
		on, key = p.Forward6, "net.ipv6.conf.all.forwarding"
	}
	if !on {
		return Dies, fmt.Sprintf("this machine passes nothing on, as %s is 0: sysctl -w %[1]s=1", key)
	}
	return Passes, fmt.Sprintf("this machine passes on what is not for itself (%s is 1)", key)
}

func (p *packet) goalBridge() (Mark, string) {
	if p.goal.Bridge == "" {
		return Passes, ""
	}
	mark, why := p.bridgeUp(p.goal)
	b, _ := p.Host.link(p.goal.Bridge)
	if gateway := p.goal.gateway(p.target.Addr()); mark == Passes && !b.has(gateway) {
		return Dies, fmt.Sprintf("the bridge %s has not its address, so this machine has no way into %v: ip address add %v/%d dev %[1]s", p.goal.Bridge, p.goal.Subnet, gateway, p.goal.Subnet.Bits())
	}
	return mark, why
}

// gateway is the host's address in the network, of the same version as another.
func (s seat) gateway(like netip.Addr) netip.Addr {
	if like.Is6() {
		return s.Gateway6()
	}
	return s.Gateway
}

func (p *packet) onward() (Mark, string) {
	to := p.target.Addr()
	way, err := p.route(p.Host, to)
	if err != nil {
		return Dies, fmt.Sprintf("this machine has no route to %v", to)
	}
	p.out = way.Link
	out, _ := p.Host.link(p.out)
	switch {
	case p.goal.Bridge != "" && p.out != p.goal.Bridge:
		return Dies, fmt.Sprintf("this machine sends what is for %v to %s, not to the bridge %s: another route is in the way", to, p.out, p.goal.Bridge)
	case p.led && p.wanted.IsLoopback() && !out.RouteLocalnet:
		return Dies, fmt.Sprintf("the kernel lets nothing from 127.0.0.1 out by %s: sysctl -w net.ipv4.conf.%[1]s.route_localnet=1", p.out)
	case way.Via.IsValid():
		return Passes, fmt.Sprintf("this machine sends it to %v, out of %s", way.Via, way.Link)
	}
	return Passes, fmt.Sprintf("this machine has %v as a neighbour on %s", to, way.Link)
}

// rule is what our chain forward decides; see package firewall, rules.go, for its rules and their order.
func (p *packet) rule() (Mark, string) {
	switch {
	case !p.Rules.Exists:
		return Passes, fmt.Sprintf("our table %s is gone, so nothing keeps networks apart; the next start makes it again", p.Table)
	case p.in == p.out && p.known(p.in):
		return p.ifWhole(fmt.Sprintf("in and out by the same bridge %s, as among neighbours", p.in))
	case p.isInternal(p.in):
		return Dies, fmt.Sprintf("the network of %s is internal: our table lets nothing out of it", p.in)
	case p.isInternal(p.out):
		return Dies, fmt.Sprintf("the network of %s is internal: our table lets nothing into it", p.out)
	case p.known(p.out) && p.led:
		return p.ifWhole("our table lets in what comes by a published port")
	case p.known(p.out):
		return Dies, fmt.Sprintf("networks are kept apart: our table drops what goes from %s to %s (network connect joins a container to both)", p.cameBy(), p.out)
	}
	return p.ifWhole("our table lets out what a container sends")
}

func (p *packet) cameBy() string {
	if p.in == "" {
		return Outside
	}
	return p.in
}

// ifWhole says so, unless somebody has removed a part of the table.
func (p *packet) ifWhole(why string) (Mark, string) {
	if p.Rules.Whole {
		return Passes, why
	}
	return Unclear, fmt.Sprintf("our table %s is not whole: a rule or a set of it was changed; the next start repairs it", p.Table)
}

func (p *packet) entry(bridge string) (n firewall.Network, ok bool) {
	i := slices.IndexFunc(p.Rules.Networks, func(n firewall.Network) bool { return n.Bridge == bridge })
	if i < 0 {
		return n, false
	}
	return p.Rules.Networks[i], true
}

func (p *packet) known(bridge string) bool {
	_, ok := p.entry(bridge)
	return ok
}

func (p *packet) isInternal(bridge string) bool {
	n, _ := p.entry(bridge)
	return n.Internal
}

// betweenNeighbours is for machines on which the firewalls are asked about frames in a bridge, too.
func (p *packet) betweenNeighbours() (Mark, string) {
	if !p.BridgeFilter {
		return Passes, ""
	}
	p.out = p.in
	return p.others()
}

// others are the firewalls of others. Each of them is asked, and one that drops is enough.
func (p *packet) others() (Mark, string) {
	mark, why := Passes, ""
	for _, o := range p.Others {
		if p.target.Addr().Is6() && o.Family == "ip" || p.target.Addr().Is4() && o.Family == "ip6" {
			continue
		}
		switch {
		case o.Unreadable:
			mark, why = Unclear, fmt.Sprintf("there is another firewall (%v)", o)
		case slices.Contains(o.Admits, p.in), p.led && slices.Contains(o.Admits, p.out):
			if mark == Passes {
				why = fmt.Sprintf("another firewall (%v) has our rules, and lets it through", o)
			}
		default:
			return Dies, fmt.Sprintf("another firewall drops what it does not know (%v), and our rules are not in it: the next start of a container in the network adds them", o)
		}
	}
	return mark, why
}

func (p *packet) nat() (Mark, string) {
	switch {
	case p.led && (p.wanted.IsLoopback() || p.fromContainer()):
		return Passes, fmt.Sprintf("the sender becomes %v, the bridge's address, so that the answer comes back here", p.goal.gateway(p.target.Addr()))
	case p.led || !p.fromContainer() || p.known(p.out) || p.ofOurs(p.target.Addr()):
		return Passes, ""
	}
	mine, _ := p.seat.mine(p.wanted)
	for _, n := range p.Rules.Networks {
		if slices.ContainsFunc(n.Subnets, func(s netip.Prefix) bool { return s.Contains(mine) }) {
			return Passes, fmt.Sprintf("the sender %v becomes this machine's address on %s", mine, p.out)
		}
	}
	if !p.Rules.Exists {
		return Dies, fmt.Sprintf("it leaves with the sender %v, whom outside nobody can answer: our table %s, which would change that, is gone; the next start makes it again", mine, p.Table)
	}
	return Dies, fmt.Sprintf("it leaves with the sender %v, whom outside nobody can answer: the network is missing in our table %s; the next start adds it", mine, p.Table)
}

func (p *packet) beyond() (Mark, string) {
	return Unclear, fmt.Sprintf("it leaves by %s; what becomes of it outside cannot be seen from here", p.out)
}

func words[T any](list []T, say func(T) string) string {
	var out []string
	for _, one := range list {
		if w := say(one); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, ", ")
}
