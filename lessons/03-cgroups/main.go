//go:build linux

// Command 03-cgroups is the third stage of the course: the container gets no more than its share. `run` makes a
// container in a control group with limits, `cgroup` shows the files of a process's group, and
// `watch` what it uses, while it does.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	p := cli.New("03-cgroups")
	os.Exit(p.Execute(os.Args[1:], "Lesson 3: no more than its share",
		runCommand(p), cgroupCommand(p), watchCommand(p), execCommand(p), p.NSCommand("PID", cli.ProcessByNumber)))
}

const runHelp = `Run a command in a container: a root directory, namespaces and a control group of its own.

base is the image built in. ROOTFS, which begins with /, ./ or ../, is a directory
with a root file system. Without CMD it runs sh. What is written to base is gone at
the end; what is written to a ROOTFS stays.

The control group limits memory, processor time and the number of processes to
what the flags say; without a flag, only processes (4096) and devices. Where no
group can be had, as for most ordinary users, a line says so; a limit that you
asked for and that cannot be set is an error.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended it.`
