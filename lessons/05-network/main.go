//go:build linux

// Command 05-network is the fifth stage of the course: the container is connected. `run --network` plugs it into a bridge and
// gives it an address, a way out and names, `-p` leads a port of the host to it, `net` makes networks, draws them (`net show`) and
// follows a packet through them (`net trace`).
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	p := cli.New("05-network")
	os.Exit(p.Execute(os.Args[1:], "Lesson 5: a container that others reach",
		runCommand(p), diffCommand(p), commitCommand(p), p.LayersCommand(), p.ImagesCommand(), p.PullCommand(), p.LoadCommand(),
		execCommand(p), p.NSCommand("PID", cli.ProcessByNumber), netCommand(p)))
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
