package doctor

import (
	"fmt"

	"github.com/vishvananda/netlink"
)

// makeBridge adds a bridge to this empty network namespace.
func makeBridge() error {
	bridge := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: "probe0"}}
	if err := netlink.LinkAdd(bridge); err != nil {
		return fmt.Errorf("add bridge: %w", err)
	}
	return nil
}

// makeVeth adds both ends of a cable.
func makeVeth() error {
	veth := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: "probe1"}, PeerName: "probe2"}
	if err := netlink.LinkAdd(veth); err != nil {
		return fmt.Errorf("add veth: %w", err)
	}
	if _, err := netlink.LinkByName("probe2"); err != nil {
		return fmt.Errorf("find the veth's other end: %w", err)
	}
	return nil
}
