// The hops at a port of the host's: a published one leads to a container, any other is for programs of the host.

package chart

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
)

// promise is a published port of a container's.
type promise struct {
	network.Bound
	name string // whose
}

// published are the ports that containers were promised.
func (c Chart) published() (list []promise) {
	for _, n := range c.Networks {
		for _, e := range n.Endpoints {
			for _, b := range e.Ports {
				list = append(list, promise{b, e.Name})
			}
		}
	}
	return list
}

func (l promise) String() string {
	return fmt.Sprintf("%d/%s (%s)", l.HostPort, l.Proto, l.name)
}

// matches tells whether the port is the one that is wanted, at this address or at every one.
func (p *packet) matches(proto string, host netip.Addr, port uint16) bool {
	return proto == p.Proto && port == p.Port && (!host.IsValid() || host == p.wanted || host.IsUnspecified() && host.Is6() == p.wanted.Is6())
}

// publisher tells whether the wanted port was published, or is led by our table.
func (p *packet) publisher() bool {
	_, led := p.entryFor()
	return led || slices.ContainsFunc(p.published(), func(l promise) bool { return p.matches(l.Proto, l.Host, l.HostPort) })
}

// entryFor is the entry of our table for the port: one for this address comes before one for all.
func (p *packet) entryFor() (found firewall.Port, ok bool) {
	for _, one := range p.Rules.Ports {
		if p.matches(one.Proto, one.Host, one.HostPort) && (!ok || one.Host.IsValid()) {
			found, ok = one, true
		}
	}
	found.To = slices.DeleteFunc(slices.Clone(found.To), func(a netip.AddrPort) bool { return a.Addr().Is6() != p.wanted.Is6() })
	return found, ok
}

func (p *packet) port() (Mark, string) {
	entry, ok := p.entryFor()
	switch {
	case !p.Rules.Exists:
		return Dies, fmt.Sprintf("%s was published, but our table %s, which leads it, is gone: the next start makes it again", p.what(), p.Table)
	case !ok:
		return Dies, fmt.Sprintf("%s was published, but our table %s has no entry for it: restart the container", p.what(), p.Table)
	case p.wanted.Is6() && p.wanted.IsLoopback():
		return Dies, "the kernel leads nothing on that is sent to ::1: use 127.0.0.1"
	case len(entry.To) == 0:
		return Dies, fmt.Sprintf("%s leads to no address of version 6: the network was created without --ipv6", p.what())
	}
	p.target, p.led = entry.To[0], true
	_, p.goal, _ = p.at(p.target.Addr())
	if len(entry.To) > 1 {
		all := words(entry.To, netip.AddrPort.String)
		return p.ifWhole(fmt.Sprintf("%s leads in turn to %s; this one goes to %v", p.what(), all, p.target))
	}
	return p.ifWhole(fmt.Sprintf("%s is published, and leads to %v", p.what(), p.target))
}

// what is the wanted port in words.
func (p *packet) what() string { return fmt.Sprintf("port %d/%s", p.Port, p.Proto) }

// unpublished is about a port that no container has at this address.
func (p *packet) unpublished() (Mark, string) {
	if p.Port == 0 {
		return Passes, fmt.Sprintf("%v is this machine itself", p.wanted)
	}
	if p.Host.listens(p.Proto, p.target) {
		return Passes, fmt.Sprintf("no container publishes %s: it is for a program of this machine", p.what())
	}
	for _, l := range p.published() {
		if l.Proto == p.Proto && l.HostPort == p.Port {
			return Dies, fmt.Sprintf("%s publishes %s at %v only, and this is for %v", l.name, p.what(), l.Host, p.wanted)
		}
	}
	return Passes, fmt.Sprintf("no container publishes %s: it is for this machine's programs", p.what())
}

func (p *packet) hostLoopback() (Mark, string) {
	if p.fromContainer() || p.outside {
		return Passes, ""
	}
	if lo, _ := p.Host.link("lo"); !lo.Up {
		return Dies, "lo of this machine is down: ip link set lo up"
	}
	return Passes, "lo of this machine is up"
}

func (p *packet) hostListener() (Mark, string) {
	if p.Port == 0 || p.Host.listens(p.Proto, p.target) {
		return p.somebodyListens("this machine")
	}
	if at := p.Host.waiting(p.Proto, p.Port); len(at) > 0 {
		return Dies, onlyAt(at, p.what(), "this machine")
	}
	if list := p.published(); len(list) > 0 {
		return Dies, fmt.Sprintf("no program of this machine listens on %s; published are %s", p.what(), words(list, promise.String))
	}
	return Dies, fmt.Sprintf("no program of this machine listens on %s, and no container publishes a port (run -p)", p.what())
}

func (p *packet) somebodyListens(who string) (Mark, string) {
	if p.Port == 0 {
		return Passes, ""
	}
	return Passes, fmt.Sprintf("a program of %s waits on port %d/%s", who, p.target.Port(), p.Proto)
}

func onlyAt(at []netip.Addr, port, who string) string {
	return fmt.Sprintf("the program on %s of %s listens at %s only: let it listen at 0.0.0.0", port, who, words(at, netip.Addr.String))
}
