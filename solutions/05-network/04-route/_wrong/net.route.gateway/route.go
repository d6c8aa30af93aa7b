//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// The gateway is the first address.
func setRoute(pid int, gateway netip.Addr) error {
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
	// The kernel finds the interface by the gateway: it is the one at whose network the gateway is.
	first := gateway.As4()
	first[3] = 1
	route := &netlink.Route{Dst: everywhere(), Gw: first[:]}
	if err := there.RouteReplace(route); err != nil {
		return fmt.Errorf("set default route via %s: %w", gateway, err)
	}
	return nil
}

// everywhere is 0.0.0.0/0: all addresses have these no bits in common.
func everywhere() *net.IPNet { return &net.IPNet{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)} }
