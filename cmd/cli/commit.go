//go:build linux

package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/image"
	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

// commitCommand makes an image of a container.
func (p *Program) commitCommand() *cobra.Command {
	var message, author string
	var changes []string
	pause := true
	cmd := &cobra.Command{
		Use:   "commit [flags] CONTAINER [NAME[:TAG]]",
		Short: "Make an image of what a container has changed",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return exactly(1, "a container, and perhaps a name for the image")(cmd, nil)
			}
			return nil
		},
		RunE: p.Status(func(args []string) (int, error) {
			config, err := readChanges(changes)
			if err != nil {
				return 0, failed(err)
			}
			return exitOK, failed(p.commit(args, image.Change{Comment: message, Author: author, Config: config}, pause))
		}),
	}
	cmd.Flags().StringVarP(&message, "message", "m", "", "`TEXT` for the history")
	cmd.Flags().StringVarP(&author, "author", "a", "", "`NAME` for the history")
	cmd.Flags().StringArrayVarP(&changes, "change", "c", nil, "a Dockerfile `INSTRUCTION` for the configuration:\nCMD ENTRYPOINT ENV EXPOSE LABEL USER VOLUME WORKDIR")
	cmd.Flags().BoolVarP(&pause, "pause", "p", true, "have the container stand still meanwhile")
	return cmd
}

func (p *Program) commit(args []string, c image.Change, pause bool) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	var ref registry.Reference
	if len(args) == 2 {
		if ref, err = newName(args[1]); err != nil {
			return err
		}
	}
	r, err := e.Inspect(args[0])
	if err != nil {
		return err
	}
	c.CreatedBy = strings.Join(r.Spec.Process.Args, " ")
	i, err := e.Commit(context.Background(), args[0], c, pause)
	if err == nil && len(args) == 2 {
		err = e.Images().Tag(ref, i.Target)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, i.ID)
	return err
}
