//go:build linux

// Given; the exercise is in nat.go.
package main

import (
	"net/netip"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(2, "SUBNET/BITS BRIDGE")
	subnet, err := netip.ParsePrefix(args[0])
	if err != nil {
		given.GiveUp(err)
	}
	if err := masquerade(subnet, args[1]); err != nil {
		given.GiveUp(err)
	}
}
