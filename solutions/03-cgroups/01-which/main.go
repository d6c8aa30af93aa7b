//go:build linux

// Given; the exercise is in which.go.
package main

import (
	"fmt"
	"os"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(3, "MOUNTINFO CGROUP CONTROLLER, such as /proc/self/mountinfo /proc/self/cgroup memory")
	var texts [2]string
	for i, file := range args[:2] {
		text, err := os.ReadFile(file)
		if err != nil {
			given.GiveUp(err)
		}
		texts[i] = string(text)
	}
	version, dir, err := findGroup(texts[0], texts[1], args[2])
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println(version, dir)
}
