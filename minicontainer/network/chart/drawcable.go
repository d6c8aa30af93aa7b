// The cables of the drawing, each with the container at its end.

package chart

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// endpoint is a cable with what is at its end: first the name, and below it the addresses.
func (d *drawing) endpoint(n Network, e network.Endpoint, piece string) {
	cable := " ═══ "
	if _, ok := d.Host.link(e.Cable); !ok {
		cable = "     "
	}
	name := e.Name
	if len(e.Aliases) > 0 {
		name += " (" + strings.Join(e.Aliases, ", ") + ")"
	}
	head := piece + e.Cable + cable
	d.line(head, strings.Join(append([]string{e.Link, name}, d.wrong(n, e)...), "  "))
	text := "no address yet"
	if e.Address.IsValid() {
		text = netip.PrefixFrom(e.Address, n.Subnet.Bits()).String() + "  " + e.MAC
	}
	if e.Address6.IsValid() {
		text += "  " + e.Address6.String()
	}
	d.line(goesOn(piece)+strings.Repeat(" ", cells.Of(head)-cells.Of(piece)), text)
}

// wrong is what both ends of the cable lack, the host's first.
func (d *drawing) wrong(n Network, e network.Endpoint) (list []string) {
	end, there := d.Host.link(e.Cable)
	switch {
	case !there:
		list = append(list, "cable MISSING")
	case end.Bridge != n.Bridge:
		list = append(list, "cable UNPLUGGED")
	case !end.Up:
		list = append(list, "the host's end DOWN")
	}
	one, runs := d.holder(e)
	if !runs {
		return append(list, "does not run: LEFT BEHIND")
	}
	far, farThere := one.link(e.Link)
	switch {
	case !there:
	case !farThere:
		list = append(list, "its end MISSING")
	case !far.Up:
		list = append(list, e.Link+" DOWN")
	case !far.has(e.Address):
		list = append(list, "WITHOUT its address")
	}
	if lo, _ := one.link("lo"); !lo.Up {
		list = append(list, "lo DOWN")
	}
	return list
}

// holder is the container that an endpoint is of.
func (d *drawing) holder(e network.Endpoint) (Container, bool) {
	i := slices.IndexFunc(d.Containers, func(one Container) bool { return one.ID == e.Container })
	if i < 0 {
		return Container{}, false
	}
	return d.Containers[i], true
}
