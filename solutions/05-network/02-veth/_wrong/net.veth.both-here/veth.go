//go:build linux

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/vishvananda/netlink"
)

// Nothing is sent into the container.
func connect(pid int, id string, host, container netip.Prefix) error {
	if err := waitForNetwork(pid); err != nil {
		return err
	}
	// A name has 15 bytes at most. The first digits of an id may be those of another one; of a checksum they are not.
	attrs := netlink.NewLinkAttrs()
	attrs.Name = fmt.Sprintf("veth%.5x", sha256.Sum256([]byte(id)))
	veth := &netlink.Veth{LinkAttrs: attrs, PeerName: "vethpeer"}
	if err := netlink.LinkAdd(veth); err != nil {
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
	return settle(here, "vethpeer", container)
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
