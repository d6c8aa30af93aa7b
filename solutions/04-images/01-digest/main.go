//go:build linux

// Given; the exercise is in digest.go.
package main

import (
	"fmt"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(1, "BLOB, such as layer.tar.gz")
	digest, diffID, err := digests(args[0])
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println("digest", digest)
	fmt.Println("diffID", diffID)
}
