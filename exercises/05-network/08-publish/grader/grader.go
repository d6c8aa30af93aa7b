//go:build linux

// Package grader judges exercise 05/publish.
package grader

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"syscall"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/publish", Folder: "05-network/08-publish", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A port of the host that leads to a container", KO: "컨테이너로 이어지는 호스트의 포트"},
		Answer:   []string{"publish.go"},
		LookAt:   grade.Text{EN: "lesson 5, steps 7 and 9 · man 8 nft, \"ADDRESS FAMILIES\" and \"NAT STATEMENTS\"", KO: "레슨 5의 7단계와 9단계 · man 8 nft의 ADDRESS FAMILIES와 NAT STATEMENTS"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

// lab is a host with two containers that can reach the outside.
type lab struct {
	*ladder.Scene
	subnet netip.Prefix
	at     [2]ladder.Container
	theirs map[string]string
}

// a port is published, or is to be.
type port struct {
	proto  string
	number uint16
	server *wire.Server // in the container
}

func check(b *grade.Bench) grade.Finding {
	s, f := ladder.New(b)
	if f.Status != "" {
		return f
	}
	defer s.Close()
	if f, can := s.CanFilter(); !can {
		return f
	}
	l := newLab(s)
	first, second := l.port("tcp", 0), l.port("udp", 1)
	if f := l.run(first, "net.publish.unreachable"); f.Status != "" {
		return f
	}
	if f := l.run(second, "net.publish.protocol"); f.Status != "" {
		return f
	}
	if t := l.Outside.Ask(first.proto, l.uplink(first), first.server); t.Err != nil {
		return grade.Failed("net.publish.forgotten", fmt.Sprintf("outside → host, the first port: answered before, now %s", t.Why()))
	}
	return grade.PassedWith(grade.Text{
		EN: "a port by TCP and one by UDP lead to their containers, from outside, from the host by its own address and by 127.0.0.1; nothing else is led there",
		KO: "TCP 포트 하나와 UDP 포트 하나가 각자의 컨테이너로 이어져요. 바깥에서도, 호스트에서 자기 주소와 127.0.0.1로도요. 다른 것은 이어지지 않아요",
	})
}

func newLab(s *ladder.Scene) *lab {
	l := &lab{Scene: s, subnet: s.Subnet()}
	for i := range l.at {
		l.at[i] = s.Container()
		s.PlugIn(l.at[i], "br0", ladder.At(l.subnet, 101), l.address(i), fmt.Sprintf("veth%d", i))
		ladder.Want(l.at[i].Default(ladder.At(l.subnet, 101).Addr()))
	}
	s.Forward(true)
	ladder.Want(s.Rules(s.Host, ladder.Masquerade(l.subnet, "br0")))
	ladder.Want(s.Rules(s.Host, ladder.Others))
	ladder.Want(s.Outside.Route(l.subnet, s.Uplink.Addr()))
	l.theirs = s.Ruleset(s.Host)
	return l
}

func (l *lab) address(i int) netip.Prefix { return ladder.At(l.subnet, byte(102+i)) }

func (l *lab) port(proto string, i int) port {
	return port{proto, l.Port(), l.Listen(l.at[i].Net, netip.AddrPortFrom(l.address(i).Addr(), l.Port()))}
}

func (l *lab) uplink(p port) netip.AddrPort { return netip.AddrPortFrom(l.Uplink.Addr(), p.number) }

// run has the program publish a port, and asks there from everywhere. blame is what it is if nobody outside is answered.
func (l *lab) run(p port, blame string) grade.Finding {
	l.Show(fmt.Sprintf("exercises/05-network/08-publish %s %d %s", p.proto, p.number, p.server.At))
	if t := l.Host.Ask(p.proto, p.server.At, p.server); t.Err != nil {
		panic("the container's server is not there: " + t.Why()) // of the bench: no verdict
	}
	run := l.Start(fakehost.Command{Args: []string{grade.Program, p.proto, fmt.Sprint(p.number), p.server.At.String()}})
	l.Settle(run)
	if !run.Ended() || run.Status() != 0 {
		defer run.Kill()
		return grade.Failed("net.publish.gave-up", grade.Said(run))
	}
	now := l.Ruleset(l.Host)
	for _, name := range slices.Sorted(maps.Keys(l.theirs)) {
		before := l.theirs[name]
		// To add to the table that iptables(8) uses takes nothing away from anybody.
		shared := name == "nat" && strings.HasPrefix(now[name], before)
		if now[name] != before && !shared {
			return grade.Failed("net.publish.foreign", "table ip "+name+": changed or gone")
		}
	}
	if f := l.reached(p, blame); f.Status != "" {
		return f
	}
	return l.untouched(p)
}

// reached asks from outside, and then from the host: what works by the one way may not by another.
func (l *lab) reached(p port, blame string) grade.Finding {
	seen := ""
	for _, way := range []struct {
		from    *wire.Net
		at      netip.AddrPort
		name    string
		mistake string
	}{
		{l.Outside, l.uplink(p), "outside → the host's address", blame},
		{l.Host, l.uplink(p), "host → its own address", "net.publish.own-address"},
		{l.Host, netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), p.number), "host → 127.0.0.1", "net.publish.localhost"},
	} {
		var t wire.Talk
		// A program that it has left running may need a moment.
		l.Soon(func() bool { t = way.from.Ask(p.proto, way.at, p.server); return t.Err == nil })
		seen += fmt.Sprintf("%s by %s: %s\n", way.name, p.proto, why(p, t))
		if t.Err != nil {
			return grade.Failed(way.mistake, strings.TrimSpace(seen))
		}
		if way.from == l.Outside && t.From != l.Far.Addr() {
			return grade.Failed("net.publish.source", fmt.Sprintf("%sin the container: it has arrived, from %s", seen, t.From), l.Far.Addr().String())
		}
	}
	return grade.Finding{}
}

// why is t's reason. By UDP a refusal is a message by ICMP, of which a host sends a few only: whether the last question has got
// one says nothing. Source: the kernel's ip-sysctl.rst, icmp_ratelimit.
func why(p port, t wire.Talk) string {
	if p.proto == "udp" && errors.Is(t.Err, syscall.ECONNREFUSED) {
		return "no answer"
	}
	return t.Why()
}

// untouched asks at the same port of another machine: from a container, from the host, and from outside, where the way
// to the containers is known, so that the host is but passed.
func (l *lab) untouched(p port) grade.Finding {
	far := l.Listen(l.Outside, netip.AddrPortFrom(l.Far.Addr(), p.number))
	other := 0 // the container to which this port does not lead
	if p.server.At.Addr() == l.address(other).Addr() {
		other = 1
	}
	neighbour := l.Listen(l.at[other].Net, netip.AddrPortFrom(l.address(other).Addr(), p.number))
	for _, ask := range []struct {
		net  *wire.Net
		name string
		to   *wire.Server
	}{{l.at[1].Net, "a container", far}, {l.Host, "the host", far}, {l.Outside, "outside", neighbour}} {
		if t := ask.net.Ask(p.proto, ask.to.At, ask.to); t.Err != nil {
			return grade.Failed("net.publish.captured", fmt.Sprintf("%s → %s, the same port of another machine, by %s:\n%s", ask.name, ask.to.At.Addr(), p.proto, t.Why()))
		}
	}
	return grade.Finding{}
}
