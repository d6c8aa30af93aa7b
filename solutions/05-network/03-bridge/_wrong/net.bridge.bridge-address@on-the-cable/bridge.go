//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// The gateway is where the cable ends.
func plug(bridge string, gateway netip.Prefix, pid int, address netip.Prefix) error {
	br, err := bridgeWith(bridge)
	if err != nil {
		return err
	}
	// The host's end has no address: it is a socket of the switch. MasterIndex plugs it in as it is made.
	attrs := netlink.NewLinkAttrs()
	attrs.Name = fmt.Sprintf("veth%d", pid)
	attrs.MasterIndex = br.Attrs().Index
	veth := &netlink.Veth{LinkAttrs: attrs, PeerName: "eth0", PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(veth); err != nil {
		return fmt.Errorf("create %s: %w", attrs.Name, err)
	}
	if err := netlink.LinkSetUp(veth); err != nil {
		return fmt.Errorf("set %s up: %w", attrs.Name, err)
	}
	if err := netlink.AddrAdd(veth, addr(gateway)); err != nil {
		return fmt.Errorf("give %s: %w", gateway, err)
	}
	ns, err := netns.GetFromPid(pid)
	if err != nil {
		return fmt.Errorf("open network of %d: %w", pid, err)
	}
	defer ns.Close() //nolint:errcheck // nothing was written
	there, err := netlink.NewHandleAt(ns)
	if err != nil {
		return fmt.Errorf("talk to the kernel in there: %w", err)
	}
	defer there.Close()
	eth0, err := there.LinkByName("eth0")
	if err != nil {
		return fmt.Errorf("find eth0: %w", err)
	}
	if err := there.AddrAdd(eth0, addr(address)); err != nil {
		return fmt.Errorf("give %s to eth0: %w", address, err)
	}
	if err := there.LinkSetUp(eth0); err != nil {
		return fmt.Errorf("set eth0 up: %w", err)
	}
	return nil
}

// bridgeWith finds the bridge or makes it. A bridge is a switch, and an interface of the host's at it, which has the
// address. Somebody may have made it in this moment, so that it is there already is no error.
func bridgeWith(name string) (netlink.Link, error) {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = name
	if err := netlink.LinkAdd(&netlink.Bridge{LinkAttrs: attrs}); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("create bridge %s: %w", name, err)
	}
	br, err := netlink.LinkByName(name)
	if err != nil {
		return nil, fmt.Errorf("find bridge %s: %w", name, err)
	}
	if err := netlink.LinkSetUp(br); err != nil {
		return nil, fmt.Errorf("set %s up: %w", name, err)
	}
	return br, nil
}

func addr(p netip.Prefix) *netlink.Addr {
	return &netlink.Addr{IPNet: &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}}
}
