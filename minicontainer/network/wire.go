// Connecting a container, from outside: its first process waits in its namespaces, and nothing of its own runs yet.
//
//	write down that it is here            so that whoever comes after a crash knows what to look for
//	take its ports                        or say who has them
//	for each network:  make sure of the bridge · lease an address · lay a cable
//	lead the ports to it
//	answer its questions for names
//
// Disconnecting is the same from the end.

//go:build linux

package network

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/vishvananda/netlink"

	"github.com/minicontainer/minicontainer/minicontainer/network/names"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/syscalls"
)

// Wire is what a connected container needs of the process that stays with it.
type Wire struct {
	said   []string
	closed bool

	store  *Store
	who    Container
	claims []claim // its rights to the host's ports
	held   []*hold
	server *names.Server
	helper *helper // of an ordinary user's; see user.go
}

// Connect connects the container whose first process is pid. dir has its files (see files.go), which get their content
// here. After an error nothing is connected. The caller closes the wire when the container has ended.
func (s *Store) Connect(c Container, pid int, dir string, watch Watch) (*Wire, error) {
	w := &Wire{store: s, who: c}
	err := w.connect(pid, dir, watch)
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Wire) connect(pid int, dir string, watch Watch) error {
	switch w.who.Mode {
	case Bridge:
		addresses, err := w.bridge(pid, watch)
		if err != nil {
			return err
		}
		return w.who.writeFiles(dir, addresses, w.gateway())
	case User:
		if err := w.startHelper(pid, watch); err != nil {
			return err
		}
	}
	return w.who.writeFiles(dir, nil, netip.Addr{})
}

// startHelper leaves a container alone that nobody has asked to connect, where the machine itself is connected to nothing.
func (w *Wire) startHelper(pid int, watch Watch) (err error) {
	w.helper, err = startHelper(w.who, pid, watch)
	if err != nil && w.who.Optional {
		w.said = append(w.said, "the container has no way out: "+err.Error())
		return nil
	}
	return err
}

func (w *Wire) bridge(pid int, watch Watch) ([]netip.Addr, error) {
	host, inside, err := between(pid)
	if err != nil {
		return nil, err
	}
	defer host.Close()
	defer inside.Close()
	keep, err := w.keepNetworks(host)
	if err != nil {
		return nil, err
	}
	defer keep.Close()
	if err := watch.do(SetUp{inside, "lo"}); err != nil {
		return nil, err
	}
	if err := w.takePorts(); err != nil {
		return nil, err
	}
	var addresses []netip.Addr
	for i, a := range w.who.Attachments {
		n, e, err := w.attach(a, host, inside, watch)
		if err == nil && i == 0 {
			err = w.publish(n, e, watch)
		}
		if err != nil {
			return nil, err
		}
		addresses = append(addresses, e.Address)
		if e.Address6.IsValid() {
			addresses = append(addresses, e.Address6)
		}
	}
	return addresses, w.serveNames(pid, watch)
}

// takePorts takes the host's ports before anything is made. Those of an internal network are reached by nobody.
func (w *Wire) takePorts() error {
	if len(w.who.Attachments) == 0 {
		return nil
	}
	a := w.who.Attachments[0]
	n, err := w.store.Get(a.Network)
	if err != nil {
		return err
	}
	// Written first: without a place in a network nobody looks for the ports of a container that is gone.
	if err := w.store.writeEndpoint(n, Endpoint{Container: w.who.ID, Name: w.who.Name}); err != nil {
		return err
	}
	if n.Internal && len(w.who.Ports) > 0 {
		return fmt.Errorf("publish port %v: network %s is internal: nobody outside reaches it", w.who.Ports[0], n.Name)
	}
	for _, p := range w.who.Ports {
		c, held, err := w.store.claim(claim{Container: w.who.ID, Name: w.who.Name, Network: n.Name, Aliases: a.Aliases, V6: n.V6()}, p)
		if err != nil {
			return err
		}
		w.held = append(w.held, held)
		w.claims = append(w.claims, c)
	}
	return nil
}

// keepNetworks has the networks be there, and stay until the file is closed. The default network is made when it is first asked
// for.
func (w *Wire) keepNetworks(host Place) (*os.File, error) {
	for _, a := range w.who.Attachments {
		_, said, err := w.store.Find(a.Network, host)
		w.said = append(w.said, said...)
		if err != nil {
			return nil, err
		}
	}
	return w.store.Hold()
}

