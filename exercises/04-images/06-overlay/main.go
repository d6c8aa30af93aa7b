//go:build linux

// Given; the exercise is in overlay.go. The mount stays when the program ends.
package main

import "github.com/minicontainer/minicontainer/exercises/given"

func main() {
	args := given.Arguments(3, "MERGED DIR LAYER…, the base first")
	if err := mountOverlay(args[2:], args[1], args[0]); err != nil {
		given.GiveUp(err)
	}
}
