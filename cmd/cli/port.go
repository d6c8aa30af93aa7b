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

// hostAddress is the address of this machine on which a port is open.
func hostAddress(b network.Bound) netip.Addr {
	if !b.Host.IsValid() {
		return netip.IPv4Unspecified()
	}
	return b.Host
}

func hostSide(b network.Bound) string { return netip.AddrPortFrom(hostAddress(b), b.HostPort).String() }

// portsColumn is how ps shows them: those that are named only, as such; neighbours that keep their numbers as a range.
func portsColumn(list []network.Bound, exposed []string) string {
	var ranges, single []string
	var open span
	for _, b := range list {
		switch {
		case b.HostPort != b.Port:
			single = append(single, fmt.Sprintf("%s->%d/%s", hostSide(b), b.Port, b.Proto))
		case open.reaches(b):
			open.last = b.Port
		default:
			ranges = append(ranges, open.words()...)
			open = span{hostAddress(b), b.Proto, b.Port, b.Port}
		}
	}
	var named []port
	for _, text := range exposed {
		p, ok := readPort(text)
		led := slices.ContainsFunc(list, func(b network.Bound) bool { return p == port{b.Port, b.Proto} })
		if ok && !led {
			named = append(named, p)
		}
	}
	return strings.Join(slices.Concat(namedWords(named), ranges, open.words(), single), ", ")
}

// namedWords are ports that lead nowhere from outside; neighbours as a range.
func namedWords(list []port) (words []string) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n] == (port{list[n-1].number + 1, list[0].proto}) {
			n++
		}
		if n == 1 {
			words = append(words, list[0].String())
		} else {
			words = append(words, fmt.Sprintf("%d-%v", list[0].number, list[n-1]))
		}
		list = list[n:]
	}
	return words
}

// span is ports side by side that lead to the same ones of the container.
type span struct {
	host        netip.Addr
	proto       string
	first, last uint16
}

func (s span) reaches(b network.Bound) bool {
	return s.host == hostAddress(b) && s.proto == b.Proto && s.last+1 == b.Port
}

// words is the span as text; none for the zero value.
func (s span) words() []string {
	switch s.first {
	case 0:
		return nil
	case s.last:
		return []string{fmt.Sprintf("%v->%d/%s", netip.AddrPortFrom(s.host, s.first), s.first, s.proto)}
	}
	return []string{fmt.Sprintf("%v-%d->%d-%d/%s", netip.AddrPortFrom(s.host, s.first), s.last, s.first, s.last, s.proto)}
}
