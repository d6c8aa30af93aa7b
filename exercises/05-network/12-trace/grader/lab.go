//go:build linux

package grader

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/google/nftables"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
)

// lab is the network that answer.txt draws. Its numbers are other ones.
type lab struct {
	*ladder.Scene
	first, second netip.Prefix // the networks of br1 and br2
	a, b, c       ladder.Container
	atB, atC      *wire.Server
}

func newLab(s *ladder.Scene) *lab {
	l := &lab{Scene: s, first: s.Subnet(), second: s.Subnet(), a: s.Container(), b: s.Container(), c: s.Container()}
	for l.second == l.first {
		l.second = s.Subnet()
	}
	for i, plug := range []struct {
		c      ladder.Container
		bridge string
		subnet netip.Prefix
		number byte
	}{{l.a, "br1", l.first, 102}, {l.b, "br1", l.first, 103}, {l.c, "br2", l.second, 102}} {
		s.PlugIn(plug.c, plug.bridge, ladder.At(plug.subnet, 101), ladder.At(plug.subnet, plug.number), fmt.Sprintf("veth%d", i))
		ladder.Want(plug.c.Default(ladder.At(plug.subnet, 101).Addr()))
	}
	l.atB = s.Listen(l.b.Net, netip.AddrPortFrom(ladder.At(l.first, 103).Addr(), s.Port()))
	l.atC = s.Listen(l.c.Net, netip.AddrPortFrom(ladder.At(l.second, 102).Addr(), s.Port()))
	return l
}

// measures do what the questions ask about, on this kernel, and return the right word with what was seen.
var measures = map[string]func(*lab) (key, evidence string){
	"same-bridge":    func(l *lab) (string, string) { return l.ends("A → B", l.a.Net, l.atB) },
	"other-bridge":   func(l *lab) (string, string) { return l.ends("A → C", l.a.Net, l.atC) },
	"other-gateway":  (*lab).otherGateway,
	"no-route":       (*lab).noRoute,
	"no-nat":         (*lab).noNAT,
	"policy-drop":    (*lab).policyDrop,
	"drop-in-bridge": (*lab).dropInBridge,
	"nf-call":        (*lab).nfCall,
	"host-localhost": (*lab).hostLocalhost,
	"ping-fine":      (*lab).pingFine,
	"mtu-small":      func(l *lab) (string, string) { return l.sends(16) },
	"mtu-large":      func(l *lab) (string, string) { return l.sends(8 << 10) },
}

// key measures one question, on a host without rules that does not forward.
func (l *lab) key(name string) (key, evidence string) {
	ladder.Want(l.Rules(l.Host, ladder.NoRules))
	l.Forward(false)
	l.switchCall("0")
	return measures[name](l)
}

// ends asks a server at its address, and finds out how far that gets.
func (l *lab) ends(way string, from *wire.Net, server *wire.Server) (key, evidence string) {
	t := from.Ask("udp", server.At, server)
	evidence = fmt.Sprintf("%s: %s", way, t.Why())
	switch {
	case t.Err == nil:
		return "nowhere", evidence
	case t.Arrived:
		return "answer", fmt.Sprintf("%s\nit has arrived, from %s", evidence, t.From)
	}
	evidence += "\nit has not arrived"
	if _, err := from.RouteGet(server.At.Addr().AsSlice()); err != nil {
		return "container", evidence
	}
	return "host", evidence
}

func (l *lab) otherGateway() (key, evidence string) {
	server := l.Listen(l.Host, netip.AddrPortFrom(ladder.At(l.second, 101).Addr(), l.Port()))
	return l.ends("A → the address of br2", l.a.Net, server)
}

func (l *lab) noRoute() (key, evidence string) {
	l.Forward(true)
	gateway := ladder.At(l.first, 101).Addr()
	ladder.Want(l.a.RouteDel(wire.DefaultRoute(gateway)))
	defer func() { ladder.Want(l.a.Default(gateway)) }()
	return l.ends("A → outside", l.a.Net, l.Server)
}

