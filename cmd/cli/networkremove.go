// Removing networks: one by name, or all that nobody uses. Who uses a network, an engine asks its records of containers; a stage,
// which keeps none, asks the networks themselves.

//go:build linux

package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// networkRemove is "rm", by remove.
func (p *Program) networkRemove(remove func(name string) error) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "rm [-f] NETWORK…",
		Aliases: []string{"remove"},
		Short:   "Remove networks that no container is connected to",
		Args:    atLeastOne("a network"),
		RunE: p.Status(func(names []string) (int, error) {
			var errs []error
			for _, name := range names {
				err := errors.New("remove network bridge: it is always there; `network prune` takes its bridge away")
				if name != network.Default {
					err = remove(name)
				}
				if force && errors.Is(err, network.ErrNotFound) {
					continue
				}
				if err == nil {
					_, err = fmt.Fprintln(p.Stdout, name)
				}
				errs = append(errs, err)
			}
			return exitOK, failed(errors.Join(errs...))
		}),
	}
	cmd.Flags().BoolVarP(&force, "force", "f", false, "no error for those that are not there")
	return cmd
}

func (p *Program) removeNetwork(name string) error {
	e, err := p.engine()
	if err != nil {
		return err
	}
	return e.RemoveNetwork(name)
}

const networkPruneHelp = `Remove the networks that no container is connected to.

If none is left, what all of them share goes as well: the bridge of the default
network, our table of nftables, our rules in the tables of others; and
forwarding is switched back to what it was before the first container.`

// networkPrune is "prune", by prune, which returns the names of what it has removed.
func (p *Program) networkPrune(prune func(func(network.Network) bool) ([]string, error)) *cobra.Command {
	var filter filters
	cmd := &cobra.Command{
		Use:   "prune [--filter KEY=VALUE]",
		Short: "Remove the networks that no container is connected to",
		Long:  networkPruneHelp,
		Args:  cobra.NoArgs,
		RunE: p.Status(func([]string) (int, error) {
			wanted, err := filter.pruning(time.Now(), pruneKeys)
			if err != nil {
				return 0, failed(err)
			}
			removed, err := prune(func(n network.Network) bool { return wanted(n.Created, n.Labels) })
			return exitOK, failed(errors.Join(err, p.tellPruned(removed)))
		}),
	}
	cmd.Flags().BoolP("force", "f", false, "as Docker has it; nobody is asked here")
	filter.addPruning(cmd, pruneKeys)
	return cmd
}

func (p *Program) pruneNetworks(wanted func(network.Network) bool) ([]string, error) {
	e, err := p.engine()
	if err != nil {
		return nil, err
	}
	return e.PruneNetworks(wanted)
}

func (p *Program) tellPruned(removed []string) error {
	if len(removed) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(p.Stdout, "Deleted Networks:\n%s\n\n", strings.Join(removed, "\n"))
	return err
}

// removeIn is for a stage's "net rm".
func removeIn(open OpenNetworks) func(name string) error {
	return func(name string) error {
		s, err := open()
		if err != nil {
			return err
		}
		n, err := s.Get(name)
		if err != nil {
			return err
		}
		return s.Discard(n, s.FirstIn(n))
	}
}

// pruneIn is for a stage's "net prune".
func pruneIn(open OpenNetworks) func(func(network.Network) bool) ([]string, error) {
	return func(wanted func(network.Network) bool) ([]string, error) {
		s, err := open()
		if err != nil {
			return nil, err
		}
		return s.Prune(s.FirstIn, wanted)
	}
}
