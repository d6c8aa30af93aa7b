//go:build linux

package cli

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/shim"
)

type logsFlags struct {
	follow, timestamps bool
	tail               string
}

func (p *Program) logsCommand() *cobra.Command {
	var f logsFlags
	cmd := &cobra.Command{
		Use:   "logs [flags] CONTAINER",
		Short: "Show what a container has printed",
		Long: `Show what a container has printed, each stream on its own: what came from its stderr
goes to yours.`,
		Args: oneName,
		RunE: func(_ *cobra.Command, args []string) error { return failed(p.logs(f, args[0])) },
	}
	cmd.Flags().BoolVarP(&f.follow, "follow", "f", false, "stay, and show what comes, until it ends")
	cmd.Flags().StringVarP(&f.tail, "tail", "n", "all", "show the last `N` lines only")
	cmd.Flags().BoolVarP(&f.timestamps, "timestamps", "t", false, "show the time of each line")
	return cmd
}

// oneName is the cobra.PositionalArgs of a command on one container.
func oneName(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return &ExitError{exitFailed, fmt.Errorf("%s needs the name or id of one container; see `%s --help`", cmd.Name(), cmd.CommandPath())}
	}
	return nil
}

func (p *Program) logs(f logsFlags, name string) error {
	tail, err := parseTail(f.tail)
	if err != nil {
		return err
	}
	e, err := p.engine()
	if err != nil {
		return err
	}
	return e.Logs(name, engine.LogOptions{Tail: tail, Follow: f.follow}, func(entry shim.Entry) error {
		text := entry.Log
		if f.timestamps {
			text = entry.Time.Format(time.RFC3339Nano) + " " + text
		}
		_, err := fmt.Fprint(p.stream(entry.Stream), text)
		return err
	})
}

func (p *Program) stream(name string) *os.File {
	if name == "stderr" {
		return p.Stderr
	}
	return p.Stdout
}

// parseTail reads a number of lines or "all", which is negative.
func parseTail(s string) (int, error) {
	if s == "all" {
		return -1, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("read -n %s: it is a number of lines, or all", s)
	}
	return n, nil
}
