//go:build linux

// firsttry: the container that chroot(2) alone makes. It is here to be broken, and to be
// thrown away when it has been: `run` is the same without the hole.

package main

import (
	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

func firstTryCommand(p *cli.Program) *cobra.Command {
	f := runFlags{Attachment: cli.Attachment{Interactive: true}}
	cmd := &cobra.Command{
		Use:   "firsttry ROOTFS [CMD…]",
		Short: "Run a command after chroot(2), without a single mount",
		Args:  needDirectory,
		RunE:  p.Status(func(args []string) (int, error) { return firstTry(p, f, args) }),
	}
	cmd.Flags().SetInterspersed(false)
	return cmd
}

// firstTry starts a spec without a mount namespace, so without mounts: there is no
// /proc, no /dev, and no image, whose files would have to be mounted.
func firstTry(p *cli.Program, f runFlags, args []string) (int, error) {
	dir, err := rootfs.Check(args[0])
	if err != nil {
		return 0, err
	}
	process, err := f.process(cli.Root{Path: dir, Files: []string{dir}}, args[1:])
	if err != nil {
		return 0, err
	}
	c := sandbox.Container{DieWithCaller: true, Spec: &specs.Spec{
		Root:    &specs.Root{Path: dir},
		Process: process,
		Linux:   asRoot(&specs.Linux{}),
	}}
	return p.Attend(f.Attachment, func(stdio sandbox.IO) (*sandbox.Process, error) {
		return sandbox.Start(c, stdio)
	})
}
