//go:build linux

// Given; the exercise is in layer.go.
package main

import (
	"fmt"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(2, "ROOT LAYER..., the base first")
	for _, layer := range args[1:] {
		if err := addLayer(layer, args[0]); err != nil {
			given.GiveUp(fmt.Errorf("add %s: %w", layer, err))
		}
	}
}
