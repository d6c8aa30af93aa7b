//go:build linux

// Package ladder is what the exercises about networks share: a scene with somebody outside, and the ladder by which
// one finds out where a packet dies.
//
//	outside ──veth── fake host ──(the learner's)── container
//	 Server           eth0
package ladder

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net/netip"
	"strings"

	"github.com/google/nftables"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// Scene is the fake host with its cable to the outside.
type Scene struct {
	*grade.Bench
	Host    *wire.Net
	Outside *wire.Net
	Uplink  netip.Prefix           // of the host's eth0
	Far     netip.Prefix           // of who is outside
	Server  *wire.Server           // answers there
	open    []interface{ Close() } // what Close closes
}

// New makes a scene. The finding has a Status if this machine cannot have one.
func New(b *grade.Bench) (*Scene, grade.Finding) {
	host, err := wire.Of(b.Host.First())
	if err != nil {
		return nil, grade.Cannot(noNetwork, err.Error())
	}
	outside, err := wire.New()
	if err != nil {
		host.Close()
		return nil, grade.Cannot(noNetwork, err.Error())
	}
	s := &Scene{Bench: b, Host: host, Outside: outside, open: []interface{ Close() }{host, outside}}
	net := fmt.Sprintf("203.0.113.%d/24", 100+random(50))
	s.Uplink, s.Far = netip.MustParsePrefix(net), netip.PrefixFrom(netip.AddrFrom4([4]byte{203, 0, 113, byte(150 + random(50))}), 24)
	if err := wire.Cable(wire.End{Net: host, Name: "eth0", Address: s.Uplink}, wire.End{Net: outside, Name: "host", Address: s.Far}); err != nil {
		s.Close()
		return nil, grade.Cannot(noNetwork, err.Error())
	}
	// A new network has the setting of the first one of the machine: a fake host begins as a fresh machine does.
	must(host.SetSwitch(b.Host, "ipv4/ip_forward", "0"))
	s.Server = s.Listen(outside, netip.AddrPortFrom(s.Far.Addr(), port()))
	return s, grade.Finding{}
}

// Close gives back what the scene holds; the networks end with who is in them.
func (s *Scene) Close() {
	for _, one := range s.open {
		one.Close()
	}
}

func random(below int64) int {
	n, err := rand.Int(rand.Reader, big.NewInt(below))
	must(err)
	return int(n.Int64())
}

// port is a random one, of five digits.
func port() uint16 { return uint16(20000 + random(9000)) }

// Port is a random port.
func (s *Scene) Port() uint16 { return port() }

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}

// Subnet is a random network of 254 addresses. All its numbers have three digits.
func (s *Scene) Subnet() netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(100 + random(100)), byte(100 + random(100)), 0}), 24)
}

// At is the address with a number in a network, with the network's mask.
func At(subnet netip.Prefix, number byte) netip.Prefix {
	a := subnet.Addr().As4()
	a[3] = number
	return netip.PrefixFrom(netip.AddrFrom4(a), subnet.Bits())
}

// Listen has a server answer in a network until the scene is closed.
func (s *Scene) Listen(n *wire.Net, at netip.AddrPort) *wire.Server {
	server, err := n.Serve(at)
	must(err)
	s.open = append(s.open, server)
	return server
}

// Container is a process in a network of its own, with nothing but a loopback that is up.
type Container struct {
	*wire.Net
	Process fakehost.Process
	Running *fakehost.Running
	Pid     string // its number on the fake host
}

// Container starts one.
func (s *Scene) Container() Container {
	sentinel := s.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	return s.Adopt(s.Start(fakehost.Command{Args: grade.Own("unshare", append([]string{"-n"}, sentinel...)...)}), sentinel)
}

// Adopt waits for the container that a program of the judge's starts.
func (s *Scene) Adopt(r *fakehost.Running, sentinel []string) Container {
	p, found := s.Await(r, sentinel)
	if !found {
		panic("no container: " + grade.Said(r)) // of the bench: no verdict
	}
	n, err := wire.Of(p)
	must(err)
	must(n.Up("lo"))
	s.open = append(s.open, n)
	return Container{Net: n, Process: p, Running: r, Pid: Number(p)}
}

// Number is a process's on the fake host.
func Number(p fakehost.Process) string {
	numbers := strings.Fields(p.Status("NSpid"))
	if len(numbers) == 0 {
		return ""
	}
	return numbers[min(1, len(numbers)-1)]
}

// Cable lays one from a container's eth0 to the host.
func (s *Scene) Cable(c Container, address netip.Prefix, hostEnd string, hostAddress netip.Prefix) {
	must(wire.Cable(wire.End{Net: s.Host, Name: hostEnd, Address: hostAddress}, wire.End{Net: c.Net, Name: "eth0", Address: address}))
}

// PlugInto connects a container to a bridge that is not the judge's own.
func (s *Scene) PlugInto(c Container, bridge string, address netip.Prefix, hostEnd string) {
	s.Cable(c, address, hostEnd, netip.Prefix{})
	must(s.Host.Plug(hostEnd, bridge))
}

// PlugIn makes the bridge if it is not there, and connects a container to it by a cable. It waits until they hear each
// other.
func (s *Scene) PlugIn(c Container, bridge string, gateway, address netip.Prefix, hostEnd string) {
	if _, err := s.Host.LinkByName(bridge); err != nil {
		must(s.Host.Bridge(bridge, gateway))
	}
	s.PlugInto(c, bridge, address, hostEnd)
	server, err := s.Host.Serve(netip.AddrPortFrom(gateway.Addr(), port()))
	must(err)
	defer server.Close()
	if !s.Until(func() bool { return c.Ask("udp", server.At, server).Err == nil }) {
		panic("the bridge is not heard") // of the bench: no verdict
	}
}

// Forward switches the host's forwarding on or off.
func (s *Scene) Forward(on bool) {
	value := "0"
	if on {
		value = "1"
	}
	must(s.Host.SetSwitch(s.Bench.Host, "ipv4/ip_forward", value))
}

// CanFilter tries whether this kernel has nftables, with address translation.
func (s *Scene) CanFilter() (grade.Finding, bool) {
	err := s.Rules(s.Outside, func(c *nftables.Conn) {
		t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "try"})
		c.AddChain(&nftables.Chain{Table: t, Name: "try", Type: nftables.ChainTypeNAT, Hooknum: nftables.ChainHookPostrouting, Priority: nftables.ChainPriorityNATSource})
	})
	if err == nil {
		err = s.Rules(s.Outside, func(c *nftables.Conn) {
			c.DelTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "try"})
		})
	}
	if err != nil {
		return grade.Cannot(noFilter, err.Error()), false
	}
	return grade.Finding{}, true
}

// Rules changes the firewall of a network, all or nothing.
func (s *Scene) Rules(n *wire.Net, change func(*nftables.Conn)) error {
	return n.Do(func() error {
		c, err := nftables.New()
		if err != nil {
			return err
		}
		change(c)
		return c.Flush()
	})
}

// Want sends a broken bench away if a change of the judge's own has failed.
func Want(err error) { must(err) }
