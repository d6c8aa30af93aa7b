//go:build linux

// How a container is connected: from flags to settings.

package cli

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"sort"
	"strings"

	specs "github.com/opencontainers/runtime-spec/specs-go"
	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/names"
	"github.com/minicontainer/minicontainer/minicontainer/sandbox"
)

// NetworkEnv is the network of containers for which --network is not said.
const NetworkEnv = "MINICONTAINER_NETWORK"

// Connection is the flags of a container's network, which mean the same in all stages that have them.
type Connection struct {
	networks, ports, expose, aliases, hosts []string
	dns, search, options                    []string
	address, mac                            string
	publishAll                              bool
}

// AddConnection adds the flags to a command.
func (c *Connection) AddConnection(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&c.networks, "network", nil, "connect it to `NETWORK`: bridge (default), none,\nhost, container:NAME, or one of yours")
	flags.StringArrayVarP(&c.ports, "publish", "p", nil, "lead a port of this machine to the container's:\n`[HOST:]PORT`, as in 8080:80 or 127.0.0.1:53:53/udp")
	flags.BoolVarP(&c.publishAll, "publish-all", "P", false, "publish each port that the image or --expose\nnames")
	flags.StringArrayVar(&c.expose, "expose", nil, "name a port for -P: `PORT[/udp]`")
	flags.StringArrayVar(&c.aliases, "network-alias", nil, "a further `NAME` of it in its networks; several\ncontainers may share one")
	flags.StringVar(&c.address, "ip", "", "the container's `ADDRESS` in a network of yours")
	flags.StringVar(&c.mac, "mac-address", "", "the `MAC` of its interface")
	flags.StringArrayVar(&c.dns, "dns", nil, "ask this name server: `ADDRESS`")
	flags.StringArrayVar(&c.search, "dns-search", nil, "try short names in this `DOMAIN`, too")
	flags.StringArrayVar(&c.options, "dns-option", nil, "an `OPTION` of resolv.conf(5)")
	flags.StringArrayVar(&c.hosts, "add-host", nil, "a line of /etc/hosts: `NAME:ADDRESS`; host-gateway\nis this machine's address")
}

// Names are the networks that were asked for.
func (c Connection) Names() []string {
	if len(c.networks) > 0 {
		return c.networks
	}
	return []string{Or(os.Getenv(NetworkEnv), network.Default)}
}

// OnHost tells whether the container shares the host's network.
func (c Connection) OnHost() bool {
	return slices.Contains(c.networks, string(network.Host)) || len(c.networks) == 0 && c.Names()[0] == string(network.Host)
}

// Settings reads the flags; the networks are there. exposed are the ports that the image names. What a person should know is said.
func (p *Program) Settings(c Connection, networks *network.Store, exposed []string) (*network.Settings, error) {
	e, err := p.engine()
	if err != nil {
		return nil, err
	}
	s, err := p.mode(c, e)
	if err != nil {
		return nil, err
	}
	if s.Ports, err = c.published(exposed); err != nil {
		return nil, err
	}
	if s.Names, err = names.ParseSettings(c.dns, c.search, c.options); err != nil {
		return nil, err
	}
	for _, word := range c.hosts {
		entry, err := names.ParseExtra(word)
		if err != nil {
			return nil, err
		}
		s.Hosts = append(s.Hosts, entry)
	}
	return s, errors.Join(c.fitting(*s), c.attach(s, networks))
}

// mode reads the names of --network.
func (p *Program) mode(c Connection, e *engine.Engine) (*network.Settings, error) {
	first := c.Names()[0]
	if len(c.networks) > 1 && slices.ContainsFunc(c.networks, isMode) {
		return nil, fmt.Errorf("read --network: %s cannot be combined with another network", strings.Join(c.networks, " and "))
	}
	kind, other, _ := strings.Cut(first, ":")
	switch network.Mode(kind) {
	case network.None, network.Host:
		return &network.Settings{Mode: network.Mode(kind)}, nil
	case network.Joined:
		r, err := e.Inspect(other)
		if err != nil {
			return nil, err
		}
		return &network.Settings{Mode: network.Joined, Container: r.ID}, nil
	}
	why := network.Possible()
	if why == nil && (first == network.Default || first == "default") {
		why = network.CanLeadOut()
	}
	if why == nil {
		return &network.Settings{Mode: network.Bridge}, nil
	}
	return p.withoutBridge(c, why)
}

func isMode(name string) bool {
	kind, _, _ := strings.Cut(name, ":")
	return kind == string(network.None) || kind == string(network.Host) || kind == string(network.Joined)
}

// withoutBridge is for those who may not change the host's network: a program that can do without, or none.
func (p *Program) withoutBridge(c Connection, why error) (*network.Settings, error) {
	first := c.Names()[0]
	if first != network.Default && first != "default" {
		return nil, fmt.Errorf("use network %s: %w", first, why)
	}
	err := why
	if errors.Is(why, network.ErrNotAllowed) {
		_, err = network.Helper()
	}
	if err == nil {
		return &network.Settings{Mode: network.User, Optional: len(c.networks)+len(c.ports) == 0}, nil
	}
	if len(c.networks)+len(c.ports) > 0 {
		return nil, fmt.Errorf("use network %s: %w", first, err)
	}
	fmt.Fprintln(p.Aside(), "the container has no way out:", err) //nolint:errcheck // said as well as it can be
	return &network.Settings{Mode: network.None}, nil
}

