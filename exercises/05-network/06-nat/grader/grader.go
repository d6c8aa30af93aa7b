//go:build linux

// Package grader judges exercise 05/nat.
package grader

import (
	_ "embed"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/vishvananda/netlink"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/nat", Folder: "05-network/06-nat", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A sender that can be answered", KO: "대답받을 수 있는 보낸 이"},
		Answer:   []string{"nat.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 6 · man 8 nft, \"NAT STATEMENTS\" · go doc github.com/google/nftables", KO: "레슨 5의 6단계 · man 8 nft의 NAT STATEMENTS · go doc github.com/google/nftables"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

// lab is a host with two networks of containers. Who is outside knows the way to the second; of the first it has
// never heard.
type lab struct {
	*ladder.Scene
	subnet, other     netip.Prefix
	c, sibling        ladder.Container // at the bridge
	neighbour         ladder.Container // at another one
	theirs            map[string]string
	gateway, gateway2 netip.Prefix
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
	for _, again := range []bool{false, true} {
		if f := l.run(again); f.Status != "" {
			return f
		}
		for _, look := range []func() grade.Finding{l.leaving, l.neighbours, l.coming, l.siblings, l.others} {
			if f := look(); f.Status != "" {
				return f
			}
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "who is outside sees the container as the host, and the neighbour and itself as they are; the rules of others are as they were",
		KO: "바깥에서 보기에 컨테이너는 호스트로, 이웃은 이웃으로 보여요. 바깥에서 온 것도 그대로 보이고, 남의 규칙도 그대로예요",
	})
}

func newLab(s *ladder.Scene) *lab {
	l := &lab{Scene: s, subnet: s.Subnet(), other: s.Subnet(), c: s.Container(), sibling: s.Container(), neighbour: s.Container()}
	for l.other == l.subnet {
		l.other = s.Subnet()
	}
	l.gateway, l.gateway2 = ladder.At(l.subnet, 101), ladder.At(l.other, 101)
	s.PlugIn(l.c, "br0", l.gateway, ladder.At(l.subnet, 102), "veth0")
	s.PlugIn(l.sibling, "br0", l.gateway, ladder.At(l.subnet, 103), "veth2")
	s.PlugIn(l.neighbour, "br1", l.gateway2, ladder.At(l.other, 102), "veth1")
	ladder.Want(l.c.Default(l.gateway.Addr()))
	ladder.Want(l.neighbour.Default(l.gateway2.Addr()))
	ladder.Want(s.Outside.Route(l.other, s.Uplink.Addr()))
	s.Forward(true)
	l.detour()
	ladder.Want(s.Rules(s.Host, ladder.Others))
	l.theirs = s.Ruleset(s.Host)
	if rung, seen := s.Climb(l.c, l.gateway.Addr(), true); rung != ladder.NotTranslated {
		panic("the scene is not as it should be: " + seen) // of the bench: no verdict
	}
	if t := l.neighbour.Ask("udp", s.Server.At, s.Server); t.Err != nil {
		panic("the neighbour is not heard: " + t.Why()) // as above
	}
	return l
}

func (l *lab) run(again bool) grade.Finding {
	l.Show(fmt.Sprintf("exercises/05-network/06-nat %s br0", l.subnet))
	run := l.Start(fakehost.Command{Args: []string{grade.Program, l.subnet.String(), "br0"}})
	l.Settle(run)
	defer run.Kill()
	switch {
	case run.Ended() && run.Status() == 0:
		return grade.Finding{}
	case again:
		return grade.Failed("net.nat.again", grade.Said(run)+"\nthe rules of the first time are there")
	}
	return grade.Failed("net.nat.gave-up", grade.Said(run))
}

// leaving has the container ask who is outside.
func (l *lab) leaving() grade.Finding {
	for _, network := range []string{"udp", "tcp"} {
		t := l.c.Ask(network, l.Server.At, l.Server)
		seen := fmt.Sprintf("container → %s by %s: %s", l.Far.Addr(), network, t.Why())
		if t.Arrived {
			seen += fmt.Sprintf("\noutside: it has arrived, from %s", t.From)
		}
		switch {
		case t.Err == nil && t.From == l.Uplink.Addr():
		case t.Arrived && t.From == ladder.At(l.subnet, 102).Addr(), !t.Arrived && network == "tcp":
			return grade.Failed("net.nat.none", seen, l.Uplink.Addr().String())
		case t.Arrived:
			return grade.Failed("net.nat.wrong-source", seen, l.Uplink.Addr().String())
		default:
			return grade.Unknown(seen+"\noutside: nothing has arrived", wanted)
		}
	}
	return grade.Finding{}
}

// detour has the container send to its sibling by way of the gateway: such packets pass the host's firewall, and
// leave by the bridge. A router tells whom it could have been spared, by ICMP; this one does not.
func (l *lab) detour() {
	for _, name := range []string{"all", "br0"} {
		ladder.Want(l.Host.SetSwitch(l.Bench.Host, "ipv4/conf/"+name+"/send_redirects", "0"))
	}
	sibling := ladder.At(l.subnet, 103).Addr()
	ladder.Want(l.c.Route(netip.PrefixFrom(sibling, sibling.BitLen()), l.gateway.Addr()))
}

// siblings has the container ask another one at the same bridge.
func (l *lab) siblings() grade.Finding {
	own := ladder.At(l.subnet, 102).Addr()
	server := l.Listen(l.sibling.Net, netip.AddrPortFrom(ladder.At(l.subnet, 103).Addr(), l.Port()))
	t := l.c.Ask("udp", server.At, server)
	seen := fmt.Sprintf("container → %s, by way of the gateway: %s", server.At.Addr(), t.Why())
	switch {
	case !t.Arrived:
		return grade.Unknown(seen+"\nthere: nothing has arrived", heard)
	case t.From != own:
		return grade.Failed("net.nat.siblings", fmt.Sprintf("%s\nthere: it has arrived, from %s", seen, t.From), own.String())
	}
	return grade.Finding{}
}

// neighbours has a container of another network ask, whose address is known outside.
func (l *lab) neighbours() grade.Finding {
	own := ladder.At(l.other, 102).Addr()
	t := l.neighbour.Ask("udp", l.Server.At, l.Server)
	if !t.Arrived {
		return grade.Unknown(fmt.Sprintf("container of another network, %s: %s\noutside: nothing has arrived", own, t.Why()), heard)
	}
	if t.Err != nil || t.From != own {
		return grade.Failed("net.nat.others", fmt.Sprintf("container of another network, %s: %s\noutside: it has arrived, from %s", own, t.Why(), t.From), own.String())
	}
	return grade.Finding{}
}

// coming has who is outside ask a container. It is told the way for that.
func (l *lab) coming() grade.Finding {
	server := l.Listen(l.c.Net, netip.AddrPortFrom(ladder.At(l.subnet, 102).Addr(), l.Port()))
	if _, err := l.Outside.RouteGet(ladder.At(l.subnet, 102).Addr().AsSlice()); err != nil {
		ladder.Want(l.Outside.Route(l.subnet, l.Uplink.Addr()))
	}
	defer func() {
		ladder.Want(l.Outside.RouteDel(&netlink.Route{Dst: wire.IPNet(l.subnet), Gw: l.Uplink.Addr().AsSlice()}))
	}()
	t := l.Outside.Ask("udp", server.At, server)
	if !t.Arrived {
		return grade.Unknown(fmt.Sprintf("%s → container: %s\nin the container: nothing has arrived", l.Far.Addr(), t.Why()), heard)
	}
	if t.Err != nil || t.From != l.Far.Addr() {
		return grade.Failed("net.nat.inbound", fmt.Sprintf("%s → container: %s\nin the container: it has arrived, from %s", l.Far.Addr(), t.Why(), t.From), l.Far.Addr().String())
	}
	return grade.Finding{}
}

// others are the rules that were there before.
func (l *lab) others() grade.Finding {
	now := l.Ruleset(l.Host)
	for _, name := range slices.Sorted(maps.Keys(l.theirs)) {
		before := l.theirs[name]
		if text, there := now[name]; !there || text != before {
			state := "changed"
			if !there {
				state = "gone"
			}
			return grade.Failed("net.nat.foreign", fmt.Sprintf("table ip %s: %s", name, state))
		}
	}
	return grade.Finding{}
}
