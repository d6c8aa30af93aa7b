//go:build linux

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/registry"
)

func (p *Program) logoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "logout [REGISTRY]",
		Short: "Forget who you are at a registry",
		Args:  cobra.MaximumNArgs(1),
		RunE:  p.Status(func(args []string) (int, error) { return exitOK, failed(p.logout(strings.Join(args, ""))) }),
	}
}

func (p *Program) logout(name string) error {
	host, err := registry.ParseRegistry(name)
	if err != nil {
		return err
	}
	file, err := registry.DefaultCredentialFile()
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	found, err := file.Erase(ctx, host)
	if err != nil {
		return err
	}
	if !found {
		_, err = fmt.Fprintln(p.Stdout, "Not logged in to", host)
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "Removing login credentials for", host)
	return err
}
