//go:build linux

// Command 04-images is the fourth stage of the course: the root directory comes as an image. `pull` and `load`
// bring one, `run` makes a container of its layers, `diff` shows what that has written, `commit` makes
// a layer of it, and `layers` draws the stack.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	p := cli.New("04-images")
	os.Exit(p.Execute(os.Args[1:], "Lesson 4: a root directory that travels",
		runCommand(p), diffCommand(p), commitCommand(p), p.LayersCommand(), p.ImagesCommand(), p.PullCommand(), p.LoadCommand(),
		execCommand(p), p.NSCommand("PID", cli.ProcessByNumber)))
}

const runHelp = `Run a command in a container: an image's layers, and a directory over them that it writes.

IMAGE is the name of an image that is here; the one built in is called base. ROOTFS, which begins
with /, ./ or ../, is a directory with a root file system. Without CMD the image says what
runs.

What is written to an image's files is gone at the end or, with --upper DIR, stays in DIR:
see diff and commit. What is written to a ROOTFS stays.

Exit status: the command's; 125 if the container could not be made, 126 if the
command could not be executed, 127 if it was not found, 128+n if signal n ended it.`
