//go:build linux

// Package grader judges exercise 05/veth.
package grader

import (
	_ "embed"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/veth", Folder: "05-network/02-veth", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A cable into a container", KO: "컨테이너로 들어가는 케이블"},
		Answer:   []string{"veth.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 2 · man 4 veth · man 7 network_namespaces", KO: "레슨 5의 2단계 · man 4 veth · man 7 network_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	s, f := ladder.New(b)
	if f.Status != "" {
		return f
	}
	defer s.Close()
	l := lab{s}
	id := b.Token() + b.Token() + b.Token() + b.Token()
	second := id[:12] + b.Token() + b.Token() + b.Token() + "0123"
	first := l.Container()
	if f := l.connect(first, "web", 30, nil); f.Status != "" {
		return f
	}
	for _, round := range []struct {
		id, mistake string
		bits        int
	}{{id, "net.veth.name-too-long", 29}, {second, "net.veth.clash", 28}} {
		if f := l.connect(l.Container(), round.id, round.bits, &round.mistake); f.Status != "" {
			return f
		}
	}
	if f := l.late(); f.Status != "" {
		return f
	}
	if links := ladder.Interfaces(first.Net); len(links) == 0 {
		return grade.Unknown("the first container has no eth0 any more", cable)
	}
	return grade.PassedWith(grade.Text{
		EN: "four containers, each with a cable to the host over which a word comes back, by UDP and by TCP; one of them was late",
		KO: "컨테이너 네 개에 저마다 호스트로 가는 케이블이 있고, UDP와 TCP로 단어가 돌아와요. 그중 하나는 늦게 왔어요",
	})
}

type lab struct{ *ladder.Scene }

// cableOf is the addresses of a cable's two ends, in a network of that many bits.
func (l lab) cableOf(bits int) (host, container netip.Prefix) {
	subnet := l.Subnet()
	return netip.PrefixFrom(ladder.At(subnet, 101).Addr(), bits), netip.PrefixFrom(ladder.At(subnet, 102).Addr(), bits)
}

func (l lab) show(id string, host, container netip.Prefix) {
	l.Show(fmt.Sprintf("exercises/05-network/02-veth PID %s %s %s", id, host, container))
}

// connect runs the program for a container. blame, if set, is the mistake if there is no cable then, as there was
// one for a container with another id.
func (l lab) connect(c ladder.Container, id string, bits int, blame *string) grade.Finding {
	host, container := l.cableOf(bits)
	l.show(id, host, container)
	run := l.Start(fakehost.Command{Args: []string{grade.Program, c.Pid, id, host.String(), container.String()}})
	l.Settle(run)
	defer run.Kill()
	said := ""
	if !run.Ended() || run.Status() != 0 {
		said = grade.Said(run) + "\n"
	}
	return l.look(c, said, host, container, blame)
}

// look is at what is there now, from both sides.
func (l lab) look(c ladder.Container, said string, host, container netip.Prefix, blame *string) grade.Finding {
	links := ladder.Interfaces(c.Net)
	seen := said + "interfaces in the container: " + ladder.Names(links)
	if _, err := l.Host.LinkByName("eth0"); err != nil {
		return grade.Failed("net.veth.uplink", seen+"\non the host: no eth0 any more")
	}
	if len(links) != 1 {
		return l.noCable(seen, said, blame)
	}
	if name := links[0].Attrs().Name; name != "eth0" {
		return grade.Failed("net.veth.name", seen)
	}
	end, err := l.Host.LinkByIndex(links[0].Attrs().ParentIndex)
	if links[0].Type() != "veth" || err != nil || !strings.HasPrefix(end.Attrs().Name, "veth") {
		return grade.Unknown(fmt.Sprintf("eth0 in the container is a %s; the other end on the host: %v", links[0].Type(), err), cable)
	}
	rung, seen := l.Climb(c, host.Addr(), false)
	if mistake, known := rungs[rung]; known {
		return grade.Failed(mistake, said+seen, container.String(), host.String())
	}
	if rung != ladder.Top || said != "" {
		return grade.Unknown(said+seen, cable)
	}
	if its, ours := ladder.Addresses(c.Net, links[0]), ladder.Addresses(l.Host, end); !slices.Equal(its, []netip.Prefix{container}) || !slices.Equal(ours, []netip.Prefix{host}) {
		return grade.Failed("net.veth.mask", fmt.Sprintf("in the container: eth0 has %v\non the host: %s has %v", its, end.Attrs().Name, ours), container.String(), host.String())
	}
	return l.talk(c, container)
}

