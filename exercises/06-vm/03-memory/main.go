//go:build linux

// Given; the exercise is in memory.go.
package main

import (
	"fmt"
	"strconv"

	"github.com/minicontainer/minicontainer/exercises/given"
)

func main() {
	const usage = "processes PID… | group DIR"
	args := given.Arguments(2, usage)
	var used uint64
	var err error
	switch args[0] {
	case "processes":
		used, err = ofProcesses(numbers(args[1:]))
	case "group":
		used, err = ofGroup(args[1])
	default:
		err = fmt.Errorf("%s is neither processes nor group", args[0])
	}
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println(used)
}

func numbers(args []string) (pids []int) {
	for _, arg := range args {
		pid, err := strconv.Atoi(arg)
		if err != nil {
			given.GiveUp(err)
		}
		pids = append(pids, pid)
	}
	return pids
}
