//go:build linux

package main

import (
	"fmt"
	"net"
	"net/netip"
	"runtime"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// A thread goes in, and sets it there.
func setRoute(pid int, gateway netip.Addr) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		ns, err := netns.GetFromPid(pid)
		if err == nil {
			err = netns.Set(ns)
		}
		if err == nil {
			err = netlink.RouteReplace(&netlink.Route{Dst: everywhere(), Gw: gateway.AsSlice()})
		}
		result <- err
	}()
	if err := <-result; err != nil {
		return fmt.Errorf("set default route: %w", err)
	}
	return nil
}

// everywhere is 0.0.0.0/0: all addresses have these no bits in common.
func everywhere() *net.IPNet { return &net.IPNet{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)} }
