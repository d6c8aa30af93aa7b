//go:build linux

// Links and addresses, one step each. Every step looks before it does anything: to make what is there already changes
// nothing, so that a network can be made again after somebody has removed a part of it.

package network

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// CreateBridge makes a bridge: a switch in the kernel, and at the same time an interface of the host's at it.
type CreateBridge struct {
	Place
	Link string
	MAC  net.HardwareAddr // fixed, or it would be the lowest of its cables', and change with them
}

// Name is the step's, as plan.Step has it.
func (s CreateBridge) Name() string { return "create bridge " + s.Link }

// Line is the shell's, as plan.Step has it.
func (s CreateBridge) Line() string {
	return s.line("ip link add " + s.Link + " address " + s.MAC.String() + " type bridge")
}

// Do makes it. A link of that name that is no bridge is somebody else's, and an error.
func (s CreateBridge) Do() error {
	attrs := netlink.NewLinkAttrs()
	attrs.Name, attrs.HardwareAddr = s.Link, s.MAC
	err := s.handle.LinkAdd(&netlink.Bridge{LinkAttrs: attrs})
	if errors.Is(err, unix.EEXIST) {
		link, lookErr := s.handle.LinkByName(s.Link)
		if lookErr == nil && link.Type() == "bridge" {
			return nil
		}
	}
	return complain(s, err)
}

// CreateCable makes a veth: two interfaces, and what goes in at one comes out at the other. One end is here, the other in
// the namespace of the process To, where it is born: no name of it is ever taken here.
type CreateCable struct {
	Place
	Link string // this end
	To   Place
	Far  string // the other end
	MAC  net.HardwareAddr
}

// Name is the step's, as plan.Step has it.
func (s CreateCable) Name() string { return "create cable " + s.Link }

// Line is the shell's, as plan.Step has it.
func (s CreateCable) Line() string {
	address := ""
	if s.MAC != nil {
		address = " address " + s.MAC.String()
	}
	return s.line("ip link add " + s.Link + " type veth peer name " + s.Far + address + " netns " + s.To.word())
}

// Do makes it. One that is there is of a container whose end was not cleared up, and is replaced.
func (s CreateCable) Do() error {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = s.Link
	veth := &netlink.Veth{LinkAttrs: attrs, PeerName: s.Far, PeerHardwareAddr: s.MAC, PeerTxQLen: -1, PeerNamespace: netlink.NsPid(s.To.number())}
	err := s.handle.LinkAdd(veth)
	if errors.Is(err, unix.EEXIST) {
		if err = (RemoveLink{s.Place, s.Link}).Do(); err == nil {
			err = s.handle.LinkAdd(veth)
		}
	}
	return complain(s, err)
}

// RemoveLink takes a link away, with the other end if it is a cable. One that is not there is fine.
type RemoveLink struct {
	Place
	Link string
}

// Name is the step's, as plan.Step has it.
func (s RemoveLink) Name() string { return "remove link " + s.Link }

// Line is the shell's, as plan.Step has it.
func (s RemoveLink) Line() string { return s.line("ip link del " + s.Link) }

// Do removes it.
func (s RemoveLink) Do() error {
	link, err := s.handle.LinkByName(s.Link)
	if errors.As(err, &netlink.LinkNotFoundError{}) {
		return nil
	}
	if err == nil {
		err = s.handle.LinkDel(link)
	}
	if errors.Is(err, unix.ENODEV) {
		err = nil // its other end has gone in this moment, and it with that
	}
	return complain(s, err)
}

// PlugIn connects a link to a bridge.
type PlugIn struct {
	Place
	Link, Bridge string
}

// Name is the step's, as plan.Step has it.
func (s PlugIn) Name() string { return "plug " + s.Link + " into " + s.Bridge }

// Line is the shell's, as plan.Step has it.
func (s PlugIn) Line() string { return s.line("ip link set " + s.Link + " master " + s.Bridge) }

