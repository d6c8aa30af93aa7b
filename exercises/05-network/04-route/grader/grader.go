//go:build linux

// Package grader judges exercise 05/route.
package grader

import (
	_ "embed"
	"fmt"
	"net/netip"
	"strings"

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
		ID: "05/route", Folder: "05-network/04-route", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "The way out of a container", KO: "컨테이너 밖으로 나가는 길"},
		Answer:   []string{"route.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 4 · man 8 ip-route · man 7 rtnetlink", KO: "레슨 5의 4단계 · man 8 ip-route · man 7 rtnetlink"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

// lab is a host that forwards, and somebody outside who knows the way back: nothing is missing but the container's route.
type lab struct {
	*ladder.Scene
	c       ladder.Container
	gateway netip.Addr
	farther netip.Prefix // another address of who is outside
}

func check(b *grade.Bench) grade.Finding {
	s, f := ladder.New(b)
	if f.Status != "" {
		return f
	}
	defer s.Close()
	subnet := s.Subnet()
	l := lab{Scene: s, c: s.Container(), gateway: ladder.At(subnet, 101).Addr(), farther: netip.MustParsePrefix("198.51.100.7/32")}
	s.PlugIn(l.c, "br0", ladder.At(subnet, 101), ladder.At(subnet, 102), "veth1")
	s.Forward(true)
	ladder.Want(s.Outside.Give("lo", l.farther))
	ladder.Want(s.Outside.Default(s.Uplink.Addr()))
	ladder.Want(s.Host.Default(s.Far.Addr()))
	if f := l.once("net.route.no-route"); f.Status != "" {
		return f
	}
	if f := l.once("net.route.again"); f.Status != "" {
		return f
	}
	if f := l.moved(); f.Status != "" {
		return f
	}
	return grade.PassedWith(grade.Text{
		EN: "the container reaches two addresses outside, by UDP and by TCP, also after the program was run again, and instead of an older route",
		KO: "컨테이너가 바깥의 두 주소에 UDP와 TCP로 닿아요. 다시 실행한 뒤에도, 전에 있던 경로를 대신해서도 그래요",
	})
}

// once runs the program and climbs. blame is what an error of the program's is.
func (l lab) once(blame string) grade.Finding {
	l.Show(fmt.Sprintf("exercises/05-network/04-route PID %s", l.gateway))
	run := l.Start(fakehost.Command{Args: []string{grade.Program, l.c.Pid, l.gateway.String()}})
	l.Settle(run)
	defer run.Kill()
	said := ""
	if !run.Ended() || run.Status() != 0 {
		said = grade.Said(run) + "\n"
	}
	if via := l.via(l.Host); via != l.Far.Addr().String() {
		return grade.Failed("net.route.host", fmt.Sprintf("%sthe host's way out: via %s before, via %s now", said, l.Far.Addr(), via))
	}
	rung, seen := l.Climb(l.c, l.gateway, true)
	switch {
	case rung == ladder.NoRoute && strings.Contains(said, "file exists"): // in the container there is none that could
		return grade.Failed("net.route.host", said+seen)
	case said != "" && blame == "net.route.again":
		return grade.Failed(blame, said+"the route is there already")
	case rung == ladder.NoRoute:
		return grade.Failed("net.route.no-route", said+seen, l.gateway.String())
	case rung == ladder.WrongRoute && strings.Contains(seen, "nobody"):
		return grade.Failed("net.route.on-link", said+seen, l.gateway.String())
	case rung == ladder.WrongRoute && blame == "net.route.old":
		return grade.Failed(blame, said+seen, l.gateway.String())
	case rung == ladder.WrongRoute:
		return grade.Failed("net.route.gateway", said+seen, l.gateway.String())
	case rung != ladder.Top || said != "":
		return grade.Unknown(said+seen, wanted)
	}
	return l.beyond(blame)
}

// via is a network's next hop to an address that nobody has a route of its own for.
func (l lab) via(n *wire.Net) string {
	routes, err := n.RouteGet(l.farther.Addr().AsSlice())
	if err != nil || len(routes) == 0 || routes[0].Gw == nil {
		return "nobody"
	}
	return routes[0].Gw.String()
}

// beyond asks at an address of another network: a way to one network is not the way to all.
func (l lab) beyond(blame string) grade.Finding {
	routes, err := l.c.RouteList(nil, netlink.FAMILY_V4)
	ladder.Want(err)
	defaults := 0
	for _, r := range routes {
		if ones := 0; r.Dst != nil {
			ones, _ = r.Dst.Mask.Size()
			if ones > 0 {
				continue
			}
		}
		defaults++
	}
	if via := l.via(l.c.Net); via != l.gateway.String() {
		return grade.Failed("net.route.narrow", fmt.Sprintf("container → %s: answered\ncontainer → %s: via %s", l.Far.Addr(), l.farther.Addr(), strings.ReplaceAll(via, "nobody", "nobody, network is unreachable")), l.gateway.String())
	}
	if defaults == 0 {
		return grade.Failed("net.route.narrow", "routes that are for all addresses, in the container: none", l.gateway.String())
	}
	if defaults > 1 {
		return grade.Failed("net.route.old", fmt.Sprintf("default routes in the container: %d", defaults), l.gateway.String())
	}
	server := l.Listen(l.Outside, netip.AddrPortFrom(l.farther.Addr(), l.Port()))
	for _, network := range []string{"udp", "tcp"} {
		if t := l.c.Ask(network, server.At, server); t.Err != nil {
			return grade.Unknown(fmt.Sprintf("container → %s by %s: %s", l.farther.Addr(), network, t.Why()), wanted)
		}
	}
	return grade.Finding{}
}

// moved has the gateway be somebody else now, as when a container comes to another network.
func (l lab) moved() grade.Finding {
	br, err := l.Host.LinkByName("br0")
	ladder.Want(err)
	now := ladder.At(netip.PrefixFrom(l.gateway, 24), 103)
	ladder.Want(l.Host.AddrAdd(br, &netlink.Addr{IPNet: wire.IPNet(now)}))
	l.gateway = now.Addr()
	return l.once("net.route.old")
}
