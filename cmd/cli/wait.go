//go:build linux

package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *Program) waitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "wait CONTAINER…",
		Short: "Wait until containers have ended, and print their exit statuses",
		Args:  needName,
		RunE:  p.Status(p.wait),
	}
}

func (p *Program) wait(names []string) (int, error) {
	e, err := p.engine()
	if err != nil {
		return 0, err
	}
	status := exitOK
	for _, name := range names {
		code, err := e.Wait(name)
		if err == nil {
			_, err = fmt.Fprintln(p.Stdout, code)
		}
		if err != nil {
			Report(p.Stderr, p.Name, err)
			status = exitFailed
		}
	}
	return status, nil
}
