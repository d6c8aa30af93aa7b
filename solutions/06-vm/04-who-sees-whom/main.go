//go:build linux

// Given; the exercise is in who.go.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// Walls is what stands between a process and the kernel that we share with it.
type Walls struct {
	Number       int      // the process's number in its own PID namespace
	Apart        []string // the kinds of namespaces in which it is not with us: of cgroup, ipc, mnt, net, pid, time, user, uts
	Capabilities int      // how many it has in effect
	Filtered     bool     // whether its system calls pass a filter
}

func main() {
	token := given.Arguments(1, "TOKEN")[0]
	pids, err := find(token)
	if err != nil {
		given.GiveUp(err)
	}
	slices.Sort(pids)
	for _, pid := range pids {
		w, err := wallsOf(pid)
		if err != nil {
			given.GiveUp(err)
		}
		slices.Sort(w.Apart)
		fmt.Printf("%d number=%d apart=%s capabilities=%d filtered=%t\n", pid, w.Number, strings.Join(w.Apart, ","), w.Capabilities, w.Filtered)
	}
}
