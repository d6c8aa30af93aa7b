//go:build linux

// Given; the exercise is in kill.go.
package main

import (
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(1, "GROUP")
	if err := killAll(args[0], version(args[0])); err != nil {
		given.GiveUp(err)
	}
}

// version is that of the tree that the group is in. Every group of version 2 has this file, none of version 1.
func version(group string) int {
	if _, err := os.Stat(filepath.Join(group, "cgroup.controllers")); err == nil {
		return 2
	}
	return 1
}
