// The drawing: from the outside, through the host, to its bridges, and from each bridge a cable to each container.

package chart

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// Draw draws a chart in lines no wider than width columns. With networks only those are drawn, and not who is in none.
func Draw(c Chart, width int, only ...string) string {
	d := &drawing{Chart: c, width: width}
	d.host()
	list := slices.DeleteFunc(slices.Clone(c.Networks), func(n Network) bool { return len(only) > 0 && !slices.Contains(only, n.Name) })
	d.ports(list)
	for _, n := range list {
		d.nameRoom = max(d.nameRoom, cells.Of(n.Name))
	}
	for i, n := range list {
		d.line("│", "")
		d.network(n, i == len(list)-1)
	}
	if len(list) == 0 {
		d.line("└─ ", "no network yet: the first container makes one")
	}
	if len(only) == 0 {
		d.unconnected()
	}
	d.complaints()
	return d.text.String()
}

type drawing struct {
	Chart
	width    int
	nameRoom int // for the longest name of a network
	text     strings.Builder
}

// line writes a text behind a piece of the drawing. What has no room goes on below the text's beginning, behind the lines that
// go on as well.
func (d *drawing) line(piece, text string) {
	d.text.WriteString(wrap(piece, goesOn(piece), text, d.width))
}

// goesOn is the piece of the drawing below another one.
func goesOn(piece string) string {
	below := strings.NewReplacer("├─", "│ ", "└─", "  ").Replace(piece)
	if cut := strings.IndexFunc(below, func(r rune) bool { return r != '│' && r != ' ' }); cut >= 0 {
		below = below[:cut] + strings.Repeat(" ", cells.Of(below[cut:]))
	}
	return below
}

// host is what is between the outside and the bridges.
func (d *drawing) host() {
	d.line("outside", "")
	d.line("│", "")
	for _, l := range d.Host.Links {
		if l.Name == "lo" || d.ours(l) {
			continue
		}
		text := l.Name + "  " + addresses(l) + upOrDown(l)
		for _, r := range d.Host.Routes {
			if r.Link == l.Name && r.Default() && r.Via.IsValid() {
				text += fmt.Sprintf(", default route via %v", r.Via)
			}
		}
		d.line("├─ ", text)
	}
	d.line("│", "")
	d.line("│  ", "this machine:  forwarding "+d.onOrOff(d.Forward4)+d.forwarding6()+" · table "+d.Table+" "+d.tableState())
}

func addresses(l Link) string {
	if len(l.Addresses) == 0 {
		return "no address"
	}
	return words(l.Addresses, netip.Prefix.String)
}

func upOrDown(l Link) string {
	if l.Up {
		return "  up"
	}
	return "  DOWN"
}

func (d *drawing) onOrOff(on bool) string {
	switch {
	case on:
		return "on"
	case d.needed():
		return "OFF"
	}
	return "off"
}

// needed tells whether a container is connected: what all share is made for the first one.
func (d *drawing) needed() bool {
	return slices.ContainsFunc(d.Networks, func(n Network) bool { return len(n.Endpoints) > 0 })
}

// forwarding6 matters only where a network has addresses of version 6.
func (d *drawing) forwarding6() string {
	if !slices.ContainsFunc(d.Networks, func(n Network) bool { return n.V6() }) {
		return ""
	}
	return ", of IPv6 " + d.onOrOff(d.Forward6)
}

func (d *drawing) tableState() string {
	switch {
	case !d.Rules.Exists && !d.needed():
		return "not made yet"
	case !d.Rules.Exists:
		return "MISSING"
	case !d.Rules.Whole:
		return "DAMAGED"
	}
	return "whole"
}

// ports are those that are published by the networks' containers, with where our table leads them.
func (d *drawing) ports(list []Network) {
	var lines []string
	for _, n := range list {
		for _, e := range n.Endpoints {
			for _, b := range e.Ports {
				if line := d.portLine(b); !slices.Contains(lines, line) {
					lines = append(lines, line)
				}
			}
		}
	}
	for _, line := range lines {
		d.line("│  ", line)
	}
}

