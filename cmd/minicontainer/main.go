//go:build linux

// Command minicontainer runs containers, with Docker's commands and flags.
package main

import (
	"os"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
)

func main() {
	base.RunIfApplet()
	os.Exit(cli.Main("minicontainer", os.Args[1:]))
}
