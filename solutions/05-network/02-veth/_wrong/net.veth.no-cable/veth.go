//go:build linux

package main

import (
	"net/netip"

	"github.com/vishvananda/netlink"
)

// What was made is cleared up before the end.
func connect(pid int, id string, host, container netip.Prefix) error {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = "vethtry"
	veth := &netlink.Veth{LinkAttrs: attrs, PeerName: "eth0", PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(veth); err != nil {
		return err
	}
	return netlink.LinkDel(veth)
}
