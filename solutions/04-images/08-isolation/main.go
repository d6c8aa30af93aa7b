//go:build linux

// Given; the exercise is in prepare.go. What is mounted stays when the program ends.
package main

import "github.com/minicontainer/minicontainer/exercises/given"

func main() {
	args := given.Arguments(2, "DIR LAYER…, the base first")
	if err := prepare(args[1:], args[0]); err != nil {
		given.GiveUp(err)
	}
}
