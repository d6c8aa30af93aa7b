//go:build linux

// What a container has written lies in a directory of its own, the upper one of an overlay: nothing of the image is
// changed. To look at it is diff; to make one more layer of it is commit.

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/cmd/cli"
	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/layer"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

func diffCommand(p *cli.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "diff DIR IMAGE",
		Short: "Show what lies in DIR (run --upper): added, changed, deleted",
		Args:  cobra.ExactArgs(2),
		RunE: p.Status(func(args []string) (int, error) {
			root, err := kept(args[0], args[1])
			if err != nil {
				return 0, err
			}
			defer root.Close()
			changes, err := layer.Changes(root.Scratch.Upper(), form(root), root.Files)
			for _, c := range changes {
				fmt.Fprintln(p.Stdout, c.Kind, c.Path)
			}
			return 0, err
		}),
	}
}

func commitCommand(p *cli.Program) *cobra.Command {
	return &cobra.Command{
		Use:   "commit DIR IMAGE NAME[:TAG]",
		Short: "Make an image of IMAGE and what lies in DIR (run --upper)",
		Args:  cobra.ExactArgs(3),
		RunE: p.Status(func(args []string) (int, error) {
			made, err := commit(args[0], args[1], args[2])
			if err == nil {
				fmt.Fprintln(p.Stdout, made.ID)
			}
			return 0, err
		}),
	}
}

// commit packs the directory as a tar archive, writes a configuration that knows of one more layer, and gives the
// image that both make a name.
func commit(dir, parent, name string) (made image.Image, err error) {
	ref, err := registry.Parse(name)
	if err != nil {
		return made, err
	}
	root, err := kept(dir, parent)
	if err != nil {
		return made, err
	}
	defer root.Close()
	store, below, err := cli.FindImage(parent)
	if err != nil {
		return made, err
	}
	hold, err := store.Add() // nobody sweeps away what has no name yet
	if err != nil {
		return made, err
	}
	defer hold.Close()
	made, err = store.Commit(below, image.Change{CreatedBy: "04-images commit"}, func(tar io.Writer) error {
		return layer.Pack(tar, root.Scratch.Upper(), layer.PackOptions{Form: form(root), Rootless: true})
	})
	if err != nil {
		return made, err
	}
	return made, store.Tag(ref, made.Target)
}

// kept is the root of an image with DIR over it.
func kept(dir, name string) (cli.Root, error) {
	state, err := cli.StateDir()
	if err != nil {
		return cli.Root{}, err
	}
	root, err := cli.OpenRoot(state, name)
	if err == nil {
		err = root.KeepIn(dir)
	}
	return root, err
}

// form is how the overlay says that something is gone.
func form(root cli.Root) layer.Form {
	if root.Scratch.UserXattr {
		return layer.OverlayUser
	}
	return layer.Overlay
}