func (d *drawing) portLine(b network.Bound) string {
	host := "*"
	if b.Host.IsValid() {
		host = b.Host.String()
		if b.Host.Is6() {
			host = "[" + host + "]"
		}
	}
	text := fmt.Sprintf("port %s:%d/%s ──▶ ", host, b.HostPort, b.Proto)
	for _, p := range d.Rules.Ports {
		if p.Proto != b.Proto || p.HostPort != b.HostPort || p.Host != b.Host {
			continue
		}
		text += words(p.To, func(to netip.AddrPort) string { return d.nameOf(to) })
		if len(p.To) > 1 && p.To[0].Addr().Is6() == p.To[1].Addr().Is6() {
			text += " in turn"
		}
		return text
	}
	return text + "MISSING in the table"
}

func (d *drawing) nameOf(at netip.AddrPort) string {
	for _, n := range d.Networks {
		for _, e := range n.Endpoints {
			if e.Address == at.Addr() || e.Address6 == at.Addr() {
				return fmt.Sprintf("%s:%d", e.Name, at.Port())
			}
		}
	}
	return at.String()
}

func (d *drawing) network(n Network, last bool) {
	piece, stem := "├─ ", "│  "
	if last {
		piece, stem = "└─ ", "   "
	}
	d.line(piece, n.Name+strings.Repeat(" ", d.nameRoom-cells.Of(n.Name))+"  bridge "+n.Bridge+"  "+d.bridgeState(n))
	if len(n.Endpoints) == 0 {
		d.line(stem+"└─ ", "no container")
	}
	for i, e := range n.Endpoints {
		branch := "├─ "
		if i == len(n.Endpoints)-1 {
			branch = "└─ "
		}
		d.endpoint(n, e, stem+branch)
	}
}

func (d *drawing) bridgeState(n Network) string {
	text := n.Subnet.String()
	b, ok := d.Host.link(n.Bridge)
	switch {
	case !ok && len(n.Endpoints) == 0:
		text += "  not made yet"
	case !ok:
		text += "  MISSING"
	case !b.has(n.Gateway):
		text += "  WITHOUT its address " + n.Gateway.String() + upOrDown(b)
	default:
		text = addresses(b) + upOrDown(b)
	}
	if n.Internal {
		text += "  internal: no way out or in"
	}
	if ok && d.Rules.Exists && !d.entered(n.Network) {
		text += "  MISSING in the table"
	}
	return text
}

var modeWords = map[network.Mode]string{
	network.None: "only lo (none)", network.Host: "this machine's own network (host)",
	network.User: "a program of an ordinary user's carries its packets",
}

// unconnected are the containers without a cable.
func (d *drawing) unconnected() {
	first := true
	for _, one := range d.Containers {
		text := modeWords[one.Mode]
		switch {
		case one.Mode == network.Joined:
			i := slices.IndexFunc(d.Containers, func(other Container) bool { return other.ID == one.Of })
			text = "the network of " + one.Of[:min(len(one.Of), 12)]
			if i >= 0 {
				text = "the network of " + d.Containers[i].Name
			}
		case text == "" && len(d.seats(one)) > 0:
			continue
		case text == "":
			text = "connected to no network"
		}
		if first {
			d.line("", "")
		}
		first = false
		d.line("not connected:  ", one.Name+": "+text)
	}
}

// complaints are what the pieces of the drawing do not show.
func (d *drawing) complaints() {
	var list []string
	for _, o := range d.Others {
		text := fmt.Sprintf("another firewall drops what it does not know: %v", o)
		if len(o.Admits) > 0 {
			text += "; it lets through " + strings.Join(o.Admits, ", ") + ", as we asked it to"
		}
		list = append(list, text)
	}
	if d.missing() {
		list = append(list, "what is missing is made again by the next container that starts")
	}
	if len(list) > 0 {
		d.line("", "")
	}
	for _, text := range list {
		d.line("! ", text)
	}
}

// missing tells whether something is not there that a start would make.
func (d *drawing) missing() bool {
	for _, n := range d.Networks {
		if len(n.Endpoints) == 0 {
			continue
		}
		if _, ok := d.Host.link(n.Bridge); !ok || !d.Rules.Whole || !d.entered(n.Network) {
			return true
		}
	}
	return false
}
