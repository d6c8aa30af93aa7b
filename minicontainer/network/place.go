//go:build linux

package network

import (
	"fmt"
	"os"
	"strconv"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

// Place is a network namespace that a step works in: the caller's own, or that of a process.
//
// A socket of netlink belongs to the namespace that it was made in. So nobody has to be in another namespace for longer than it
// takes to make one there, which netlink does on a thread of its own.
type Place struct {
	pid    int
	name   string // the path of one that is only spoken of: see script.go
	handle *netlink.Handle
}

// Here is the caller's own network namespace.
func Here() (Place, error) {
	h, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	if err != nil {
		return Place{}, fmt.Errorf("open network: %w", err)
	}
	return Place{handle: h}, nil
}

// Of is that of a process. The caller closes it.
func Of(pid int) (Place, error) {
	ns, err := netns.GetFromPath("/proc/" + strconv.Itoa(pid) + "/ns/net")
	if err != nil {
		return Place{}, fmt.Errorf("open network of process %d: %w", pid, err)
	}
	defer ns.Close() //nolint:errcheck // nothing was written to it
	h, err := netlink.NewHandleAt(ns, unix.NETLINK_ROUTE)
	if err != nil {
		return Place{}, fmt.Errorf("open network of process %d: %w", pid, err)
	}
	return Place{pid: pid, handle: h}, nil
}

// Close gives the sockets back.
func (p Place) Close() { p.handle.Close() }

// line is a command line as a person in the caller's namespace types it.
func (p Place) line(command string) string {
	switch {
	case p.name != "":
		return "nsenter --net=" + p.name + " " + command
	case p.pid == 0:
		return command
	}
	return "nsenter --target " + strconv.Itoa(p.pid) + " --net " + command
}

// word is what ip(8) calls it.
func (p Place) word() string {
	if p.name != "" {
		return p.name
	}
	return strconv.Itoa(p.number())
}

// number is what netlink calls it: by a process that is in it.
func (p Place) number() int {
	if p.pid == 0 {
		return os.Getpid()
	}
	return p.pid
}
