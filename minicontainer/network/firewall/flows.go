// What the kernel remembers of datagrams.
//
// NAT decides once a connection, and the answer is kept with the connection. TCP has a beginning and an end. With UDP the kernel takes
// for one connection whatever goes between the same two addresses and ports, as long as no pause is longer than 30 seconds (120 once it
// was answered). A client that keeps sending from one port would so keep sending to a container that is gone, or to the host, from
// which it had no answer before the port was published. Docker forgets such flows, too.
// Source: the kernel's Documentation/networking/nf_conntrack-sysctl.rst.

package firewall

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

type forget struct{ Port }

func (s forget) Name() string { return "forget flows to port " + s.text() }

func (s forget) Line() string {
	address := ""
	if s.Host.IsValid() && !s.Host.IsUnspecified() {
		address = " --orig-dst " + s.Host.String()
	}
	return fmt.Sprintf("conntrack -D -p %s%s --orig-port-dst %d || true", s.Proto, address, s.HostPort)
}

// Do forgets flows to the port that do not lead to one of s.To. Flows of TCP are left alone.
func (s forget) Do() error {
	if s.Proto == "tcp" {
		return nil
	}
	entries, err := s.entries(Table{})
	for _, e := range entries {
		if err == nil {
			err = e.forget()
		}
	}
	// A kernel without ctnetlink says EINVAL: there the flows end by themselves.
	if err != nil && !errors.Is(err, unix.EINVAL) {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return nil
}

func (e entry) forget() error {
	addresses, err := syscalls.Whole(func() ([]netlink.Addr, error) { return netlink.AddrList(nil, netlinkFamily(e.f)) })
	if err != nil {
		return err
	}
	stale := staleFlow{e, nil}
	for _, a := range addresses {
		if own, ok := netip.AddrFromSlice(a.IP); ok {
			stale.own = append(stale.own, own.Unmap())
		}
	}
	_, err = netlink.ConntrackDeleteFilters(netlink.ConntrackTable, netlink.InetFamily(netlinkFamily(e.f)), stale)
	return err
}

func netlinkFamily(f family) int {
	if f.size == ip6.size {
		return unix.AF_INET6
	}
	return unix.AF_INET
}

// staleFlow picks flows; own are the host's addresses. It is a netlink.CustomConntrackFilter.
type staleFlow struct {
	entry
	own []netip.Addr
}

// MatchConntrackFlow tells whether a flow goes to the port, but to none of its targets.
func (s staleFlow) MatchConntrackFlow(flow *netlink.ConntrackFlow) bool {
	dst, ok := netip.AddrFromSlice(flow.Forward.DstIP)
	if !ok || flow.Forward.Protocol != protocols[s.proto] || flow.Forward.DstPort != s.port {
		return false
	}
	dst = dst.Unmap()
	if s.at.IsValid() && dst != s.at || !s.at.IsValid() && !dst.IsLoopback() && !slices.Contains(s.own, dst) {
		return false
	}
	answers, _ := netip.AddrFromSlice(flow.Reverse.SrcIP)
	return !slices.Contains(s.to, netip.AddrPortFrom(answers.Unmap(), flow.Reverse.SrcPort))
}
