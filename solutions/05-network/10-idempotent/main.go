//go:build linux

// Given; the exercise is in up.go.
package main

import (
	"net/netip"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(2, "BRIDGE GATEWAY/BITS")
	gateway, err := netip.ParsePrefix(args[1])
	if err != nil {
		given.GiveUp(err)
	}
	if err := up(args[0], gateway); err != nil {
		given.GiveUp(err)
	}
}
