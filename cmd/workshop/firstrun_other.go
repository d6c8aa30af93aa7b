//go:build !linux

package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/workshop/say"
)

// Elsewhere than on Linux the command tree refuses before it gets here.
func firstRun(*cobra.Command, *say.Printer) error { return nil }

func newLinuxCommands(*say.Printer) []*cobra.Command { return nil }
