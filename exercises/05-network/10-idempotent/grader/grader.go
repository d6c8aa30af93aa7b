//go:build linux

// Package grader judges exercise 05/idempotent.
package grader

import (
	_ "embed"
	"fmt"
	"maps"
	"net/netip"
	"slices"
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
		ID: "05/idempotent", Folder: "05-network/10-idempotent", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Twice is as good as once", KO: "두 번 해도 한 번 한 것처럼"},
		Answer:   []string{"up.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 12 · go doc github.com/google/nftables · man 8 nft", KO: "레슨 5의 12단계 · go doc github.com/google/nftables · man 8 nft"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

// lab is a host whose network the program makes, and what was seen after the first time.
type lab struct {
	*ladder.Scene
	bridge  string
	gateway netip.Prefix
	at      []ladder.Container
	theirs  map[string]string
	rules   int
	index   int // of the bridge
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
	l := &lab{Scene: s, bridge: "br-" + b.Token()[:8], gateway: ladder.At(s.Subnet(), 101)}
	ladder.Want(s.Rules(s.Host, ladder.Others))
	l.theirs = s.Ruleset(s.Host)
	for _, step := range []func() grade.Finding{l.first, l.again, l.again, l.repaired} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "run four times: %[1]s rule(s) after the first and after the last, the container plugged in all the time, and all repaired that was broken",
		KO: "네 번 실행했어요. 처음에도 마지막에도 규칙은 %[1]s개이고, 컨테이너는 줄곧 꽂혀 있었고, 망가뜨린 것은 모두 고쳐졌어요",
	}, fmt.Sprint(l.rules))
}

// run runs the program; said is "" if it did not give up.
func (l *lab) run() (said string) {
	l.Show(fmt.Sprintf("exercises/05-network/10-idempotent %s %s", l.bridge, l.gateway))
	run := l.Start(fakehost.Command{Args: []string{grade.Program, l.bridge, l.gateway.String()}})
	l.Settle(run)
	defer run.Kill()
	if !run.Ended() || run.Status() != 0 {
		return grade.Said(run)
	}
	return ""
}

// works climbs from the container to the outside. said is what the program said when it gave up.
func (l *lab) works(blame, said string) grade.Finding {
	c := l.at[0]
	rung, seen := l.Climb(c, l.gateway.Addr(), true)
	if rung != ladder.Top || said != "" {
		return grade.Failed(blame, strings.TrimSpace(said+"\n"+seen))
	}
	if t := c.Ask("udp", l.Server.At, l.Server); t.From != l.Uplink.Addr() {
		return grade.Failed(blame, fmt.Sprintf("outside: it has arrived, from %s", t.From))
	}
	return grade.Finding{}
}

// count is how many rules there are that are not others'. Rules in the foreign tables are told first.
func (l *lab) count() (int, grade.Finding) {
	n := 0
	for name, text := range l.Ruleset(l.Host) {
		if _, foreign := l.theirs[name]; !foreign {
			n += strings.Count(text, "\nrule")
		}
	}
	now := l.Ruleset(l.Host)
	for _, name := range slices.Sorted(maps.Keys(l.theirs)) {
		before := l.theirs[name]
		if now[name] != before {
			return n, grade.Failed("net.idempotent.foreign", "table ip "+name+": changed or gone")
		}
	}
	return n, grade.Finding{}
}

// first is on a host where there is nothing yet.
func (l *lab) first() grade.Finding {
	said := l.run()
	br, err := l.Host.LinkByName(l.bridge)
	if err != nil || br.Type() != "bridge" {
		return grade.Failed("net.idempotent.incomplete", strings.TrimSpace(said+"\ninterfaces on the host: "+ladder.Names(ladder.Interfaces(l.Host))))
	}
	l.index = br.Attrs().Index
	c := l.Container()
	l.at = append(l.at, c)
	l.PlugInto(c, l.bridge, ladder.At(l.gateway, 102), "veth0")
	ladder.Want(c.Default(l.gateway.Addr()))
	if f := l.works("net.idempotent.incomplete", said); f.Status != "" {
		return f
	}
	n, f := l.count()
	l.rules = n
	return f
}

// again is with a container plugged in.
func (l *lab) again() grade.Finding {
	said := l.run()
	if said != "" {
		return grade.Failed("net.idempotent.again", said)
	}
	br, err := l.Host.LinkByName(l.bridge)
	if err != nil || br.Attrs().Index != l.index {
		return grade.Failed("net.idempotent.anew", "the bridge is another one than before\nthe container's cable: in no bridge")
	}
	n, f := l.count()
	if f.Status != "" {
		return f
	}
	if n > l.rules {
		return grade.Failed("net.idempotent.rules-grow", fmt.Sprintf("rules, besides those of others: %d before, %d now", l.rules, n), fmt.Sprint(l.rules))
	}
	if f := l.works("net.idempotent.broken", ""); f.Status != "" {
		return f
	}
	if has := ladder.Addresses(l.Host, br); !slices.Equal(has, []netip.Prefix{l.gateway}) {
		return grade.Failed("net.idempotent.broken", fmt.Sprintf("addresses of the bridge: %v", has))
	}
	return grade.Finding{}
}

// repaired is with everything broken that somebody may break: one thing after the other.
func (l *lab) repaired() grade.Finding {
	br, err := l.Host.LinkByName(l.bridge)
	ladder.Want(err)
	other := &netlink.Addr{IPNet: wire.IPNet(ladder.At(l.gateway, 109))}
	for _, broken := range []struct {
		name string
		do   func() error
	}{
		{"the bridge was switched off", func() error { return l.Host.LinkSetDown(br) }},
		{"ip_forward was set to 0", func() error { return l.Host.SetSwitch(l.Bench.Host, "ipv4/ip_forward", "0") }},
		{"the rules were taken away", func() error {
			if err := l.Rules(l.Host, ladder.NoRules); err != nil {
				return err
			}
			return l.Rules(l.Host, ladder.Others)
		}},
		{"the tables and chains were left empty", func() error {
			if err := l.Rules(l.Host, ladder.EmptyTables); err != nil {
				return err
			}
			return l.Rules(l.Host, ladder.Others)
		}},
		{"the bridge's address was exchanged for another one", func() error {
			// The first address of a network takes all later ones of it away with itself.
			if err := l.Host.AddrDel(br, &netlink.Addr{IPNet: wire.IPNet(l.gateway)}); err != nil {
				return err
			}
			return l.Host.AddrAdd(br, other)
		}},
	} {
		ladder.Want(broken.do())
		if rung, _ := l.Climb(l.at[0], l.gateway.Addr(), true); rung == ladder.Top {
			panic("it was not broken: " + broken.name) // of the bench: no verdict
		}
		said := l.run()
		if f := l.works("net.idempotent.not-repaired", said); f.Status != "" {
			f.Observed = broken.name + ", then the program was run\n" + f.Observed
			return f
		}
		if has := ladder.Addresses(l.Host, br); !slices.Equal(has, []netip.Prefix{l.gateway}) {
			return grade.Failed("net.idempotent.not-repaired", fmt.Sprintf("%s, then the program was run\naddresses of the bridge: %v", broken.name, has))
		}
	}
	if n, _ := l.count(); n > l.rules {
		return grade.Failed("net.idempotent.rules-grow", fmt.Sprintf("rules, besides those of others: %d before, %d now", l.rules, n), fmt.Sprint(l.rules))
	}
	return grade.Finding{}
}
