//go:build linux

// Given; the exercise is in bridge.go.
package main

import (
	"net/netip"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(4, "BRIDGE GATEWAY/BITS PID ADDRESS/BITS")
	gateway, err := netip.ParsePrefix(args[1])
	if err != nil {
		given.GiveUp(err)
	}
	pid, err := strconv.Atoi(args[2])
	if err != nil {
		given.GiveUp(err)
	}
	address, err := netip.ParsePrefix(args[3])
	if err != nil {
		given.GiveUp(err)
	}
	if err := plug(args[0], gateway, pid, address); err != nil {
		given.GiveUp(err)
	}
}
