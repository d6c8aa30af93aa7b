//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// To where the neighbours of the host are.
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
	route := &netlink.Route{Dst: outside(), Gw: gateway.AsSlice()}
	if err := there.RouteReplace(route); err != nil {
		return fmt.Errorf("set default route via %s: %w", gateway, err)
	}
	return nil
}

func outside() *net.IPNet {
	return &net.IPNet{IP: net.IPv4(203, 0, 113, 0).To4(), Mask: net.CIDRMask(24, 32)}
}
