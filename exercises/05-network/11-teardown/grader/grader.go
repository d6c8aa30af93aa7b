//go:build linux

// Package grader judges exercise 05/teardown.
package grader

import (
	_ "embed"
	"fmt"
	"maps"
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
		ID: "05/teardown", Folder: "05-network/11-teardown", Kind: grade.Clean, Points: 3, Tier: grade.Rootless,
		Title:    grade.Text{EN: "What a killed runtime has left", KO: "죽은 런타임이 남긴 것"},
		Answer:   []string{"down.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 12 · man 7 network_namespaces · man 2 umount", KO: "레슨 5의 12단계 · man 7 network_namespaces · man 2 umount"},
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
	if f, can := s.CanFilter(); !can {
		return f
	}
	l := newLab(s)
	for _, step := range []func() grade.Finding{l.dead, l.half, l.busy, l.last} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "four containers are cleared up, one of them in two goes; with the last one bridge and table went, and before that nobody lost anything",
		KO: "컨테이너 네 개가 정리됐어요. 그중 하나는 두 번에 걸쳐서요. 마지막 것과 함께 브리지와 테이블이 사라졌고, 그전까지는 아무도 무엇을 잃지 않았어요",
	})
}

// run runs the program for a container; said is "" if it did not give up.
func (l *lab) run(id string) (said string) {
	run := l.Start(l.command(id))
	l.Settle(run)
	defer run.Kill()
	if !run.Ended() || run.Status() != 0 {
		return grade.Said(run)
	}
	return ""
}

func (l *lab) command(id string) fakehost.Command {
	l.Show("exercises/05-network/11-teardown DIR " + id)
	return fakehost.Command{Args: []string{grade.Program, l.dir, id}}
}

// clean looks for what is left of a container. blame, if set, is what it is that anything is.
func (l *lab) clean(id, said, blame string) grade.Finding {
	c := l.at[id]
	mistake, seen := "", ""
	_, err := l.Host.LinkByName(c.veth)
	switch {
	case l.mounted(c.netns) || l.Lstat(c.netns) != nil:
		mistake, seen = "net.teardown.namespace-left", "left behind: "+l.state(c.netns)
	case err == nil:
		mistake, seen = "net.teardown.veth-left", "left behind: "+c.veth+", master br0\nits other end is in a network that a process of the container is still in"
	case l.commented(id) > 0:
		mistake, seen = "net.teardown.rules-left", fmt.Sprintf("left behind: %d rule in the table containers with the comment %q", l.commented(id), id)
	case l.Lstat(l.dir+"/"+id+".json") != nil:
		mistake, seen = "net.teardown.record-left", "left behind: DIR/"+id+".json"
	}
	switch {
	case mistake == "" && said == "":
		return grade.Finding{}
	case blame != "":
		return grade.Failed(blame, strings.TrimSpace(said+"\n"+seen))
	case said != "":
		return grade.Failed("net.teardown.gave-up", strings.TrimSpace(said+"\n"+seen))
	}
	return grade.Failed(mistake, seen)
}

func (l *lab) state(file string) string {
	if l.mounted(file) {
		return "a network namespace, mounted at " + file
	}
	return "the file " + file
}

// others are those that the program was not run for.
func (l *lab) others(ids ...string) grade.Finding {
	for _, id := range ids {
		c := l.at[id]
		if t := l.Outside.Ask("tcp", netip.AddrPortFrom(l.Uplink.Addr(), c.port), c.server); t.Err != nil {
			return grade.Failed("net.teardown.neighbour", fmt.Sprintf("outside → the port of container %q: answered before, now %s", id, t.Why()))
		}
		if l.Lstat(l.dir+"/"+id+".json") == nil || !l.mounted(c.netns) {
			return grade.Failed("net.teardown.neighbour", fmt.Sprintf("the record or the namespace of container %q is gone", id))
		}
	}
	now := l.Ruleset(l.Host)
	for _, name := range slices.Sorted(maps.Keys(l.theirs)) {
		before := l.theirs[name]
		if now[name] != before {
			return grade.Failed("net.teardown.foreign", "table ip "+name+": changed or gone")
		}
	}
	return grade.Finding{}
}

// dead is a container that has ended: all of its things are there. And once more when none is.
func (l *lab) dead() grade.Finding {
	said := l.run("web")
	if f := l.others("web-2", "db", "old"); f.Status != "" {
		return f
	}
	if f := l.clean("web", said, ""); f.Status != "" {
		return f
	}
	if said := l.run("web"); said != "" {
		return grade.Failed("net.teardown.again", "of the container nothing is left\n"+said)
	}
	return l.others("web-2", "db", "old")
}

// half is a container of which a part is gone already.
func (l *lab) half() grade.Finding {
	c := l.at["old"]
	link, err := l.Host.LinkByName(c.veth)
	ladder.Want(err)
	ladder.Want(l.Host.LinkDel(link))
	grade.Prepared(l.Run(grade.Own("umount", c.netns)...))
	return l.clean("old", l.run("old"), "net.teardown.again")
}

// busy is a container whose mount is in use at first. A program that cannot go on says so, and is run again.
func (l *lab) busy() grade.Finding {
	c := l.at["db"]
	user, err := os.Open(l.Path(c.netns))
	ladder.Want(err)
	said := l.run("db")
	user.Close() //nolint:errcheck // only its being open has counted
	if said == "" {
		if f := l.clean("db", "", "net.teardown.record-first"); f.Status != "" {
			f.Observed = "a process had the mount in use\n" + f.Observed
			return f
		}
		return l.others("web-2")
	}
	if f := l.clean("db", l.run("db"), "net.teardown.record-first"); f.Status != "" {
		f.Observed = "first run, the mount in use: " + said + "\nsecond run, the mount free: exit status 0\n" + f.Observed
		return f
	}
	return l.others("web-2")
}

// last is the last container: there are no others now.
func (l *lab) last() grade.Finding {
	if f := l.clean("web-2", l.run("web-2"), ""); f.Status != "" {
		return f
	}
	var left []string
	if _, err := l.Host.LinkByName("br0"); err == nil {
		left = append(left, "the bridge br0")
	}
	if _, there := l.Ruleset(l.Host)["containers"]; there {
		left = append(left, "the table containers")
	}
	if len(left) > 0 {
		return grade.Failed("net.teardown.last-left", "there are no containers any more\nleft behind: "+strings.Join(left, ", "))
	}
	return l.others()
}
