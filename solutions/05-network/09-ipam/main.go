//go:build linux

// Given; the exercise is in ipam.go. The program waits until its input ends, so that many can begin at once.
package main

import (
	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(4, "DIR SUBNET/BITS lease|release OWNER")
	subnet, err := netip.ParsePrefix(args[1])
	if err != nil {
		given.GiveUp(err)
	}
	io.Copy(io.Discard, os.Stdin) //nolint:errcheck // an end is an end
	if args[2] == "release" {
		if err := release(args[0], subnet, args[3]); err != nil {
			given.GiveUp(err)
		}
		return
	}
	address, err := lease(args[0], subnet, args[3])
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println(address)
}
