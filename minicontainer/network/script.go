// The same connection as lines of a shell script, which has no process yet when it begins: so it makes the network namespace
// first, in a file, connects that, and starts the container in it.

//go:build linux

package network

import (
	"net/netip"

	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Script is a connection to be typed.
type Script struct {
	Namespace string            // the path of the network namespace to start the container in; "" if there is none of its own
	Before    []string          // lines
	After     []string          // when the container has ended
	Files     map[string]string // for /etc, by name
}

// ScriptOf plans the connection without leasing anything: the addresses are those that are free now.
func (s *Store) ScriptOf(c Container) (Script, error) {
	sc := Script{Files: map[string]string{}}
	var addresses []netip.Addr
	if c.Mode == Bridge {
		// A namespace without a process lives as long as something is mounted that is it.
		sc.Namespace = "/run/minicontainer-" + c.ID[:12]
		sc.Before = append(sc.Before, "touch "+sc.Namespace, "unshare --net="+sc.Namespace+" true")
		sc.After = append(sc.After, "umount "+sc.Namespace, "rm "+sc.Namespace)
		for i, a := range c.Attachments {
			address, err := s.scriptNetwork(&sc, c, a, i == 0)
			if err != nil {
				return sc, err
			}
			addresses = append(addresses, address...)
		}
		c.Mode = Host // nobody answers for names when it runs: it asks whom the host asks
	}
	for name, text := range c.files(addresses, netip.Addr{}) {
		sc.Files[name] = string(text)
	}
	return sc, nil
}

// scriptNetwork adds one network.
func (s *Store) scriptNetwork(sc *Script, c Container, a Attachment, first bool) ([]netip.Addr, error) {
	host, err := Here()
	if err != nil {
		return nil, err
	}
	defer host.Close()
	n, _, err := s.Find(a.Network, host)
	if err != nil {
		return nil, err
	}
	address := a.Address
	if !address.IsValid() {
		if address, err = s.Lease(n, c.ID, address); err == nil {
			err = s.Release(n, c.ID, address)
		}
		if err != nil {
			return nil, err
		}
	}
	addresses := []netip.Addr{address}
	e := Endpoint{Container: c.ID, Address: address, Cable: cableName(c.ID, n), Link: "eth0", MAC: macOf(address).String()}
	if !first {
		e.Link = "eth1"
	}
	if n.V6() {
		e.Address6 = n.Address6(address)
		addresses = append(addresses, e.Address6)
	}
	steps := []plan.Step{SetUp{Place{name: sc.Namespace}, "lo"}}
	switches, err := forwarding(n)
	if err != nil {
		return nil, err
	}
	for _, s := range switches {
		steps = append(steps, s)
	}
	steps = append(steps, s.Table().Ensure())
	steps = append(steps, s.bridgeSteps(n, Place{})...)
	steps = append(steps, cableSteps(e, n, Place{}, Place{name: sc.Namespace}, first && !n.Internal)...)
	for _, step := range steps {
		sc.Before = append(sc.Before, again(step))
	}
	if !first {
		return addresses, nil
	}
	for _, p := range c.Ports {
		port := firewall.Port{Proto: p.Proto, Host: p.Host, HostPort: p.First, To: []netip.AddrPort{netip.AddrPortFrom(address, p.Port)}}
		sc.Before = append(sc.Before, s.Table().Publish(port).Line())
		sc.After = append(sc.After, s.Table().Unpublish(port).Line())
	}
	return addresses, nil
}

// again is a step's line so that it is no error if the step was done already.
func again(step plan.Step) string {
	if _, shared := step.(CreateBridge); shared {
		return step.Line() + " 2>/dev/null || true"
	}
	return step.Line()
}
