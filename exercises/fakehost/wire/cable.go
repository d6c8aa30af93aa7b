//go:build linux

package wire

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
)

// End is an end of a cable, or a plug: an interface of a network, with an address if it is to have one.
type End struct {
	Net     *Net
	Name    string
	Address netip.Prefix
}

// Cable lays a veth from one network to another. Both ends are up, and have their addresses.
func Cable(a, b End) error {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = a.Name
	veth := &netlink.Veth{LinkAttrs: attrs, PeerName: b.Name, PeerNamespace: netlink.NsFd(int(b.Net.ns.Fd()))}
	if err := a.Net.LinkAdd(veth); err != nil {
		return fmt.Errorf("lay cable %s: %w", a.Name, err)
	}
	for _, e := range []End{a, b} {
		if err := e.Net.Up(e.Name); err != nil {
			return err
		}
		if err := e.Net.Give(e.Name, e.Address); err != nil {
			return err
		}
	}
	return nil
}

// Up switches an interface on.
func (n *Net) Up(name string) error {
	link, err := n.LinkByName(name)
	if err != nil {
		return fmt.Errorf("switch %s on: %w", name, err)
	}
	return n.LinkSetUp(link)
}

// Give gives an address to an interface; none if it is not valid.
func (n *Net) Give(name string, address netip.Prefix) error {
	if !address.IsValid() {
		return nil
	}
	link, err := n.LinkByName(name)
	if err != nil {
		return fmt.Errorf("give %s to %s: %w", address, name, err)
	}
	return n.AddrAdd(link, &netlink.Addr{IPNet: IPNet(address)})
}

// Bridge makes a bridge that is up and has an address.
func (n *Net) Bridge(name string, address netip.Prefix) error {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = name
	if err := n.LinkAdd(&netlink.Bridge{LinkAttrs: attrs}); err != nil {
		return fmt.Errorf("make bridge %s: %w", name, err)
	}
	if err := n.Up(name); err != nil {
		return err
	}
	return n.Give(name, address)
}

// Plug plugs an interface into a bridge.
func (n *Net) Plug(name, bridge string) error {
	link, err := n.LinkByName(name)
	if err != nil {
		return fmt.Errorf("plug %s in: %w", name, err)
	}
	to, err := n.LinkByName(bridge)
	if err != nil {
		return fmt.Errorf("plug %s into %s: %w", name, bridge, err)
	}
	return n.LinkSetMaster(link, to)
}

// Route leads packets to a network by way of a neighbour.
func (n *Net) Route(to netip.Prefix, via netip.Addr) error {
	return n.RouteAdd(&netlink.Route{Dst: IPNet(to), Gw: via.AsSlice()})
}

// Default leads all packets that have no other way to a neighbour.
func (n *Net) Default(via netip.Addr) error {
	return n.RouteAdd(DefaultRoute(via))
}

// IPNet is a prefix in the form of package net.
func IPNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}

// DefaultRoute is the route that Default adds.
func DefaultRoute(via netip.Addr) *netlink.Route {
	return &netlink.Route{Dst: IPNet(netip.PrefixFrom(netip.IPv4Unspecified(), 0)), Gw: via.AsSlice()}
}
