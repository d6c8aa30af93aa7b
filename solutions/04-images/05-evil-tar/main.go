//go:build linux

// Given; the exercise is in unpack.go.
package main

import "github.com/minicontainer/minicontainer/exercises/given"

func main() {
	args := given.Arguments(2, "ROOT LAYER")
	if err := unpack(args[1], args[0]); err != nil {
		given.GiveUp(err)
	}
}
