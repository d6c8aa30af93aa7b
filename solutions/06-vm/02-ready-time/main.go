//go:build linux

// Given; the exercise is in ready.go.
package main

import (
	"fmt"
	"time"

	"github.com/minicontainer/minicontainer/exercises/given"
)

// Run is one start of the machine.
type Run struct {
	Ready time.Duration // from before it is started until its line READY is read
	Cold  bool          // the first one, if it took more than twice the median of the others
}

// Record is what a measurement leaves for others to judge.
type Record struct {
	Accel  string        // what the machine really used: "kvm", or "tcg" for emulation in software
	Runs   []Run         // all of them, in the order in which they were made
	Median time.Duration // of those that are not cold
}

func main() {
	command := given.Arguments(1, "COMMAND [ARGUMENT]…")
	r, err := measure(command)
	if err != nil {
		given.GiveUp(err)
	}
	fmt.Println("run,seconds,cold")
	for i, run := range r.Runs {
		fmt.Printf("%d,%.6f,%t\n", i+1, run.Ready.Seconds(), run.Cold)
	}
	fmt.Printf("median,%.6f\naccel,%s\n", r.Median.Seconds(), r.Accel)
}
