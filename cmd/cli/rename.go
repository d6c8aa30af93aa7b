//go:build linux

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func (p *Program) renameCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rename CONTAINER NAME",
		Short: "Give a container another name",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &ExitError{exitFailed, fmt.Errorf("rename needs a container and its new name; see `%s --help`", cmd.CommandPath())}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return failed(p.rename(args[0], args[1])) },
	}
}

// rename takes a name with a slash in front, too, as inspect shows it.
func (p *Program) rename(container, name string) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	return e.Rename(container, strings.TrimPrefix(name, "/"))
}
