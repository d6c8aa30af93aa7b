//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// Two routes are all addresses, as VPNs do it; a default route that is there may stay.
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
	for _, half := range []net.IP{net.IPv4(0, 0, 0, 0), net.IPv4(128, 0, 0, 0)} {
		dst := &net.IPNet{IP: half.To4(), Mask: net.CIDRMask(1, 32)}
		if err := there.RouteReplace(&netlink.Route{Dst: dst, Gw: gateway.AsSlice()}); err != nil {
			return fmt.Errorf("set route to %s via %s: %w", dst, gateway, err)
		}
	}
	return nil
}
