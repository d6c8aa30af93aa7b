//go:build linux

package network

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
)

// ErrNotAllowed is the cause where somebody else decides about this machine's network.
var ErrNotAllowed = errors.New("only who may change this machine's network can connect to it (root with CAP_NET_ADMIN)")

// ErrReadOnly is the cause where the kernel cannot be told to lead packets from one network to another.
var ErrReadOnly = errors.New("/proc/sys is read-only here, as in most containers, and a way out takes net.ipv4.ip_forward and more")

// CanLeadOut tells whether a network can have a way out. Forwarding may be on already, but each bridge has a parameter of its own
// to set (firewall.RouteLocalhost).
func CanLeadOut() error {
	if err := unix.Access(firewall.SetForwarding4().Path(), unix.W_OK); errors.Is(err, unix.EROFS) {
		return ErrReadOnly
	}
	return nil
}

// Possible tells whether we may make bridges here. It asks for a change that changes nothing: loopback gets the flags that it
// has.
func Possible() error {
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("look at the network: %w", err)
	}
	defer unix.Close(sock) //nolint:errcheck // nothing was written to it
	lo, err := unix.NewIfreq("lo")
	if err == nil {
		err = unix.IoctlIfreq(sock, unix.SIOCGIFFLAGS, lo)
	}
	if err == nil {
		err = unix.IoctlIfreq(sock, unix.SIOCSIFFLAGS, lo)
	}
	if errors.Is(err, unix.EPERM) {
		return ErrNotAllowed
	}
	return err
}
