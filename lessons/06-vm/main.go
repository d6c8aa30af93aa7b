//go:build linux

// Command 06-vm is the sixth stage of the course: last week's container beside a virtual machine. `vm run` boots an image as a
// machine with a kernel of its own, `compare` measures a process, a container and a machine by the same rules. What has to do
// with containers is last week's, unchanged.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	p := cli.New("06-vm")
	os.Exit(p.Execute(os.Args[1:], "Lesson 6: the same image as a virtual machine",
		runCommand(p), diffCommand(p), commitCommand(p), p.LayersCommand(), p.ImagesCommand(), p.PullCommand(), p.LoadCommand(),
		execCommand(p), p.NSCommand("PID", cli.ProcessByNumber), netCommand(p), p.VMCommand(), p.CompareCommand()))
}

const runHelp = `Run a command in a container that is connected to a network.

It gets an address on the bridge of the default network, or of one made by "net create", where
containers find each other by --name. "--network none" leaves it alone.

IMAGE is the name of an image that is here; the one built in is called base. ROOTFS, which begins
with /, ./ or ../, is a directory with a root file system. Without CMD the image says what
runs.

What is written to an image's files is gone at the end or, with --upper DIR, stays in DIR:
see diff and commit. What is written to a ROOTFS stays.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended it.`
