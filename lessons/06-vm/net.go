//go:build linux

package main

import (
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// netCommand has the same commands as minicontainer's `network`, on this stage's networks.
func netCommand(p *cli.Program) *cobra.Command {
	return p.NetCommand(func() (*network.Store, error) {
		state, err := cli.StateDir()
		if err != nil {
			return nil, err
		}
		networks := networksOf(state)
		return networks, networks.Sweep(gone)
	})
}