// Do connects it.
func (s PlugIn) Do() error {
	link, err := s.handle.LinkByName(s.Link)
	if err != nil {
		return complain(s, err)
	}
	bridge, err := s.handle.LinkByName(s.Bridge)
	if err == nil {
		err = s.handle.LinkSetMaster(link, bridge)
	}
	return complain(s, err)
}

// Reflect has the bridge send a frame back through the cable that it came from. It does not, ordinarily: but a container that
// goes to the host's address and its own published port is led back to itself.
type Reflect struct {
	Place
	Link string
}

// Name is the step's, as plan.Step has it.
func (s Reflect) Name() string { return "let " + s.Link + " lead back where it comes from" }

// Line is the shell's, as plan.Step has it.
func (s Reflect) Line() string { return s.line("bridge link set dev " + s.Link + " hairpin on") }

// Do switches it on.
func (s Reflect) Do() error {
	link, err := s.handle.LinkByName(s.Link)
	if err == nil {
		err = s.handle.LinkSetHairpin(link, true)
	}
	return complain(s, err)
}

// SetUp switches a link on.
type SetUp struct {
	Place
	Link string
}

// Name is the step's, as plan.Step has it.
func (s SetUp) Name() string { return "set " + s.Link + " up" }

// Line is the shell's, as plan.Step has it.
func (s SetUp) Line() string { return s.line("ip link set " + s.Link + " up") }

// Do switches it on.
func (s SetUp) Do() error {
	link, err := s.handle.LinkByName(s.Link)
	if err == nil {
		err = s.handle.LinkSetUp(link)
	}
	return complain(s, err)
}

// AddAddress gives a link an address. The bits of the prefix say who is a neighbour, and makes the route to them.
type AddAddress struct {
	Place
	Link    string
	Address netip.Prefix
}

// Name is the step's, as plan.Step has it.
func (s AddAddress) Name() string { return "give " + s.Link + " the address " + s.Address.String() }

// Line is the shell's, as plan.Step has it.
func (s AddAddress) Line() string {
	return s.line("ip address replace " + s.Address.String() + s.option() + " dev " + s.Link)
}

// option has one of version 4 know the address by which it reaches all neighbours, and one of version 6 be good at once: the kernel would ask the neighbours for a second whether one of them has
// it, and our leases know that nobody does. Source: ip-address(8), nodad.
func (s AddAddress) option() string {
	if s.Address.Addr().Is4() {
		return " brd +"
	}
	return " nodad"
}

// Do adds it.
func (s AddAddress) Do() error {
	link, err := s.handle.LinkByName(s.Link)
	if err == nil {
		address := &netlink.Addr{IPNet: ipNet(s.Address)}
		if s.Address.Addr().Is6() {
			address.Flags = unix.IFA_F_NODAD
		}
		err = s.handle.AddrAdd(link, address)
	}
	if errors.Is(err, unix.EEXIST) {
		err = nil
	}
	return complain(s, err)
}

// AddRoute makes a neighbour the way to everybody else.
type AddRoute struct {
	Place
	Via netip.Addr
}

// Name is the step's, as plan.Step has it.
func (s AddRoute) Name() string { return "route to everybody else via " + s.Via.String() }

// Line is the shell's, as plan.Step has it.
func (s AddRoute) Line() string {
	if s.Via.Is6() {
		return s.line("ip -6 route replace default via " + s.Via.String())
	}
	return s.line("ip route replace default via " + s.Via.String())
}

// Do adds it.
func (s AddRoute) Do() error {
	family := netlink.FAMILY_V4
	if s.Via.Is6() {
		family = netlink.FAMILY_V6
	}
	return complain(s, s.handle.RouteReplace(&netlink.Route{Family: family, Gw: s.Via.AsSlice()}))
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}

// complain has the error begin with what was to be done.
func complain(s interface{ Name() string }, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", s.Name(), err)
}