// attach connects one network. The first one that has a way out is the container's way out.
func (w *Wire) attach(a Attachment, host, inside Place, watch Watch) (n Network, e Endpoint, err error) {
	if n, err = w.store.Get(a.Network); err != nil {
		return n, e, err
	}
	if n, err = w.ready(n, host, watch); err != nil {
		return n, e, err
	}
	if e, err = w.store.place(n, w.who, a, inside); err != nil {
		return n, e, err
	}
	wayOut := !n.Internal && !inside.hasDefault()
	if err = watch.do(cableSteps(e, n, host, inside, wayOut)...); err == nil {
		w.store.tell("connect", n, w.who.ID)
	}
	return n, e, err
}

// ready has the network's bridge be there.
func (w *Wire) ready(n Network, host Place, watch Watch) (Network, error) {
	n, said, err := w.store.avoid(n, host)
	w.said = append(w.said, said...)
	if err != nil {
		return n, err
	}
	said, err = w.store.raise(n, host, watch)
	w.said = append(w.said, said...)
	return n, err
}

// place writes down where the container is to be, and leases the address.
func (s *Store) place(n Network, c Container, a Attachment, inside Place) (Endpoint, error) {
	e := Endpoint{Container: c.ID, Name: c.Name, Process: inside.pid, Aliases: a.Aliases, Cable: cableName(c.ID, n), Link: inside.nextLink()}
	if err := s.writeEndpoint(n, e); err != nil {
		return e, err
	}
	var err error
	if e.Address, err = s.Lease(n, c.ID, a.Address); err != nil {
		return e, err
	}
	if n.V6() {
		e.Address6 = n.Address6(e.Address)
	}
	e.MAC = a.MAC
	if e.MAC == "" {
		e.MAC = macOf(e.Address).String()
	}
	return e, s.writeEndpoint(n, e)
}

// nextLink is the first of eth0, eth1 … that is not there yet.
func (p Place) nextLink() string {
	for n := 0; ; n++ {
		if name := "eth" + strconv.Itoa(n); !p.has(name) {
			return name
		}
	}
}

// cableSteps lay a cable between a network's bridge and a container.
func cableSteps(e Endpoint, n Network, host, inside Place, wayOut bool) []plan.Step {
	mac, err := net.ParseMAC(e.MAC)
	if err != nil {
		mac = macOf(e.Address) // it was checked when it was asked for
	}
	steps := []plan.Step{
		CreateCable{host, e.Cable, inside, e.Link, mac},
		PlugIn{host, e.Cable, n.Bridge},
		Reflect{host, e.Cable},
		SetUp{host, e.Cable},
		AddAddress{inside, e.Link, netip.PrefixFrom(e.Address, n.Subnet.Bits())},
	}
	if e.Address6.IsValid() {
		steps = append(steps, AddAddress{inside, e.Link, netip.PrefixFrom(e.Address6, n.Subnet6.Bits())})
	}
	steps = append(steps, SetUp{inside, e.Link})
	if wayOut {
		steps = append(steps, AddRoute{inside, n.Gateway})
	}
	if wayOut && e.Address6.IsValid() {
		steps = append(steps, AddRoute{inside, n.Gateway6()})
	}
	return steps
}

// publish leads the claimed ports to the container's place in its first network.
func (w *Wire) publish(n Network, e Endpoint, watch Watch) error {
	if len(w.claims) == 0 {
		return nil
	}
	for _, c := range w.claims {
		c.To = []netip.AddrPort{netip.AddrPortFrom(e.Address, c.Port)}
		if e.Address6.IsValid() {
			c.To = append(c.To, netip.AddrPortFrom(e.Address6, c.Port))
		}
		if err := w.store.publish(w.store.Table(), c, watch); err != nil {
			return err
		}
		e.Ports = append(e.Ports, c.Bound)
	}
	return w.store.writeEndpoint(n, e)
}

// gateway is the host as the container sees it; the zero Addr if it has no network.
func (w *Wire) gateway() netip.Addr {
	for _, a := range w.who.Attachments {
		if n, err := w.store.Get(a.Network); err == nil {
			return n.Gateway
		}
	}
	return netip.Addr{}
}

