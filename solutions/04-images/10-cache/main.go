//go:build linux

// Given; the exercise is in key.go.
package main

import (
	"fmt"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(3, "PARENT INSTRUCTION SRC")
	key, err := stepKey(args[0], args[1], args[2])
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println(key)
}
