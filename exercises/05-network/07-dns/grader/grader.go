//go:build linux

// Package grader judges exercise 05/dns.
package grader

import (
	_ "embed"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/dns", Folder: "05-network/07-dns", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Whom a container asks for names", KO: "컨테이너는 이름을 누구에게 물을까"},
		Answer:   []string{"dns.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 8 · man 5 resolv.conf · man 8 systemd-resolved, \"/etc/resolv.conf\"", KO: "레슨 5의 8단계 · man 5 resolv.conf · man 8 systemd-resolved의 /etc/resolv.conf"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

const (
	hostFile = "/etc/resolv.conf"
	realFile = "/run/systemd/resolve/resolv.conf"
)

// lab is a host with a container, and a name server outside. On the host itself one answers, too, at 127.0.0.53.
type lab struct {
	*ladder.Scene
	c      ladder.Container
	word   string
	server *wire.Server
}

func check(b *grade.Bench) grade.Finding {
	s, f := ladder.New(b)
	if f.Status != "" {
		return f
	}
	defer s.Close()
	l := newLab(s)
	for _, step := range []func() grade.Finding{l.plain, l.stub, l.mixed, l.linked, l.none} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the container reaches a name server, with the search list and the options of the host; on the host nothing was written",
		KO: "컨테이너가 호스트의 검색 목록과 옵션을 그대로 가지고 네임 서버에 닿아요. 호스트에는 아무것도 쓰지 않았어요",
	})
}

func newLab(s *ladder.Scene) *lab {
	l := &lab{Scene: s, c: s.Container(), word: s.Token()}
	subnet := s.Subnet()
	s.PlugIn(l.c, "br0", ladder.At(subnet, 101), ladder.At(subnet, 102), "veth0")
	ladder.Want(l.c.Default(ladder.At(subnet, 101).Addr()))
	ladder.Want(s.Outside.Route(subnet, s.Uplink.Addr()))
	s.Forward(true)
	l.server = s.Listen(s.Outside, netip.AddrPortFrom(s.Far.Addr(), 53))
	onHost := s.Listen(s.Host, netip.MustParseAddrPort("127.0.0.53:53"))
	if t := s.Host.Ask("udp", onHost.At, onHost); t.Err != nil {
		panic("the host's own resolver is not there: " + t.Why()) // of the bench: no verdict
	}
	if t := l.c.Ask("udp", l.server.At, l.server); t.Err != nil {
		panic("the name server is not heard: " + t.Why()) // as above
	}
	return l
}

// tail is what a resolv.conf says besides name servers.
func (l *lab) tail() string {
	return fmt.Sprintf("search %s.example lan\noptions ndots:2 timeout:1\n", l.word)
}

func (l *lab) far() string { return "nameserver " + l.Far.Addr().String() + "\n" }

// run prepares the host's files and a root, and runs the program. said is "" if it did not give up.
func (l *lab) run(files map[string]string, prepare func(root string)) (root, said string) {
	for _, name := range []string{hostFile, realFile} {
		if text, there := files[name]; there {
			l.Write(name, text, 0o644)
		} else {
			os.Remove(l.Path(name)) //nolint:errcheck // it may not be there
		}
	}
	root = l.Dir("roots/" + l.Token())
	l.Dir(strings.TrimPrefix(root, fakehost.Work+"/") + "/etc")
	if prepare != nil {
		prepare(root)
	}
	l.Show("exercises/05-network/07-dns ROOT")
	run := l.Start(fakehost.Command{Args: []string{grade.Program, root}})
	l.Settle(run)
	defer run.Kill()
	if !run.Ended() || run.Status() != 0 {
		said = grade.Said(run)
	}
	return root, said
}

