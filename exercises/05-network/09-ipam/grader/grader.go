//go:build linux

// Package grader judges exercise 05/ipam.
package grader

import (
	_ "embed"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "05/ipam", Folder: "05-network/09-ipam", Kind: grade.Code, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "No address twice", KO: "같은 주소를 두 번 주지 않기"},
		Answer:   []string{"ipam.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 11 · man 2 flock · man 2 rename · go doc net/netip", KO: "레슨 5의 11단계 · man 2 flock · man 2 rename · go doc net/netip"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	l := newLab(b)
	for _, step := range []func() grade.Finding{l.first, l.many, l.full, l.killed} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s addresses were handed out, many at a time, none of them twice; also after a process was killed on its way",
		KO: "주소 %[1]s개를 한꺼번에 여럿씩 나눠 줬고, 두 번 준 것이 없어요. 프로세스가 도중에 죽은 뒤에도요",
	}, fmt.Sprint(usable))
}

// A subnet of 16 addresses has 13 for containers.
const bits, usable = 28, 13

// first is one at a time.
func (l *lab) first() grade.Finding {
	one := l.lease("one")
	switch {
	case one.err != "":
		return grade.Failed("net.ipam.gave-up", one.err)
	case !l.isUsable(one.address):
		return grade.Failed("net.ipam.unusable", "lease one: "+one.address, l.subnet.String(), l.gateway())
	}
	if again := l.lease("one"); again.address != one.address {
		return grade.Failed("net.ipam.unstable", fmt.Sprintf("lease one: %s\nlease one: %s", one.address, again.said()), one.address)
	}
	two := l.lease("two")
	if two.address == one.address {
		return grade.Failed("net.ipam.forgotten", fmt.Sprintf("lease one: %s\nlease two: %s", one.address, two.address))
	}
	return l.accept("net.ipam.gave-up", one, two)
}

// many is ten at once, a few times over.
func (l *lab) many() grade.Finding {
	const atOnce, rounds = 10, 5
	for round := range rounds {
		var owners []string
		for i := range atOnce {
			owners = append(owners, fmt.Sprintf("round-%d-%d", round, i))
		}
		if f := l.accept("net.ipam.lost", l.atOnce("lease", owners)...); f.Status != "" {
			return f
		}
		if f := l.giveBack(owners); f.Status != "" {
			return f
		}
	}
	return grade.Finding{}
}

func (l *lab) giveBack(owners []string) grade.Finding {
	for _, a := range l.atOnce("release", owners) {
		if a.err != "" {
			return grade.Failed("net.ipam.gave-up", "release: "+a.err)
		}
		delete(l.held, a.owner)
	}
	return grade.Finding{}
}

// full is all that there are, and one more.
func (l *lab) full() grade.Finding {
	var owners []string
	for i := range usable - len(l.held) {
		owners = append(owners, fmt.Sprintf("full-%d", i))
	}
	if f := l.accept("net.ipam.lost", l.atOnce("lease", owners)...); f.Status != "" {
		return f
	}
	more := l.lease("too-many")
	switch {
	case more.err == "" && !l.isUsable(more.address):
		return grade.Failed("net.ipam.unusable", "lease: "+more.address, l.subnet.String(), l.gateway())
	case more.err == "":
		return grade.Failed("net.ipam.overfull", fmt.Sprintf("%d of %d addresses are taken\nlease too-many: %s", len(l.held), usable, more.address))
	}
	return l.giveBack(owners[:2*killings])
}

const killings = 5

// killed has processes die as soon as they have changed anything in DIR, again and again: not every death comes in time to
// find a change half done. Their addresses may be lost until they are released.
func (l *lab) killed() grade.Finding {
	const rounds = 4
	for range rounds {
		if f := l.killAndRelease(); f.Status != "" {
			return f
		}
	}
	for i := range killings {
		a := l.lease(fmt.Sprintf("after-%d", i))
		if a.err != "" {
			return grade.Failed("net.ipam.crashed", "a process was killed in lease\nlease, afterwards: "+a.err)
		}
		if owner := l.ownerOf(a.address); owner != "" {
			return grade.Failed("net.ipam.crashed", fmt.Sprintf("a process was killed in lease\n%s, afterwards given to two: %s, %s", a.address, owner, a.owner))
		}
		l.held[a.owner] = a.address
	}
	return grade.Finding{}
}

func (l *lab) killAndRelease() grade.Finding {
	var dead []string
	for i := range killings {
		owner := fmt.Sprintf("killed-%d", i)
		dead = append(dead, owner)
		if !l.kill(owner) {
			break
		}
	}
	for _, owner := range dead {
		if a := l.act("release", owner); a.err != "" {
			return grade.Failed("net.ipam.crashed", "a process was killed in lease\nrelease, afterwards: "+a.err)
		}
	}
	return grade.Finding{}
}

// accept takes what was handed out into the books, if it may be. blame is what it is to get nothing.
func (l *lab) accept(blame string, given ...answer) grade.Finding {
	// The one at the root first: two at once get the same address, and who comes then gets none.
	for _, a := range given {
		if owner := l.ownerOf(a.address); a.err == "" && owner != "" && owner != a.owner {
			return grade.Failed("net.ipam.duplicate", fmt.Sprintf("%d processes at once\none address for two owners", len(given)))
		}
		if a.err == "" {
			l.held[a.owner] = a.address
		}
	}
	for _, a := range given {
		switch {
		case a.err != "":
			return grade.Failed(blame, fmt.Sprintf("%d processes at once, and %d addresses for them\nlease: %s", len(given), usable-2, a.err), fmt.Sprint(usable))
		case !l.isUsable(a.address):
			return grade.Failed("net.ipam.unusable", "lease: "+a.address, l.subnet.String(), l.gateway())
		}
	}
	return grade.Finding{}
}

// isUsable tells the addresses that a container may have.
func (l *lab) isUsable(address string) bool {
	a, err := netip.ParseAddr(address)
	first := l.subnet.Addr()
	return err == nil && l.subnet.Contains(a) && a != first && a != first.Next() && l.subnet.Contains(a.Next())
}

func (l *lab) ownerOf(address string) string {
	var owners []string
	for owner, a := range l.held {
		if a == address {
			owners = append(owners, owner)
		}
	}
	slices.Sort(owners)
	return strings.Join(owners, ", ")
}
