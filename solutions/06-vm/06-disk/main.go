//go:build linux

// Given; the exercise is in disk.go.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(1, "NAME=PATH[,PATH…]…, such as web=/layers/base,/layers/web vm=/machines/disk.img")
	var all []string
	for _, image := range args {
		name, list, _ := strings.Cut(image, "=")
		paths := strings.Split(list, ",")
		tell(name, paths)
		all = append(all, paths...)
	}
	tell("all", slices.Clone(all))
}

func tell(name string, paths []string) {
	apparent, actual, err := diskUse(paths)
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println(name, "apparent", apparent, "actual", actual)
}
