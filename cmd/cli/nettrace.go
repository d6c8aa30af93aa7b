//go:build linux

package cli

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"github.com/minicontainer/minicontainer/minicontainer/network/chart"
)

const networkTraceHelp = `Follow a packet hop by hop, and name the hop where it dies.

FROM is a container, host (this machine), or outside (a machine beside it).
TO is a container's name, an address, localhost, or host; PORT is a port of it.
Nothing is sent, but with --send: then a real packet shows whether that is true.

  ✓ the packet passes    ✗ it dies here, and why    ? cannot be seen from here

The exit status is 0 if it arrives and 1 if it dies.`

func (p *Program) networkTrace(who Residents) *cobra.Command {
	var ascii bool
	var s sending
	cmd := &cobra.Command{
		Use:   "trace [--send] FROM TO[:PORT][/udp]",
		Short: "Follow a packet hop by hop, and name the hop where it dies",
		Long:  networkTraceHelp,
		Args:  cobra.ExactArgs(2),
		RunE: p.Status(func(args []string) (int, error) {
			status, err := p.trace(who, args[0], args[1], s, ascii)
			return status, failed(err)
		}),
	}
	cmd.Flags().BoolVar(&s.wanted, "send", false, "send a packet, too: connect, or with /udp one datagram")
	cmd.Flags().DurationVar(&s.patience, "wait", 2*time.Second, "wait so long for an answer to it: `TIME`")
	addASCII(cmd, &ascii)
	return cmd
}

const exitDies = 1

// sending is whether a real packet is wanted, too.
type sending struct {
	wanted   bool
	patience time.Duration
}

func (p *Program) trace(who Residents, from, to string, send sending, ascii bool) (int, error) {
	q, err := chart.ParseQuestion(from, to)
	if err != nil {
		return 0, err
	}
	networks, running, err := who()
	if err != nil {
		return 0, err
	}
	c, err := lookAtNetworks(networks, running)
	if err != nil {
		return 0, err
	}
	if q.Unknown(c) {
		q.Found = askOutside(q.To)
	}
	hops := chart.Trace(c, q, chart.Kernel)
	text := fmt.Sprintf("%v\n\n%s\n%s\n", q, chart.Tell(hops, p.width()), verdict(hops))
	if err := p.draw(text, ascii); err != nil {
		return 0, err
	}
	arrives := chart.Arrives(hops)
	if send.wanted {
		if arrives, err = p.sendOne(c, q, send.patience, arrives, ascii); err != nil {
			return 0, err
		}
	}
	if !arrives {
		return exitDies, nil
	}
	return exitOK, nil
}

// askOutside asks the name servers that a container's name server would ask, too.
func askOutside(name string) []netip.Addr {
	const patience = 3 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	found, _ := net.DefaultResolver.LookupNetIP(ctx, "ip", name) //nolint:errcheck // then nobody knows it
	return found
}

func verdict(hops []chart.Hop) string {
	if at := chart.Death(hops); at != "" {
		return "It dies at: " + at + "."
	}
	if last := hops[len(hops)-1]; last.Mark == chart.Unclear {
		return "It leaves this machine."
	}
	return "It arrives."
}

// sendOne tells what a real packet says to it.
func (p *Program) sendOne(c chart.Chart, q chart.Question, patience time.Duration, expected, ascii bool) (arrived bool, err error) {
	h, err := chart.Send(c, q, chart.Kernel, patience)
	if err != nil {
		return false, err
	}
	arrived = h.Mark != chart.Dies
	text := "\n" + chart.TellHop(h, p.width())
	switch {
	case h.Mark == chart.Unclear:
	case arrived == expected:
		text += "\nThe packet says the same.\n"
	case expected:
		text += "\nThe packet says otherwise: something stops it that is not shown, such as\na rule of another firewall, or a machine outside.\n"
	default:
		text += "\nThe packet says otherwise: it was only seen that it should die.\n"
	}
	return arrived, p.draw(text, ascii)
}