// look reads what the container would read, and asks whom it names. missing is what it is to name nobody.
func (l *lab) look(root, said, missing string) grade.Finding {
	text, there := l.Read(root + hostFile)
	seen := strings.TrimSpace(said + "\nROOT/etc/resolv.conf:\n" + text)
	switch info := l.Lstat(root + hostFile); {
	case said != "":
		return grade.Failed(missing, seen)
	case info == nil:
		return grade.Failed("net.dns.missing", "ROOT/etc/resolv.conf: no such file")
	case !there || !info.Mode().IsRegular():
		return grade.Failed("net.dns.link", fmt.Sprintf("ROOT/etc/resolv.conf: %s", info.Mode()))
	}
	servers := 0
	for _, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "nameserver" {
			continue
		}
		servers++
		at, err := netip.ParseAddr(words[1])
		switch {
		case err != nil:
			return grade.Unknown(seen, wanted)
		case at.Unmap().IsLoopback():
			t := l.c.Ask("udp", netip.AddrPortFrom(at.Unmap(), 53), l.server)
			if at.Is6() && !at.Is4In6() {
				return grade.Failed("net.dns.loopback", fmt.Sprintf("ROOT/etc/resolv.conf: %s", line), l.Far.Addr().String())
			}
			return grade.Failed("net.dns.loopback", fmt.Sprintf("ROOT/etc/resolv.conf: %s\ncontainer → %s:53: %s", line, at, t.Why()), l.Far.Addr().String())
		case at != l.Far.Addr():
			return grade.Unknown(seen, wanted)
		}
		for _, network := range []string{"udp", "tcp"} {
			if t := l.c.Ask(network, netip.AddrPortFrom(at, 53), l.server); t.Err != nil {
				return grade.Unknown(seen+"\n"+t.Why(), wanted)
			}
		}
	}
	if servers == 0 {
		return grade.Failed(missing, seen)
	}
	for _, line := range strings.Split(strings.TrimSpace(l.tail()), "\n") {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			return grade.Failed("net.dns.search", seen, strings.Fields(line)[0])
		}
	}
	return grade.Finding{}
}

// plain is a host that asks a server outside.
func (l *lab) plain() grade.Finding {
	root, said := l.run(map[string]string{hostFile: l.far() + l.tail()}, nil)
	return l.look(root, said, "net.dns.missing")
}

// stub is a host with systemd-resolved.
func (l *lab) stub() grade.Finding {
	root, said := l.run(map[string]string{
		hostFile: "# This is managed by man:systemd-resolved(8).\nnameserver 127.0.0.53\n" + l.tail(),
		realFile: l.far() + "search other.example\n",
	}, nil)
	return l.look(root, said, "net.dns.no-server")
}

// mixed has loopback addresses of several kinds among the servers.
func (l *lab) mixed() grade.Finding {
	root, said := l.run(map[string]string{
		hostFile: "nameserver ::1\nnameserver\t127.0.1.1\n" + l.far() + "; nameserver of old\n" + l.tail(),
		realFile: "nameserver 192.0.2.1\n",
	}, nil)
	return l.look(root, said, "net.dns.no-server")
}

// linked is an image in which resolv.conf is a symbolic link, to a file of the host's if it is followed from outside.
func (l *lab) linked() grade.Finding {
	diary := fakehost.Work + "/diary-" + l.Token()
	l.Write(diary, l.word, 0o644)
	root, said := l.run(map[string]string{hostFile: l.far() + l.tail()}, func(root string) {
		ladder.Want(os.Symlink(diary, l.Path(root+hostFile)))
	})
	if text, _ := l.Read(diary); text != l.word {
		return grade.Failed("net.dns.escaped", "ROOT/etc/resolv.conf was a link to a file of the host\nthat file has now: nameserver …")
	}
	return l.look(root, said, "net.dns.link")
}

// none is a host that asks only itself.
func (l *lab) none() grade.Finding {
	root, said := l.run(map[string]string{hostFile: "nameserver 127.0.0.1\n" + l.tail()}, nil)
	if text, _ := l.Read(root + hostFile); said == "" {
		return grade.Failed("net.dns.silent", "ROOT/etc/resolv.conf:\n"+strings.TrimSpace(text))
	}
	return grade.Finding{}
}
