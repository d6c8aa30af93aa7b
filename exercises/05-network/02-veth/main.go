//go:build linux

// Given; the exercise is in veth.go.
package main

import (
	"net/netip"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(4, "PID ID HOST-ADDRESS/BITS CONTAINER-ADDRESS/BITS")
	pid, err := strconv.Atoi(args[0])
	if err != nil {
		given.GiveUp(err)
	}
	host, err := netip.ParsePrefix(args[2])
	if err != nil {
		given.GiveUp(err)
	}
	container, err := netip.ParsePrefix(args[3])
	if err != nil {
		given.GiveUp(err)
	}
	if err := connect(pid, args[1], host, container); err != nil {
		given.GiveUp(err)
	}
}