func (l *lab) noNAT() (key, evidence string) {
	l.Forward(true)
	return l.ends("A → outside", l.a.Net, l.Server)
}

// drop is a host as Docker leaves it, but for Docker's own rules.
func (l *lab) drop() {
	l.Forward(true)
	ladder.Want(l.Rules(l.Host, ladder.Masquerade(l.first, "br1")))
	if t := l.a.Ask("udp", l.Server.At, l.Server); t.Err != nil {
		panic("without the policy it does not arrive either: " + t.Why()) // of the bench: no verdict
	}
	ladder.Want(l.Rules(l.Host, ladder.ForwardPolicy(nftables.ChainPolicyDrop)))
}

func (l *lab) policyDrop() (key, evidence string) {
	l.drop()
	return l.ends("A → outside", l.a.Net, l.Server)
}

func (l *lab) dropInBridge() (key, evidence string) {
	l.drop()
	return l.ends("A → B", l.a.Net, l.atB)
}

const nfCall = "bridge/bridge-nf-call-iptables"

// switchCall sets the switch, where the module that it belongs to is loaded.
func (l *lab) switchCall(value string) {
	if l.Host.Switch(nfCall) != "" {
		ladder.Want(l.Host.SetSwitch(l.Bench.Host, nfCall, value))
	}
}

func (l *lab) nfCall() (key, evidence string) {
	if l.Host.Switch(nfCall) == "" {
		return recorded["nf-call"], "the module br_netfilter is not loaded here; recorded on Linux 6.18: " + recorded["nf-call"]
	}
	l.drop()
	l.switchCall("1")
	return l.ends("A → B", l.a.Net, l.atB)
}

func answered(way string, t wire.Talk) (key, evidence string) {
	evidence = fmt.Sprintf("%s: %s", way, t.Why())
	switch {
	case t.Err == nil:
		return "answered", evidence
	case strings.Contains(t.Why(), "refused"):
		return "refused", evidence
	}
	return "", evidence
}

func (l *lab) hostLocalhost() (key, evidence string) {
	server := l.Listen(l.Host, netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), l.Port()))
	if t := l.Host.Ask("tcp", server.At, server); t.Err != nil {
		panic("the host's server is not there: " + t.Why()) // of the bench: no verdict
	}
	return answered("A → 127.0.0.1", l.a.Ask("tcp", server.At, server))
}

func (l *lab) pingFine() (key, evidence string) {
	l.Forward(true)
	at, number := l.atB.At, l.Port()
	inside := l.Listen(l.b.Net, netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), number))
	ladder.Want(l.Rules(l.Host, ladder.Lead(number, netip.AddrPortFrom(at.Addr(), number))))
	if t := l.b.Ask("tcp", inside.At, inside); t.Err != nil {
		panic("the server is not there: " + t.Why()) // of the bench: no verdict
	}
	published := netip.AddrPortFrom(l.Uplink.Addr(), number)
	return answered("outside → the published port", l.Outside.Ask("tcp", published, inside))
}

// sends has A send so many bytes over a cable with a lower MTU, of which nobody is told.
func (l *lab) sends(bytes int) (key, evidence string) {
	l.Forward(true)
	ladder.Want(l.Rules(l.Host, ladder.Masquerade(l.first, "br1")))
	uplink, err := l.Host.LinkByName("eth0")
	ladder.Want(err)
	if err := l.a.Send(l.Outside, l.Far.Addr(), bytes); err != nil {
		panic("at the usual MTU it does not arrive either: " + err.Error()) // of the bench: no verdict
	}
	const low, usual = 1280, 1500
	ladder.Want(l.Host.LinkSetMTU(uplink, low))
	defer func() { ladder.Want(l.Host.LinkSetMTU(uplink, usual)) }()
	ladder.Want(l.Rules(l.Host, ladder.SilentICMP))
	evidence = fmt.Sprintf("A → outside, %d bytes by TCP: ", bytes)
	if err := l.a.Send(l.Outside, l.Far.Addr(), bytes); err != nil {
		return "stalls", evidence + "connected, and no answer"
	}
	return "arrives", evidence + "all have arrived"
}
