//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// That there is one already does not matter.
func connect(pid int, id string, host, container netip.Prefix) error {
	if err := waitForNetwork(pid); err != nil {
		return err
	}
	attrs := netlink.NewLinkAttrs()
	attrs.Name = "veth" + id[:min(8, len(id))]
	// The other end is born in there: on the host the name eth0 is taken.
	veth := &netlink.Veth{LinkAttrs: attrs, PeerName: "eth0", PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(veth); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("create %s: %w", attrs.Name, err)
	}
	here, err := netlink.NewHandle()
	if err != nil {
		return fmt.Errorf("talk to the kernel: %w", err)
	}
	defer here.Close()
	if err := settle(here, attrs.Name, host); err != nil {
		return err
	}
	ns, err := netns.GetFromPid(pid)
	if err != nil {
		return fmt.Errorf("open network of %d: %w", pid, err)
	}
	defer ns.Close() //nolint:errcheck // nothing was written
	there, err := netlink.NewHandleAt(ns)
	if err != nil {
		return fmt.Errorf("talk to the kernel in there: %w", err)
	}
	defer there.Close()
	return settle(there, "eth0", container)
}

// settle gives an interface its address and switches it on.
func settle(in *netlink.Handle, name string, address netip.Prefix) error {
	link, err := in.LinkByName(name)
	if err != nil {
		return fmt.Errorf("find %s: %w", name, err)
	}
	ip := &net.IPNet{IP: address.Addr().AsSlice(), Mask: net.CIDRMask(address.Bits(), address.Addr().BitLen())}
	if err := in.AddrAdd(link, &netlink.Addr{IPNet: ip}); err != nil {
		return fmt.Errorf("give %s to %s: %w", address, name, err)
	}
	if err := in.LinkSetUp(link); err != nil {
		return fmt.Errorf("set %s up: %w", name, err)
	}
	return nil
}

// waitForNetwork waits until the process has another network than this program. There is no event for it, unless the
// process itself gives one.
func waitForNetwork(pid int) error {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		mine, err := os.Stat("/proc/self/ns/net")
		if err != nil {
			return err
		}
		its, err := os.Stat(fmt.Sprintf("/proc/%d/ns/net", pid))
		if err != nil {
			return err
		}
		if !os.SameFile(mine, its) {
			return nil
		}
	}
	return errors.New("the process has no network of its own")
}
