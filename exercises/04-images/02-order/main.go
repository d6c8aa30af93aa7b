//go:build linux

// Given; the exercise is in order.go.
package main

import (
	"fmt"
	"os"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(2, "MANIFEST DIR, the manifest of an image and the directory of its unpacked layers")
	manifest, err := os.ReadFile(args[0])
	if err != nil {
		given.GiveUp(err)
	}
	lower, err := lowerdir(manifest, args[1])
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println("lowerdir=" + lower)
}
