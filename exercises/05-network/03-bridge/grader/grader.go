//go:build linux

// Package grader judges exercise 05/bridge.
package grader

import (
	_ "embed"
	"fmt"
	"net/netip"
	"slices"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/bridge", Folder: "05-network/03-bridge", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Two containers at one switch", KO: "스위치 하나에 컨테이너 둘"},
		Answer:   []string{"bridge.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 3 · man 8 bridge · man 8 ip-link, \"bridge\"", KO: "레슨 5의 3단계 · man 8 bridge · man 8 ip-link의 bridge"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

// network is a bridge that is to be, and the containers at it.
type network struct {
	*ladder.Scene
	bridge  string
	gateway netip.Prefix
	at      []ladder.Container
}

func check(b *grade.Bench) grade.Finding {
	s, f := ladder.New(b)
	if f.Status != "" {
		return f
	}
	defer s.Close()
	subnet := s.Subnet()
	n := &network{Scene: s, bridge: "br-" + b.Token()[:8], gateway: ladder.At(subnet, 101)}
	for _, number := range []byte{102, 103} {
		if f := n.plug(ladder.At(subnet, number)); f.Status != "" {
			return f
		}
	}
	if f := n.together(subnet); f.Status != "" {
		return f
	}
	if s.Host.Switch("ipv4/ip_forward") != "0" {
		return grade.Failed("net.bridge.forwarding", "the containers reach each other\nthe host's ip_forward: 0 before, 1 now")
	}
	return grade.PassedWith(grade.Text{
		EN: "two containers reach the gateway and each other, by UDP and by TCP; the host forwards nothing, it need not",
		KO: "컨테이너 두 개가 UDP와 TCP로 게이트웨이와 서로에게 닿아요. 호스트는 아무것도 포워딩하지 않아요. 그럴 필요가 없으니까요",
	})
}

// plug runs the program for one more container, and climbs from each that there is to the gateway.
func (n *network) plug(address netip.Prefix) grade.Finding {
	c := n.Container()
	n.Show(fmt.Sprintf("exercises/05-network/03-bridge BRIDGE %s PID %s", n.gateway, address))
	run := n.Start(fakehost.Command{Args: []string{grade.Program, n.bridge, n.gateway.String(), c.Pid, address.String()}})
	n.Settle(run)
	defer run.Kill()
	said, first := "", len(n.at) == 0
	if !run.Ended() || run.Status() != 0 {
		said = grade.Said(run) + "\n"
	}
	n.at = append(n.at, c)
	if uplink, err := n.Host.LinkByName("eth0"); err != nil || uplink.Attrs().MasterIndex != 0 {
		return grade.Failed("net.bridge.uplink", said+"the host's eth0: gone, or in a bridge")
	}
	br, err := n.Host.LinkByName(n.bridge)
	switch {
	case !first && said != "":
		return grade.Failed("net.bridge.second", said+"interfaces in the second container: "+ladder.Names(ladder.Interfaces(c.Net)))
	case err != nil || br.Type() != "bridge":
		return grade.Failed("net.bridge.no-bridge", said+"interfaces on the host: "+ladder.Names(ladder.Interfaces(n.Host)), n.gateway.String())
	}
	has := ladder.Addresses(n.Host, br)
	alone := slices.Equal(has, []netip.Prefix{n.gateway})
	for i, c := range n.at {
		rung, seen := n.Climb(c, n.gateway.Addr(), false)
		mistake, known := rungs[rung]
		switch {
		case !first && rung != ladder.Top:
			return grade.Failed("net.bridge.second", fmt.Sprintf("%sseen from container %d of 2:\n%s", said, i+1, seen))
		case rung == ladder.Silent && !alone:
			return grade.Failed("net.bridge.bridge-address", fmt.Sprintf("%s\non the host: BRIDGE has %v", seen, has), n.gateway.String(), address.String())
		case known:
			return grade.Failed(mistake, said+seen, n.gateway.String(), address.String())
		case rung != ladder.Top || said != "":
			return grade.Unknown(said+seen, wanted)
		}
	}
	if !alone {
		return grade.Failed("net.bridge.bridge-address", fmt.Sprintf("on the host: BRIDGE has %v", has), n.gateway.String(), address.String())
	}
	if end, err := n.Host.LinkByIndex(ladder.Interfaces(c.Net)[0].Attrs().ParentIndex); err == nil && len(ladder.Addresses(n.Host, end)) > 0 {
		return grade.Failed("net.bridge.bridge-address", fmt.Sprintf("on the host: BRIDGE has %v, and the cable's end in it has %v", has, ladder.Addresses(n.Host, end)), n.gateway.String(), address.String())
	}
	if has := ladder.Addresses(c.Net, ladder.Interfaces(c.Net)[0]); len(has) != 1 || has[0] != address {
		return grade.Failed("net.bridge.mask", fmt.Sprintf("in the container: %v", has), n.gateway.String(), address.String())
	}
	return grade.Finding{}
}

var rungs = map[ladder.Rung]string{
	ladder.NoInterface: "net.bridge.no-cable", ladder.InterfaceDown: "net.bridge.container-down", ladder.HostEndDown: "net.bridge.host-end-down",
	ladder.NoAddress: "net.bridge.no-address", ladder.Alone: "net.bridge.mask", ladder.Unplugged: "net.bridge.unplugged",
	ladder.BridgeDown: "net.bridge.bridge-down", ladder.NoGateway: "net.bridge.bridge-address",
}

// together has each of the two ask the other.
func (n *network) together(subnet netip.Prefix) grade.Finding {
	for i, c := range n.at {
		other := n.at[1-i]
		server := n.Listen(other.Net, netip.AddrPortFrom(ladder.At(subnet, byte(103-i)).Addr(), n.Port()))
		for _, network := range []string{"udp", "tcp"} {
			if t := c.Ask(network, server.At, server); t.Err != nil {
				return grade.Unknown(fmt.Sprintf("container → container by %s: %s", network, t.Why()), wanted)
			}
		}
	}
	return grade.Finding{}
}
