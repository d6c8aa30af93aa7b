//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"

	"github.com/vishvananda/netlink"
)

// Only the bridge.
func plug(bridge string, gateway netip.Prefix, pid int, address netip.Prefix) error {
	if _, err := bridgeWith(bridge, gateway); err != nil {
		return err
	}
	return nil
}

// bridgeWith finds the bridge or makes it. A bridge is a switch, and an interface of the host's at it, which has the
// address. Somebody may have made it in this moment, so that it is there already is no error.
func bridgeWith(name string, gateway netip.Prefix) (netlink.Link, error) {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = name
	if err := netlink.LinkAdd(&netlink.Bridge{LinkAttrs: attrs}); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("create bridge %s: %w", name, err)
	}
	br, err := netlink.LinkByName(name)
	if err != nil {
		return nil, fmt.Errorf("find bridge %s: %w", name, err)
	}
	if err := netlink.AddrReplace(br, addr(gateway)); err != nil {
		return nil, fmt.Errorf("give %s to %s: %w", gateway, name, err)
	}
	if err := netlink.LinkSetUp(br); err != nil {
		return nil, fmt.Errorf("set %s up: %w", name, err)
	}
	return br, nil
}

func addr(p netip.Prefix) *netlink.Addr {
	return &netlink.Addr{IPNet: &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}}
}
