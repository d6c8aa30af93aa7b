//go:build linux

// Command 02-namespaces is the second stage of the course: the container stops seeing the host. `run`
// makes a process in namespaces of its own, `exec` a further one in the same, and
// `ns` shows who is in which.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	p := cli.New("02-namespaces")
	os.Exit(p.Execute(os.Args[1:], "Lesson 2: a view of its own",
		runCommand(p), execCommand(p), p.NSCommand("PID", cli.ProcessByNumber)))
}

const runHelp = `Run a command in a root directory and namespaces of its own.

base is the image built in. ROOTFS, which begins with /, ./ or ../, is a directory
with a root file system. Without CMD it runs sh. What is written to base is gone at
the end; what is written to a ROOTFS stays.

Files, processes, host name, IPC objects, network (an empty one) and the root of the control groups
are the container's own; with --userns its users, too. How much memory, processor and how many
processes it may have is not limited until lesson 3: do not run what you do not trust.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended it.`
