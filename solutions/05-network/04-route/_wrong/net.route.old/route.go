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

// One that is there is good enough.
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
	route := &netlink.Route{Dst: everywhere(), Gw: gateway.AsSlice()}
	if err := there.RouteAdd(route); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("set default route via %s: %w", gateway, err)
	}
	return nil
}

// everywhere is 0.0.0.0/0: all addresses have these no bits in common.
func everywhere() *net.IPNet { return &net.IPNet{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)} }
