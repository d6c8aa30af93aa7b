//go:build linux

// Given; the exercise is in publish.go.
package main

import (
	"net/netip"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(3, "tcp|udp PORT ADDRESS:PORT")
	port, err := strconv.ParseUint(args[1], 10, 16)
	if err != nil {
		given.GiveUp(err)
	}
	to, err := netip.ParseAddrPort(args[2])
	if err != nil {
		given.GiveUp(err)
	}
	if err := publish(args[0], uint16(port), to); err != nil {
		given.GiveUp(err)
	}
}
