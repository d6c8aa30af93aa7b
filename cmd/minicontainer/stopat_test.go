//go:build linux

package main

import (
	"fmt"
	"os"
	"time"

	"github.com/minicontainer/minicontainer/cmd/cli"
)

// stopAtName is the program name under which the test binary runs a command
// line up to a named step and stops there for ever; "" is after the start.
const stopAtName = "minicontainer-that-stops"

func stopAt(step string, args []string) {
	time.AfterFunc(time.Minute, func() { os.Exit(3) })
	program := &cli.Program{Name: "minicontainer", Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		BeforeStep: func(name string) {
			if plainStep(name) == step {
				fmt.Println("here")
				select {} // until somebody kills us
			}
		}}
	os.Exit(program.Run(args))
}
