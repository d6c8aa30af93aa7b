// Forwarding: whether the host passes on packets that are not for itself. Containers have no way out without it.

package firewall

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	forward4 = "net.ipv4.ip_forward"
	forward6 = "net.ipv6.conf.all.forwarding"
)

// Forwarding tells whether the host forwards packets of IPv4 and of IPv6. A kernel without IPv6 does not.
func Forwarding() (v4, v6 bool, err error) {
	was4, err := Sysctl{Key: forward4}.Was()
	if err != nil {
		return false, false, err
	}
	was6, err := Sysctl{Key: forward6}.Was()
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return was4 == "1", was6 == "1", err
}

// SetForwarding4 is the step that has the host forward packets of IPv4.
func SetForwarding4() Sysctl { return Sysctl{forward4, "1"} }

// SetForwarding6 plans the same for IPv6, and before it what keeps the host's own way out: a host that forwards is a router, and a
// router does not learn from others' router advertisements where to send, unless accept_ra is 2.
// Source: the kernel's Documentation/networking/ip-sysctl.rst, accept_ra.
func SetForwarding6() ([]Sysctl, error) {
	if on, err := (Sysctl{Key: forward6}).Was(); err != nil || on == "1" {
		return nil, err
	}
	const conf = "net/ipv6/conf"
	links, err := os.ReadDir(filepath.Join("/proc/sys", conf))
	if err != nil {
		return nil, fmt.Errorf("list interfaces of IPv6: %w", err)
	}
	var list []Sysctl
	for _, link := range links {
		learn := Sysctl{filepath.Join(conf, link.Name(), "accept_ra"), "2"}
		if was, err := learn.Was(); err == nil && was == "1" && link.Name() != "all" && link.Name() != "lo" {
			list = append(list, learn)
		}
	}
	return append(list, Sysctl{forward6, "1"}), nil
}

// RouteLocalhost is the step that makes published ports reachable at 127.0.0.1. A packet from there to a container keeps the address
// 127.0.0.1 until the postrouting chain gives it the bridge's; before that the route is looked up, and the kernel
// refuses to route 127.0.0.0/8 through any interface but lo, unless this says so for the bridge, which must exist. Our chain guard
// keeps it one-way.
func RouteLocalhost(bridge string) Sysctl {
	return Sysctl{"net/ipv4/conf/" + bridge + "/route_localnet", "1"}
}