// published are the ports of -p, and with -P those that are named besides.
func (c Connection) published(exposed []string) ([]network.Publish, error) {
	var list []network.Publish
	for _, text := range c.ports {
		more, err := network.ParsePublish(text)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	for _, text := range c.expose {
		if _, err := network.ParsePublish(text); err != nil || strings.Contains(text, ":") {
			return nil, fmt.Errorf("read --expose %.40q: the form is PORT[-PORT][/udp]", text)
		}
	}
	if c.publishAll {
		sort.Strings(exposed)
		for _, text := range append(slices.Clone(c.expose), exposed...) {
			more, err := network.ParsePublish(text)
			if err != nil {
				return nil, err
			}
			for _, p := range more {
				if !slices.ContainsFunc(list, func(q network.Publish) bool { return p.Port == q.Port && p.Proto == q.Proto }) {
					list = append(list, p)
				}
			}
		}
	}
	return list, network.CheckPorts(list)
}

// exposed are the ports that somebody has named: the image, --expose, or -p. They are in order.
func (c Connection) exposed(r Root) []string {
	texts := slices.Concat(r.Exposed(), c.expose, c.ports)
	var list []port
	for _, text := range texts {
		named, _ := network.ParsePublish(text) //nolint:errcheck // what it means was told before
		for _, p := range named {
			list = append(list, port{p.Port, p.Proto})
		}
	}
	slices.SortFunc(list, func(a, b port) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.proto, b.proto)) })
	var words []string
	for _, p := range slices.Compact(list) {
		words = append(words, p.String())
	}
	return words
}

// fitting makes sure that nothing is asked for that the mode cannot give.
func (c Connection) fitting(s network.Settings) error {
	type rule struct {
		asked bool
		flag  string
	}
	network0 := c.Names()[0]
	var list []rule
	if s.Mode != network.Bridge {
		list = append(list, rule{c.address != "", "--ip"}, rule{c.mac != "", "--mac-address"}, rule{len(c.aliases) > 0, "--network-alias"})
	} else if network0 == network.Default {
		list = append(list, rule{c.address != "", "--ip"}, rule{len(c.aliases) > 0, "--network-alias"})
	}
	if s.Mode != network.Bridge && s.Mode != network.User {
		list = append(list, rule{len(c.ports) > 0 || c.publishAll, "-p"})
	}
	if s.Mode == network.Joined {
		list = append(list, rule{len(c.dns)+len(c.search)+len(c.options) > 0, "--dns"}, rule{len(c.hosts) > 0, "--add-host"})
	}
	for _, r := range list {
		if r.asked {
			return fmt.Errorf("read %s: it means nothing with --network %s", r.flag, network0)
		}
	}
	return nil
}

// attach fills in the networks, which are there.
func (c Connection) attach(s *network.Settings, networks *network.Store) error {
	if s.Mode != network.Bridge {
		return nil
	}
	for i, name := range c.Names() {
		a := network.Attachment{Network: name}
		if name == "default" {
			a.Network = network.Default
		}
		if a.Network != network.Default {
			n, err := networks.Get(name)
			if err != nil {
				return err
			}
			a.Network, a.Aliases = n.Name, c.aliases
		}
		if slices.ContainsFunc(s.Attachments, func(b network.Attachment) bool { return a.Network == b.Network }) {
			return fmt.Errorf("read --network %s: it is there twice", name)
		}
		if i == 0 {
			if err := c.fixed(&a); err != nil {
				return err
			}
		}
		s.Attachments = append(s.Attachments, a)
	}
	return nil
}

// fixed are the addresses that the container must have.
func (c Connection) fixed(a *network.Attachment) (err error) {
	if c.address != "" {
		if a.Address, err = netip.ParseAddr(c.address); err != nil || !a.Address.Is4() {
			return fmt.Errorf("read --ip %.40q: not an address of version 4", c.address)
		}
	}
	if c.mac != "" {
		mac, err := net.ParseMAC(c.mac)
		if err != nil || len(mac) != 6 || mac[0]&1 != 0 {
			return fmt.Errorf("read --mac-address %.40q: not an address of one interface, such as 02:42:ac:11:00:02", c.mac)
		}
		a.MAC = mac.String()
	}
	return nil
}

// printConnected prints the script of a container with its network.
func (p *Program) printConnected(c sandbox.Container, n network.Container, e *engine.Engine, state string, a Attachment) error {
	if n.Mode == network.User {
		return fmt.Errorf("print script: the network of an ordinary user's container needs a program beside it; --network none has none")
	}
	hold := sandbox.HoldDir(state)
	spec, err := e.ConnectedSpec(c.Spec, n.Settings, hold)
	if err != nil || n.Mode == network.None || n.Mode == network.Joined {
		c.Spec = spec
		return errors.Join(err, p.PrintScript(c, state, a))
	}
	s, err := e.Networks().ScriptOf(n)
	if err != nil {
		return err
	}
	if s.Namespace != "" {
		spec.Linux = engine.Joining(*spec.Linux, specs.NetworkNamespace, s.Namespace)
	}
	c.Spec = spec
	return p.printScript(c, state, a, sandbox.Around{Before: s.Before, After: s.After, Files: s.Files})
}
