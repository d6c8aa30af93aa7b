//go:build linux

// The commands on a container that is there.

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

func (p *program) startCommand() *cobra.Command {
	return &cobra.Command{
		Use: "start ID", Short: "Have a container that was created run its program", Args: oneID,
		RunE: func(_ *cobra.Command, args []string) error { return p.store().Start(args[0], p.warn) },
	}
}

func (p *program) stateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "state ID", Short: "Print the state of a container as JSON", Args: oneID,
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := p.store().Find(args[0])
			if err != nil {
				return err
			}
			return printJSON(c.State(), "  ")
		},
	}
}

func printJSON(value any, indent string) error {
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", indent)
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

func (p *program) killCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "kill [--all] ID [SIGNAL]", Short: "Send a signal, TERM if none is named, to a container's first process", Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			sig := unix.SIGTERM
			if len(args) == 2 {
				if sig = syscalls.ParseSignal(args[1]); sig == 0 && args[1] != "0" {
					return fmt.Errorf("read signal %.40q: not one that the kernel has", args[1])
				}
			}
			return p.store().Kill(args[0], sig, all)
		},
	}
	cmd.Flags().BoolVarP(&all, "all", "a", false, "to each of its processes")
	return cmd
}

func (p *program) deleteCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "delete [--force] ID…", Short: "Remove containers that have stopped", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var all error
			for _, id := range args {
				all = errors.Join(all, p.store().Delete(id, force, p.warn))
			}
			return all
		},
	}
	cmd.Flags().BoolVarP(&force, "force", "f", false, "also those that run, which are killed, and those that are not there")
	return cmd
}

func (p *program) pauseCommand() *cobra.Command {
	return &cobra.Command{
		Use: "pause ID", Short: "Stop every process of a container, wherever it is", Args: oneID,
		RunE: func(_ *cobra.Command, args []string) error { return p.store().Pause(args[0]) },
	}
}

func (p *program) resumeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "resume ID", Short: "Let the processes of a paused container go on", Args: oneID,
		RunE: func(_ *cobra.Command, args []string) error { return p.store().Resume(args[0]) },
	}
}

func (p *program) updateCommand() *cobra.Command {
	var resources string
	cmd := &cobra.Command{
		Use: "update --resources FILE ID", Short: "Change the limits of a container", Args: oneID,
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := readResources(resources)
			if err != nil {
				return err
			}
			return p.store().Update(args[0], r)
		},
	}
	cmd.Flags().StringVarP(&resources, "resources", "r", "", "`file` with linux.resources in JSON; - is stdin. What it does not name stays")
	return cmd
}

func readResources(path string) (*specs.LinuxResources, error) {
	if path == "" {
		return nil, errors.New("update needs --resources")
	}
	var from io.Reader = os.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read resources: %w", err)
		}
		defer f.Close()
		from = f
	}
	var r specs.LinuxResources
	if err := json.NewDecoder(from).Decode(&r); err != nil {
		return nil, fmt.Errorf("read resources: %w", err)
	}
	r.Devices = nil // an engine repeats the container's, which have not changed
	return &r, nil
}
