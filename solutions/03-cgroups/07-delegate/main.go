//go:build linux

// Given; the exercise is in delegate.go.
package main

import "github.com/minicontainer/minicontainer/exercises/given"

func main() {
	args := given.Arguments(3, "TOP BELOW CONTROLLER")
	if err := delegate(args[0], args[1], args[2]); err != nil {
		given.GiveUp(err)
	}
}
