//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/base"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

func unpackCommand(p *cli.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "unpack DIR",
		Short: "Make a directory with the files of the base image, to play with",
		Args:  cobra.MatchAll(needDirectory, cobra.MaximumNArgs(1)),
		RunE:  p.Status(func(args []string) (int, error) { return 0, unpack(args[0]) }),
	}
}

func needDirectory(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s needs a directory; see `%s --help`", cmd.Name(), cmd.CommandPath())
	}
	return nil
}

// unpack copies the image into a new directory. What is done to the copy never
// reaches the image. After an error part of the directory is there.
func unpack(dir string) (err error) {
	state, err := cli.StateDir()
	if err != nil {
		return err
	}
	image, err := base.Open(state)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, image.Close()) }()
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("unpack base image: %w", err)
	}
	return rootfs.CopyTree{From: image.Root, To: dir}.Do()
}
