//go:build linux

package cli

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

func (p *Program) portCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "port CONTAINER [PORT[/udp]]",
		Short: "Show which ports of this machine lead to a container",
		Args:  cobra.RangeArgs(1, 2),
		RunE:  p.onEngine(p.port),
	}
}

func (p *Program) port(e *engine.Engine, args []string) error {
	r, err := e.Inspect(args[0])
	if err != nil {
		return err
	}
	found := false
	for _, b := range boundPorts(e, r.ID) {
		inside := fmt.Sprintf("%d/%s", b.Port, b.Proto)
		if len(args) == 1 {
			fmt.Fprintf(p.Stdout, "%s -> %s\n", inside, hostSide(b))
		} else if wanted := args[1]; inside == wanted || inside == wanted+"/tcp" {
			fmt.Fprintln(p.Stdout, hostSide(b))
			found = true
		}
	}
	if len(args) == 2 && !found {
		return fmt.Errorf("show port %s of %s: it is not published", args[1], r.Name)
	}
	return nil
}

// boundPorts are the ports of a container that runs, by number.
func boundPorts(e *engine.Engine, id string) (list []network.Bound) {
	places, _ := e.Networks().Of(id) //nolint:errcheck // what cannot be read is not shown
	for _, place := range places {
		list = append(list, place.Ports...)
	}
	slices.SortFunc(list, func(a, b network.Bound) int {
		return strings.Compare(fmt.Sprintf("%05d%s%v", a.Port, a.Proto, a.HostPort), fmt.Sprintf("%05d%s%v", b.Port, b.Proto, b.HostPort))
	})
	return list
}

func hostSide(b network.Bound) string {
	host := b.Host
	if !host.IsValid() {
		host = netip.IPv4Unspecified()
	}
	return netip.AddrPortFrom(host, b.HostPort).String()
}

// portsColumn is how ps shows them.
func portsColumn(list []network.Bound) string {
	var words []string
	for _, b := range list {
		words = append(words, fmt.Sprintf("%s->%d/%s", hostSide(b), b.Port, b.Proto))
	}
	return strings.Join(words, ", ")
}
