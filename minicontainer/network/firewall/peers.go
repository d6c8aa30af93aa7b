package firewall

import (
	"slices"

	"github.com/google/nftables"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// peers are the bridges of others, behind which are their containers or machines: every bridge but ours, and but one by which the host
// itself gets out (a bridge that its network card is plugged in, with a route to some gateway).
func (t Table) peers(c *nftables.Conn, mine []string) (names []string, err error) {
	links, err := syscalls.Whole(netlink.LinkList)
	if err != nil {
		return nil, err
	}
	// Of tables of other names the interfaces are peers, too.
	entered, err := c.GetSetElements(t.setNamed(bridges))
	if there, lookErr := t.exists(c); lookErr == nil && !there {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	mine = slices.Clone(mine)
	for _, e := range entered {
		mine = append(mine, readInterface(e.Key))
	}
	routes, err := syscalls.Whole(func() ([]netlink.Route, error) { return netlink.RouteList(nil, unix.AF_UNSPEC) })
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		uplink := func(r netlink.Route) bool { return wayOut(r, l.Attrs().Index) }
		if l.Type() == "bridge" && !slices.Contains(mine, l.Attrs().Name) && !slices.ContainsFunc(routes, uplink) {
			names = append(names, l.Attrs().Name)
		}
	}
	return names, nil
}

// wayOut tells whether a route leads through the link to somewhere else than to its neighbours.
func wayOut(r netlink.Route, link int) bool {
	for _, hop := range r.MultiPath {
		if hop.LinkIndex == link {
			return true
		}
	}
	everywhere := r.Dst == nil || r.Dst.IP.IsUnspecified()
	return r.LinkIndex == link && (r.Gw != nil || everywhere)
}
