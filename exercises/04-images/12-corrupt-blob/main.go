//go:build linux

// Given; the exercise is in load.go.
package main

import "github.com/minicontainer/minicontainer/exercises/given"

func main() {
	args := given.Arguments(3, "BLOB DIGEST DIR, such as layer.tar.gz sha256:… layers/base")
	if err := load(args[0], args[1], args[2]); err != nil {
		given.GiveUp(err)
	}
}
