package base

import (
	"os"
	"path/filepath"

	"github.com/minicontainer/minicontainer/minicontainer/base/applet"
	"github.com/minicontainer/minicontainer/minicontainer/base/shell"
)

// RunIfApplet becomes the applet whose name the program was started under and
// exits with its status; under any other name it returns. Every program that
// makes containers of the base image calls it first thing in main.
func RunIfApplet() {
	name := filepath.Base(os.Args[0])
	if isShell(name) {
		os.Exit(shell.Main(os.Args)) //nolint:forbidigo // an applet is a program of its own
	}
	if _, ok := applet.Lookup(name); ok || name == binaryName {
		os.Exit(applet.Main(os.Args)) //nolint:forbidigo // an applet is a program of its own
	}
}

// isShell knows sh under its own name and as a login shell ("-sh").
func isShell(name string) bool { return name == "sh" || name == "-sh" }

// Commands are the names of all applets, sh included.
func Commands() []string { return append(applet.Names(), "sh") }