var rungs = map[ladder.Rung]string{
	ladder.InterfaceDown: "net.veth.container-down", ladder.HostEndDown: "net.veth.host-down", ladder.NoAddress: "net.veth.no-address",
	ladder.Alone: "net.veth.mask", ladder.NoGateway: "net.veth.host-address", ladder.Unplugged: "net.veth.host-address",
}

// noCable finds out what became of it.
func (l lab) noCable(seen, said string, blame *string) grade.Finding {
	if blame != nil {
		return grade.Failed(*blame, seen)
	}
	var here []string
	for _, link := range ladder.Interfaces(l.Host) {
		if link.Type() == "veth" && link.Attrs().Name != "eth0" {
			here = append(here, link.Attrs().Name)
		}
	}
	switch {
	case len(here) >= 2:
		return grade.Failed("net.veth.both-here", fmt.Sprintf("%s\non the host: %d ends of veths", seen, len(here)))
	case strings.Contains(said, "file exists"):
		return grade.Failed("net.veth.name-taken", seen+"\ninterfaces on the host: lo, eth0")
	}
	return grade.Failed("net.veth.no-cable", seen)
}

// talk has the host ask the container.
func (l lab) talk(c ladder.Container, container netip.Prefix) grade.Finding {
	server := l.Listen(c.Net, netip.AddrPortFrom(container.Addr(), l.Port()))
	for _, network := range []string{"udp", "tcp"} {
		if t := l.Host.Ask(network, server.At, server); t.Err != nil {
			return grade.Unknown(fmt.Sprintf("host → %s by %s: %s", container.Addr(), network, t.Why()), cable)
		}
	}
	return grade.Finding{}
}

// late has a container that gets its network only when the program has had time to be too early.
func (l lab) late() grade.Finding {
	sentinel := l.Sentinel()
	stdin, open, err := os.Pipe()
	ladder.Want(err)
	defer stdin.Close()
	defer open.Close()
	line := fmt.Sprintf("read go && exec %s/minibox unshare -n %[1]s/sleep %s", fakehost.Tools, sentinel[1])
	coming := l.Start(fakehost.Command{Args: grade.Own("sh", "-c", line), Stdin: stdin})
	defer coming.Kill()
	pid := ladder.Number(fakehost.Process{Pid: coming.Pid})
	host, container := l.cableOf(30)
	l.show("late", host, container)
	run := l.Start(fakehost.Command{Args: []string{grade.Program, pid, "late", host.String(), container.String()}})
	defer run.Kill()
	gaveUp := l.GaveUp(run)
	if l.Soon(func() bool { return run.Ended() || gaveUp() }) {
		said := "exit status 0"
		if !run.Ended() || run.Status() != 0 {
			said = grade.Said(run)
		}
		return grade.Failed("net.veth.too-early", said+"\nthe process was still in the host's network")
	}
	_, err = open.WriteString("go\n")
	ladder.Want(err)
	c := l.Adopt(coming, []string{"sleep", sentinel[1]})
	l.Settle(run)
	said := ""
	if !run.Ended() || run.Status() != 0 {
		said = grade.Said(run) + "\n"
	}
	blame := "net.veth.too-early"
	return l.look(c, said, host, container, &blame)
}
