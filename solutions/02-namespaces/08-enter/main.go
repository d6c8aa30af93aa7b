//go:build linux

// Given; the exercise is in enter.go.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	args := given.Arguments(2, "PID COMMAND…")
	pid, err := strconv.Atoi(args[0])
	if err != nil {
		given.GiveUp(fmt.Errorf("read PID: %w", err))
	}
	status, err := enter(pid, args[1:])
	if err != nil {
		given.GiveUp(err)
	}
	os.Exit(status)
}
