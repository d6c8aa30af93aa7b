//go:build linux

package cli

import (
	"fmt"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

func (p *Program) networkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "network",
		Aliases: []string{"net"},
		Short:   "Connect containers with each other",
		Args:    noSuchCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.networkCreate(p.networks), p.networkList(), p.networkInspect(), p.networkRemove(p.removeNetwork),
		p.networkConnect(), p.networkDisconnect(), p.networkPrune(p.pruneNetworks), p.networkShow(p.residents), p.networkTrace(p.residents))
	return cmd
}

// OpenNetworks opens the networks that a command is about.
type OpenNetworks func() (*network.Store, error)

func (p *Program) networks() (*network.Store, error) {
	e, err := p.engine()
	if err != nil {
		return nil, err
	}
	return e.Networks(), nil
}

// NetCommand is "net", for a stage that keeps no containers: its networks are open's, and in use is one that a container is
// connected to now.
func (p *Program) NetCommand(open OpenNetworks) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "net",
		Short: "Make networks, draw them, follow a packet",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.networkCreate(open), p.netList(open), p.networkRemove(removeIn(open)), p.networkPrune(pruneIn(open)),
		p.networkShow(connectedNow(open)), p.networkTrace(connectedNow(open)))
	return cmd
}

// onNetworks is the RunE of a command on networks that fails with 1.
func (p *Program) onNetworks(open OpenNetworks, do func(s *network.Store, args []string) error) func(*cobra.Command, []string) error {
	return p.Status(func(args []string) (int, error) {
		s, err := open()
		if err != nil {
			return 0, err
		}
		return exitOK, failed(do(s, args))
	})
}

const networkCreateHelp = `Make a network: a bridge of its own, addresses, and names.

Containers in it reach each other by name (and by --network-alias), and the
outside, unless it is --internal. Those of different networks do not reach
each other.
Without --subnet it gets the next addresses that this machine does not use.`

func (p *Program) networkCreate(open OpenNetworks) *cobra.Command {
	var w network.Wish
	var subnets []string
	var labels pairs
	var gateway, driver string
	cmd := &cobra.Command{
		Use:   "create [flags] NAME",
		Short: "Make a network",
		Long:  networkCreateHelp,
		Args:  cobra.ExactArgs(1),
		RunE: p.onNetworks(open, func(s *network.Store, args []string) error {
			w.Name = args[0]
			if driver != "bridge" {
				return fmt.Errorf("read --driver %.40q: bridge is the only one", driver)
			}
			if err := readSubnets(&w, subnets, gateway); err != nil {
				return err
			}
			w.Labels = labels.values()
			return p.makeNetwork(s, w)
		}),
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&subnets, "subnet", nil, "the addresses: `PREFIX`, as in 10.1.2.0/24; a second\none of version 6")
	flags.StringVar(&gateway, "gateway", "", "the bridge's own `ADDRESS`; the first one")
	flags.BoolVar(&w.Internal, "internal", false, "no way out or in")
	flags.BoolVar(&w.IPv6, "ipv6", false, "addresses of version 6, too")
	flags.Var(&labels, "label", "a label: `KEY=VALUE`")
	flags.StringVarP(&driver, "driver", "d", "bridge", "`bridge`, the only one")
	return cmd
}

// onEngine is the RunE of a command on the engine that fails with 1.
func (p *Program) onEngine(do func(e *engine.Engine, args []string) error) func(*cobra.Command, []string) error {
	return p.Status(func(args []string) (int, error) {
		e, err := p.engine()
		if err != nil {
			return 0, err
		}
		return exitOK, failed(do(e, args))
	})
}

func readSubnets(w *network.Wish, subnets []string, gateway string) error {
	for _, text := range subnets {
		prefix, err := netip.ParsePrefix(text)
		switch {
		case err != nil:
			return fmt.Errorf("read --subnet %.60q: not a network, such as 10.1.2.0/24", text)
		case prefix.Addr().Is4() && !w.Subnet.IsValid():
			w.Subnet = prefix
		case prefix.Addr().Is6() && !w.Subnet6.IsValid():
			w.Subnet6 = prefix
		default:
			return fmt.Errorf("read --subnet %s: one of each version is enough", text)
		}
	}
	if gateway == "" {
		return nil
	}
	var err error
	if w.Gateway, err = netip.ParseAddr(gateway); err != nil || !w.Gateway.Is4() {
		return fmt.Errorf("read --gateway %.60q: not an address of version 4", gateway)
	}
	return nil
}

func (p *Program) makeNetwork(s *network.Store, w network.Wish) error {
	if err := network.Possible(); err != nil {
		return fmt.Errorf("create network %s: %w", w.Name, err)
	}
	if w.Name == network.Default {
		return fmt.Errorf("create network %s: it is there without being made", w.Name)
	}
	host, err := network.Here()
	if err != nil {
		return err
	}
	defer host.Close()
	n, skipped, err := s.Make(w, host)
	if err != nil {
		return err
	}
	if skipped.IsValid() {
		fmt.Fprintf(p.Aside(), "%v is in use already: the network has %v\n", skipped, n.Subnet) //nolint:errcheck // said as well as it can be
	}
	_, err = fmt.Fprintln(p.Stdout, n.ID)
	return err
}

func (p *Program) networkInspect() *cobra.Command {
	return p.inspecting("NETWORK", atLeastOne("a network"), func(e *engine.Engine, name string) (any, error) { return newNetworkView(e, name) })
}

func (p *Program) networkConnect() *cobra.Command {
	var c Connection
	cmd := &cobra.Command{
		Use:   "connect [flags] NETWORK CONTAINER",
		Short: "Connect a container to a further network",
		Args:  cobra.ExactArgs(2),
		RunE: p.onEngine(func(e *engine.Engine, args []string) error {
			n, err := e.Networks().Get(args[0])
			if err != nil {
				return err
			}
			a := network.Attachment{Network: n.Name, Aliases: c.aliases}
			if err := c.fixed(&a); err != nil {
				return err
			}
			return e.ConnectNetwork(args[1], a)
		}),
	}
	cmd.Flags().StringArrayVar(&c.aliases, "alias", nil, "a further `NAME` of the container in the network")
	cmd.Flags().StringVar(&c.address, "ip", "", "the container's `ADDRESS`")
	return cmd
}

func (p *Program) networkDisconnect() *cobra.Command {
	return &cobra.Command{
		Use:   "disconnect NETWORK CONTAINER",
		Short: "Take a container out of a network",
		Args:  cobra.ExactArgs(2),
		RunE: p.onEngine(func(e *engine.Engine, args []string) error {
			n, err := e.Networks().Get(args[0])
			if err != nil {
				return err
			}
			return e.DisconnectNetwork(args[1], n.Name)
		}),
	}
}
