//go:build linux

package main

import (
	_ "embed"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
)

//go:embed escape/main.go
var escapeSource string

func escapeCommand(p *cli.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "escape",
		Short: "Print the source of the program that walks out of a chroot",
		Long: `Print the source of the program that walks out of a chroot.

Read it, then build it into a root directory and run it there:

  01-chroot escape > escape.go
  CGO_ENABLED=0 go build -o rootfs/escape escape.go
  01-chroot firsttry ./rootfs /escape /bin/cat FILE-OF-THE-HOST`,
		Args: cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			_, err := fmt.Fprint(p.Stdout, escapeSource)
			return 0, err
		}),
	}
}
