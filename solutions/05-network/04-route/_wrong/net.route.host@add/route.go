//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
)

// The route is added where the program is.
func setRoute(pid int, gateway netip.Addr) error {
	// The kernel finds the interface by the gateway: it is the one at whose network the gateway is.
	route := &netlink.Route{Dst: everywhere(), Gw: gateway.AsSlice()}
	if err := netlink.RouteAdd(route); err != nil {
		return fmt.Errorf("set default route via %s: %w", gateway, err)
	}
	return nil
}

// everywhere is 0.0.0.0/0: all addresses have these no bits in common.
func everywhere() *net.IPNet { return &net.IPNet{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)} }
