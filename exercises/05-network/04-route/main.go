//go:build linux

// Given; the exercise is in route.go.
package main

import (
	"net/netip"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(2, "PID GATEWAY")
	pid, err := strconv.Atoi(args[0])
	if err != nil {
		given.GiveUp(err)
	}
	gateway, err := netip.ParseAddr(args[1])
	if err != nil {
		given.GiveUp(err)
	}
	if err := setRoute(pid, gateway); err != nil {
		given.GiveUp(err)
	}
}
