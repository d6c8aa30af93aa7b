//go:build linux

// Command 01-chroot is the first stage of the course: a process with a root
// directory of its own. `run` is what the later stages build on; the other commands
// are for looking, trying and breaking.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	p := cli.New("01-chroot")
	os.Exit(p.Execute(os.Args[1:], "Lesson 1: a root directory of its own",
		runCommand(p), firstTryCommand(p), unpackCommand(p), escapeCommand(p)))
}

const runHelp = `Run a command in a root directory of its own.

base is the image built in. ROOTFS, which begins with /, ./ or ../, is a directory
with a root file system. Without CMD it runs sh. What is written to base is gone at
the end; what is written to a ROOTFS stays.

The files are the container's own. Processes, host name and network are the host's
until lesson 2: do not run what you do not trust.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended it.`
