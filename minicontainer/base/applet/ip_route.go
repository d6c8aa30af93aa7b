package applet

import (
	"fmt"
	"net"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

func (ip *ipCall) route() error {
	verb, err := ip.verb("show", "add", "delete", "replace")
	if err != nil {
		return err
	}
	switch verb {
	case "add":
		return ip.changeRoute("add", netlink.RouteAdd)
	case "replace":
		return ip.changeRoute("replace", netlink.RouteReplace)
	case "delete":
		return ip.changeRoute("delete", netlink.RouteDel)
	}
	return ip.showRoutes()
}

// changeRoute reads "default|PREFIX [via GATEWAY] [dev NAME] [src ADDR]
// [metric N]".
func (ip *ipCall) changeRoute(verb string, change func(*netlink.Route) error) error {
	route := &netlink.Route{}
	destination := ""
	for len(ip.words) > 0 {
		word := ip.next()
		if err := ip.routeWord(route, word, &destination); err != nil {
			return err
		}
	}
	if destination == "" {
		return usagef("no destination given")
	}
	if route.Dst == nil {
		route.Dst = ip.everything(route.Gw)
	}
	switch {
	case verb == "delete":
		route.Scope = netlink.SCOPE_NOWHERE // whatever scope the route has
	case route.Gw == nil && familyOf(route.Dst.IP) == unix.AF_INET:
		route.Scope = netlink.SCOPE_LINK // the destination is on the wire itself
	}
	if err := change(route); err != nil {
		return fmt.Errorf("%s route %s: %w", verb, destination, err)
	}
	return nil
}

func (ip *ipCall) routeWord(route *netlink.Route, word string, destination *string) (err error) {
	switch word {
	case "via":
		route.Gw, err = parseIP(ip.next())
	case "src":
		route.Src, err = parseIP(ip.next())
	case "metric":
		route.Priority, err = parseCount(ip.next())
	case "dev":
		var link netlink.Link
		if link, err = linkByName(ip.next()); err == nil {
			route.LinkIndex = link.Attrs().Index
		}
	case "default":
		*destination = word
	default:
		*destination = word
		route.Dst, err = parsePrefix(word)
	}
	return err
}

// everything is the prefix of length 0 in the gateway's family.
func (ip *ipCall) everything(gateway net.IP) *net.IPNet {
	if ip.family == unix.AF_INET6 || gateway != nil && familyOf(gateway) == unix.AF_INET6 {
		return &net.IPNet{IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)}
	}
	return &net.IPNet{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)}
}

func (ip *ipCall) showRoutes() error {
	family := ip.family
	if family == unix.AF_UNSPEC {
		family = unix.AF_INET
	}
	device := ""
	if word := ip.next(); word == "dev" {
		device = ip.next()
	}
	rows, err := linkRows()
	if err != nil {
		return err
	}
	routes, err := netlink.RouteListFiltered(family, &netlink.Route{Table: unix.RT_TABLE_MAIN}, netlink.RT_FILTER_TABLE)
	if err != nil {
		return fmt.Errorf("list routes: %w", err)
	}
	for _, route := range routes {
		if device == "" || nameOfIndex(route.LinkIndex, rows) == device {
			ip.printf("%s\n", routeLine(route, family, rows))
		}
	}
	return nil
}

func routeLine(r netlink.Route, family int, rows []linkRow) string {
	var b strings.Builder
	b.WriteString(routeDestination(r) + " ")
	if r.Gw != nil {
		fmt.Fprintf(&b, "via %s ", r.Gw)
	}
	if r.LinkIndex != 0 {
		fmt.Fprintf(&b, "dev %s ", nameOfIndex(r.LinkIndex, rows))
	}
	if r.Protocol != unix.RTPROT_BOOT {
		fmt.Fprintf(&b, "proto %s ", r.Protocol)
	}
	if r.Scope != netlink.SCOPE_UNIVERSE {
		fmt.Fprintf(&b, "scope %s ", scopeName(r.Scope))
	}
	if r.Src != nil {
		fmt.Fprintf(&b, "src %s ", r.Src)
	}
	if r.Priority != 0 {
		fmt.Fprintf(&b, "metric %d ", r.Priority)
	}
	if r.Flags&unix.RTNH_F_LINKDOWN != 0 {
		b.WriteString("linkdown ")
	}
	if family == unix.AF_INET6 {
		b.WriteString("pref medium")
	}
	return b.String()
}

func routeDestination(r netlink.Route) string {
	if r.Dst == nil {
		return "default"
	}
	ones, bits := r.Dst.Mask.Size()
	switch ones {
	case 0:
		return "default"
	case bits:
		return r.Dst.IP.String()
	}
	return r.Dst.String()
}

func (ip *ipCall) neighbours() error {
	if _, err := ip.verb("show"); err != nil {
		return err
	}
	rows, err := linkRows()
	if err != nil {
		return err
	}
	neighbours, err := netlink.NeighList(0, ip.family)
	if err != nil {
		return fmt.Errorf("list neighbours: %w", err)
	}
	for _, n := range neighbours {
		if n.State == netlink.NUD_NOARP {
			continue
		}
		ip.printf("%s dev %s ", n.IP, nameOfIndex(n.LinkIndex, rows))
		if len(n.HardwareAddr) > 0 {
			ip.printf("lladdr %s ", n.HardwareAddr)
		}
		ip.printf("%s \n", neighbourState(n.State))
	}
	return nil
}

func neighbourState(state int) string {
	for _, known := range []struct {
		bit  int
		name string
	}{
		{netlink.NUD_INCOMPLETE, "INCOMPLETE"}, {netlink.NUD_REACHABLE, "REACHABLE"}, {netlink.NUD_STALE, "STALE"},
		{netlink.NUD_DELAY, "DELAY"}, {netlink.NUD_PROBE, "PROBE"}, {netlink.NUD_FAILED, "FAILED"}, {netlink.NUD_PERMANENT, "PERMANENT"},
	} {
		if state&known.bit != 0 {
			return known.name
		}
	}
	return "NONE"
}
