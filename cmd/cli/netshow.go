//go:build linux

package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/chart"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

const networkShowHelp = `Draw the networks: the way from outside through this machine to each container.

What should be there and is not is written in CAPITALS. Nothing is changed.`

// Residents are the networks that a command is about, and the containers that run: see chart.Look.
type Residents func() (*network.Store, []chart.Container, error)

func (p *Program) networkShow(who Residents) *cobra.Command {
	var ascii bool
	cmd := &cobra.Command{
		Use:   "show [--ascii] [NETWORK…]",
		Short: "Draw bridges, cables, containers, addresses and ports",
		Long:  networkShowHelp,
		RunE: p.Status(func(names []string) (int, error) {
			return exitOK, failed(p.showNetworks(who, names, ascii))
		}),
	}
	addASCII(cmd, &ascii)
	return cmd
}

func (p *Program) showNetworks(who Residents, refs []string, ascii bool) error {
	s, running, err := who()
	if err != nil {
		return err
	}
	var names []string
	for _, ref := range refs {
		n, err := s.Get(ref)
		if err != nil {
			return err
		}
		names = append(names, n.Name)
	}
	c, err := lookAtNetworks(s, running)
	if err != nil {
		return err
	}
	return p.draw(chart.Draw(c, p.width(), names...), ascii)
}

func addASCII(cmd *cobra.Command, ascii *bool) {
	cmd.Flags().BoolVar(ascii, "ascii", false, "with the signs that every terminal has")
}

func (p *Program) draw(text string, ascii bool) error {
	if ascii {
		text = chart.ASCII(text)
	}
	_, err := fmt.Fprint(p.Stdout, text)
	return err
}

func lookAtNetworks(s *network.Store, running []chart.Container) (chart.Chart, error) {
	if err := network.Possible(); err != nil {
		return chart.Chart{}, fmt.Errorf("look at the networks: %w", err)
	}
	return chart.Look(s, running)
}

// residents are the engine's.
func (p *Program) residents() (*network.Store, []chart.Container, error) {
	e, err := p.engine()
	if err != nil {
		return nil, nil, err
	}
	records, err := e.List()
	var running []chart.Container
	for _, r := range records {
		if r.State.Status == record.Running {
			running = append(running, chartContainer(r))
		}
	}
	return e.Networks(), running, err
}

func chartContainer(r record.Record) chart.Container {
	c := chart.Container{ID: r.ID, Name: r.Name, Place: chart.Place{PID: r.State.Process.PID}}
	if r.Network != nil {
		c.Mode, c.Of = r.Network.Mode, r.Network.Container
	}
	return c
}

// connectedNow are those that have a place in one of the networks, where nobody keeps records of containers.
func connectedNow(open OpenNetworks) Residents {
	return func() (*network.Store, []chart.Container, error) {
		s, err := open()
		if err != nil {
			return nil, nil, err
		}
		list, err := s.List()
		seen := map[string]bool{}
		var running []chart.Container
		for _, n := range list {
			places, placesErr := s.Endpoints(n)
			err = errors.Join(err, placesErr)
			for _, e := range places {
				if e.Process > 0 && !seen[e.Container] {
					seen[e.Container] = true
					running = append(running, chart.Container{ID: e.Container, Name: e.Name, Mode: network.Bridge, Place: chart.Place{PID: e.Process}})
				}
			}
		}
		return s, running, err
	}
}
