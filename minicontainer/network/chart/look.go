//go:build linux

package chart

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Look reads the state of the networks of a store, and changes nothing. containers are those that run: their IDs, names, modes,
// and PIDs are filled in, the rest of their places is read here. One that has ended meanwhile is left out. It looks from the network
// namespace of the calling thread, which is the host's.
func Look(store *network.Store, containers []Container) (Chart, error) {
	var c Chart
	var err error
	if c.Host, err = readPlace(0); err != nil {
		return c, err
	}
	for _, one := range containers {
		place, err := readPlace(one.PID)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return c, err
		}
		one.Place = place
		c.Containers = append(c.Containers, one)
	}
	if c.Networks, err = readNetworks(store); err != nil {
		return c, err
	}
	return c, c.readRules(store.Table())
}

func readNetworks(store *network.Store) ([]Network, error) {
	names, err := store.List()
	if err != nil {
		return nil, err
	}
	var list []Network
	for _, n := range names {
		endpoints, err := store.Endpoints(n)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(endpoints, func(a, b network.Endpoint) int { return a.Address.Compare(b.Address) })
		list = append(list, Network{n, endpoints})
	}
	return list, nil
}

// readRules is what the host decides by.
func (c *Chart) readRules(t firewall.Table) (err error) {
	c.Table = t.Name
	if c.Forward4, c.Forward6, err = firewall.Forwarding(); err != nil {
		return err
	}
	filter, err := firewall.Sysctl{Key: "net.bridge.bridge-nf-call-iptables"}.Was()
	c.BridgeFilter = err == nil && filter == "1" // the file is there with the module br_netfilter
	if c.Rules, err = t.Look(); err != nil {
		return err
	}
	others, err := firewall.Others()
	if err != nil {
		return err
	}
	for _, o := range others {
		admits, err := c.admitted(t, o)
		if err != nil {
			return err
		}
		c.Others = append(c.Others, Other{o, admits})
	}
	return nil
}

// admitted are the bridges for which our rules are in another's table: those for which there is something to take back. The
// line of such a step tells which table it is about.
func (c *Chart) admitted(t firewall.Table, o firewall.Other) (bridges []string, err error) {
	mark := fmt.Sprintf("nft delete rule %s %s ", o.Family, o.Table)
	if o.Legacy {
		mark = map[string]string{"ip": "iptables-legacy ", "ip6": "ip6tables-legacy "}[o.Family]
	}
	for _, n := range c.Networks {
		steps, err := t.TakeBack(n.Bridge)
		if err != nil {
			return nil, err
		}
		for _, s := range steps {
			if strings.HasPrefix(s.Line(), mark) && !slices.Contains(bridges, n.Bridge) {
				bridges = append(bridges, n.Bridge)
			}
		}
	}
	return bridges, nil
}

// readPlace reads a namespace: that of a process, or with 0 that of the calling thread. The cause is os.ErrNotExist if the
// process is gone.
func readPlace(pid int) (Place, error) {
	p := Place{PID: pid}
	h, err := p.open()
	if err != nil {
		return p, err
	}
	defer h.Close()
	links, err := syscalls.Whole(h.LinkList)
	if err != nil {
		return p, fmt.Errorf("list links: %w", err)
	}
	names := map[int]string{}
	for _, l := range links {
		names[l.Attrs().Index] = l.Attrs().Name
	}
	for _, l := range links {
		link, err := readLink(h, l, names, pid == 0)
		if err != nil {
			return p, err
		}
		p.Links = append(p.Links, link)
	}
	if p.Routes, err = readRoutes(h, names); err != nil {
		return p, err
	}
	p.Sockets = readSockets(p.dir())
	return p, nil
}

// dir is where /proc shows the namespace. That of a thread is not that of its process.
func (p Place) dir() string {
	if p.PID == 0 {
		return "/proc/thread-self"
	}
	return filepath.Join("/proc", strconv.Itoa(p.PID))
}

func (p Place) open() (*netlink.Handle, error) {
	ns, err := netns.GetFromPath(filepath.Join(p.dir(), "ns/net"))
	if err != nil {
		return nil, fmt.Errorf("open network of process %d: %w", p.PID, err)
	}
	defer ns.Close() //nolint:errcheck // nothing was written to it
	h, err := netlink.NewHandleAt(ns, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, fmt.Errorf("open network of process %d: %w", p.PID, err)
	}
	return h, nil
}

func readLink(h *netlink.Handle, l netlink.Link, names map[int]string, here bool) (Link, error) {
	a := l.Attrs()
	link := Link{Name: a.Name, Kind: l.Type(), MAC: a.HardwareAddr.String(), Up: a.RawFlags&unix.IFF_UP != 0, Bridge: names[a.MasterIndex]}
	if here && link.Kind == "bridge" { // /proc/sys shows each thread its own
		local, err := firewall.RouteLocalhost(a.Name).Was()
		link.RouteLocalnet = err == nil && local == "1"
	}
	addresses, err := syscalls.Whole(func() ([]netlink.Addr, error) { return h.AddrList(l, netlink.FAMILY_ALL) })
	if err != nil {
		return link, fmt.Errorf("list addresses of %s: %w", a.Name, err)
	}
	for _, one := range addresses {
		if p, ok := prefix(one.IP, one.Mask); ok && !p.Addr().IsLinkLocalUnicast() {
			link.Addresses = append(link.Addresses, p)
		}
	}
	return link, nil
}

func prefix(ip, mask []byte) (netip.Prefix, bool) {
	a, ok := netip.AddrFromSlice(ip)
	bits := 0
	for _, b := range mask {
		for ; b&0x80 != 0; b <<= 1 {
			bits++
		}
	}
	return netip.PrefixFrom(a.Unmap(), bits), ok
}

func readRoutes(h *netlink.Handle, names map[int]string) (list []Route, err error) {
	for _, family := range []int{netlink.FAMILY_V4, netlink.FAMILY_V6} {
		routes, err := syscalls.Whole(func() ([]netlink.Route, error) { return h.RouteList(nil, family) })
		if err != nil {
			return nil, fmt.Errorf("list routes: %w", err)
		}
		for _, r := range routes {
			route := Route{Link: names[r.LinkIndex]}
			route.Via, _ = netip.AddrFromSlice(r.Gw)
			route.Via = route.Via.Unmap()
			switch {
			case r.Dst != nil:
				route.To, _ = prefix(r.Dst.IP, r.Dst.Mask)
			case family == netlink.FAMILY_V4:
				route.To = netip.PrefixFrom(netip.IPv4Unspecified(), 0)
			default:
				route.To = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
			}
			if !route.To.Addr().IsLinkLocalUnicast() && !route.To.Addr().IsMulticast() {
				list = append(list, route)
			}
		}
	}
	return list, nil
}

// Kernel is the Router that asks the kernel of the place, as `ip route get` does.
func Kernel(p Place, to netip.Addr) (Way, error) {
	h, err := p.open()
	if err != nil {
		return Way{}, err
	}
	defer h.Close()
	routes, err := h.RouteGet(to.AsSlice())
	if err == nil && len(routes) == 0 {
		err = errors.New("there is none")
	}
	if err != nil {
		return Way{}, fmt.Errorf("get route to %v: %w", to, err)
	}
	link, err := h.LinkByIndex(routes[0].LinkIndex)
	if err != nil {
		return Way{}, fmt.Errorf("get route to %v: %w", to, err)
	}
	way := Way{Link: link.Attrs().Name}
	way.Via, _ = netip.AddrFromSlice(routes[0].Gw)
	way.Via = way.Via.Unmap()
	return way, nil
}
