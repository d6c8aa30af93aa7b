//go:build linux

// Package wire is the fake host's networks, as its judge sees and makes them.
//
//	outside ──veth── fake host ──(the learner's)── container
//
// Each of the three is a network namespace that belongs to the judge's user namespace. So the judge is root in all of
// them, also when an ordinary user has started it. It goes there on a thread that is thrown away afterwards: in the
// network it came from, the machine's, it has no rights, and could not go back.
//
// A socket stays in the network in which it was made. So the judge asks, listens and looks everywhere at once.
// Source: network_namespaces(7), setns(2).
package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// Net is a network namespace. Its methods of netlink look at it from wherever the judge is. It lives as long as it is
// open, or somebody is in it.
type Net struct {
	*netlink.Handle
	ns *os.File
}

// Of opens the network of a process.
func Of(p fakehost.Process) (*Net, error) {
	ns, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", p.Pid))
	if err != nil {
		return nil, fmt.Errorf("open network: %w", err)
	}
	return open(ns)
}

// New makes a network in which nobody is. Its loopback is up.
func New() (*Net, error) {
	var ns *os.File
	err := onThread(func() (err error) {
		if err = unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("make network: %w", err)
		}
		ns, err = os.Open("/proc/thread-self/ns/net")
		return err
	})
	if err != nil {
		return nil, err
	}
	n, err := open(ns)
	if err != nil {
		return nil, err
	}
	return n, n.Up("lo")
}

func open(ns *os.File) (*Net, error) {
	n := &Net{ns: ns}
	err := n.Do(func() (err error) {
		n.Handle, err = netlink.NewHandle(unix.NETLINK_ROUTE)
		return err
	})
	if err != nil {
		ns.Close()
		return nil, fmt.Errorf("look at network: %w", err)
	}
	return n, nil
}

// Close gives the network up.
func (n *Net) Close() {
	n.Handle.Close()
	n.ns.Close()
}

// Do calls act on a thread that is in the network. What act starts in other goroutines is not.
func (n *Net) Do(act func() error) error {
	return onThread(func() error {
		if err := unix.Setns(int(n.ns.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("join network: %w", err)
		}
		return act()
	})
}

// onThread calls act on a thread of its own, which ends with it.
func onThread(act func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
		done <- act()
	}()
	return <-done
}

// Same tells whether a process is in the network.
func (n *Net) Same(p fakehost.Process) bool {
	mine, err := n.ns.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(fmt.Sprintf("/proc/%d/ns/net", p.Pid))
	return err == nil && os.SameFile(mine, there)
}

// Switch reads one of the kernel's settings of the network, such as "ipv4/ip_forward"; "" if there is none.
func (n *Net) Switch(name string) (value string) {
	n.Do(func() error { //nolint:errcheck // "" is the answer
		text, err := os.ReadFile(filepath.Join("/proc/sys/net", name))
		value = strings.TrimSpace(string(text))
		return err
	})
	return value
}

// SetSwitch writes one. The file is that of the host's procfs: the judge's own may be read-only. Which network is meant tells
// the thread that opens it.
func (n *Net) SetSwitch(h *fakehost.Host, name, value string) error {
	return n.Do(func() error { return os.WriteFile(filepath.Join(h.Root(), "proc/sys/net", name), []byte(value), 0) })
}