// serveNames answers at 127.0.0.11 in the container.
func (w *Wire) serveNames(pid int, watch Watch) error {
	ns, err := os.Open(filepath.Join("/proc", strconv.Itoa(pid), "ns/net"))
	if err != nil {
		return fmt.Errorf("open network of process %d: %w", pid, err)
	}
	defer ns.Close()
	server := names.New(zone{w.store, w.who.ID}, w.upstream())
	if err := watch.do(server.Steps(ns, pid)...); err != nil {
		return errors.Join(err, server.Close())
	}
	w.server = server
	go server.Serve()
	return nil
}

// upstream is whom our name server asks about other names. From internal networks nothing goes out, and no question either.
func (w *Wire) upstream() func() []netip.AddrPort {
	for _, a := range w.who.Attachments {
		if n, err := w.store.Get(a.Network); err == nil && !n.Internal {
			return w.who.upstream()
		}
	}
	return func() []netip.AddrPort { return nil }
}

// Words are what a person should know, a line each. There may be no wire.
func (w *Wire) Words() []string {
	if w == nil {
		return nil
	}
	return w.said
}

// Close disconnects the container, which has ended: what belongs to it is gone then, also in the kernel. There may be no wire,
// and it may be closed already.
func (w *Wire) Close() error {
	if w == nil || w.closed {
		return nil
	}
	w.closed = true
	var errs []error
	if w.server != nil { // first: its sockets keep the container's namespace
		errs = append(errs, w.server.Close())
	}
	if w.who.Mode == Bridge {
		errs = append(errs, w.store.disconnect(w.who.ID, w.claims))
	}
	for _, h := range w.held {
		h.Close()
	}
	if w.helper != nil {
		errs = append(errs, w.helper.end())
	}
	return errors.Join(errs...)
}

// Disconnect takes away all that is left of a container in any network. It is no error if nothing is. It looks for claims among
// those of all ports.
func (s *Store) Disconnect(container string) error {
	claims, err := s.claimsOf(container)
	return errors.Join(err, s.removeClaimDrafts(container), s.disconnect(container, claims))
}

func (s *Store) disconnect(container string, claims []claim) error {
	list, err := s.List()
	if err != nil {
		return err
	}
	host, err := Here()
	if err != nil {
		return err
	}
	defer host.Close()
	errs := []error{s.unpublish(claims)}
	for _, n := range list {
		if s.hasTouched(n, container) {
			errs = append(errs, s.detach(n, container, host))
		}
	}
	return errors.Join(errs...)
}

func (s *Store) unpublish(claims []claim) error {
	if len(claims) == 0 {
		return nil
	}
	exists, err := s.Table().Exists()
	for _, c := range claims {
		if err == nil && exists {
			err = s.unclaim(s.Table(), c)
		} else if err == nil {
			err = s.removeClaim(c)
		}
	}
	return err
}

// detach takes away one place. The address is given back when the cable is gone: then nobody can use it any more, even if
// somebody keeps the namespace.
func (s *Store) detach(n Network, container string, host Place) error {
	if err := (RemoveLink{host, cableName(container, n)}).Do(); err != nil {
		return err
	}
	if err := s.releaseAll(n, container); err != nil {
		return err
	}
	if err := s.removeEndpoint(n, container); err != nil {
		return err
	}
	s.tell("disconnect", n, container)
	return nil
}

// releaseAll gives the container's address back. A command that was killed may have leased one and not written it down yet: then
// all leases are looked at.
func (s *Store) releaseAll(n Network, container string) error {
	if e, err := s.Endpoint(n, container); err == nil && e.Address.IsValid() {
		return s.Release(n, container, e.Address)
	}
	leases, err := s.Leases(n)
	if err != nil {
		return err
	}
	for a, holder := range leases {
		if holder == container {
			err = errors.Join(err, s.Release(n, container, a))
		}
	}
	return err
}

// hasDefault tells whether there is a way out already.
func (p Place) hasDefault() bool {
	routes, _ := syscalls.Whole(func() ([]netlink.Route, error) { return p.handle.RouteList(nil, netlink.FAMILY_V4) }) //nolint:errcheck // then there is none
	return slices.ContainsFunc(routes, func(r netlink.Route) bool { return r.Gw != nil && (r.Dst == nil || r.Dst.IP.IsUnspecified()) })
}
