//go:build linux

// Command minibox is the base image's program alone: many commands in one. Exercises that
// hand a learner a static program build it where the workshop itself is a dynamic one.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	os.Stderr.WriteString("minibox: start it under the name of one of its commands, such as sh or ls\n") //nolint:errcheck // the status tells, too
	os.Exit(127)                                                                                         //nolint:forbidigo // this is the end of main
}
