//go:build linux

package grader

import (
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// gaveUp finds out what the kernel has refused. EPERM says of a map only that it cannot be; why is seen
// in the namespace, if it is still there, and otherwise by what the same program makes where nothing is refused.
func gaveUp(b *grade.Bench, run *fakehost.Running, began string, user int) grade.Finding {
	said := grade.Said(run)
	made := madeNamespace(b, run, began)
	stopped := b.StoppedProcess(run)
	switch refused := strings.Contains(said, "not permitted"); {
	case !refused && strings.Contains(said, "invalid argument") && made.Pid == 0:
		return grade.Failed("ns.userns.threads", said)
	case !refused && made.Pid != 0 && made.Pid != stopped.Pid:
		return grade.Failed("ns.userns.not-started", said+"\n"+maps(made))
	case !refused:
		return grade.Failed("ns.userns.not-started", said)
	case made.Pid != 0 && made.Pid == stopped.Pid && len(read(made, "uid_map")) == 0:
		return grade.Failed("ns.userns.wrong-writer", fmt.Sprintf("%s\n%s\nCapEff: %s", said, maps(made), made.Status("CapEff")))
	case made.Pid != 0 && len(read(made, "uid_map")) > 0 && len(read(made, "gid_map")) > 0:
		return grade.Failed("ns.userns.twice", said+"\n"+maps(made))
	}
	return refusedMap(b, user, said)
}

// madeNamespace is a process of the program that is in another user namespace than the program began in.
func madeNamespace(b *grade.Bench, run *fakehost.Running, began string) fakehost.Process {
	for _, p := range b.Host.Started(run) {
		if link := p.Link("ns/user"); link != "" && link != began {
			return p
		}
	}
	return fakehost.Process{}
}

// refusedMap has root of the fake host run the same program: root may write any map of ids that there are,
// and what has been written can be read then.
func refusedMap(b *grade.Bench, user int, said string) grade.Finding {
	if !mayMake(b, user) {
		return grade.Cannot(noUserNamespace)
	}
	sentinel := b.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program}, sentinel...)})
	defer run.Kill()
	p, found := b.Await(run, sentinel)
	if !found {
		if made := madeNamespace(b, run, b.Host.First().Link("ns/user")); made.Pid != 0 && len(read(made, "uid_map")) > 0 {
			p = made
		}
	}
	uids, gids := read(p, "uid_map"), read(p, "gid_map")
	seen := fmt.Sprintf("%s\nrun by root: uid_map %s, gid_map %s", said, uids.from(), gids.from())
	switch {
	case p.Pid == 0: // ids that not even root has
		return grade.Failed("ns.userns.foreign-ids", said+"\nrun by root: "+grade.Said(run))
	case p.Link("ns/user") == b.Host.First().Link("ns/user"):
		return grade.Failed("ns.userns.refused", said+"\nrun by root: no new user namespace")
	case !uids.own() || len(gids) > 0 && !gids.own():
		return grade.Failed("ns.userns.foreign-ids", seen)
	case setgroups(p) == "allow":
		return grade.Failed("ns.userns.setgroups", seen+", setgroups: allow")
	case strings.Contains(said, "_map") || strings.Contains(said, "fork/exec"): // a 0 that only root may give, or the one id in place of the other
		return grade.Failed("ns.userns.foreign-ids", seen+";\nthere the caller's uid and gid are 0, an ordinary user's are two other numbers")
	}
	return grade.Unknown(said, grade.Text{EN: "both maps written", KO: "두 매핑이 모두 쓰임"})
}

// own tells whether a map, made by a program of root's, has the caller's id and no other.
func (m idMap) own() bool { return len(m) == 1 && m[0] == [3]int{m[0][0], 0, 1} }

// from is the map as it stands in the file.
func (m idMap) from() string {
	if len(m) == 0 {
		return "(empty)"
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint([][3]int(m)), "] [", "; "), "[]")
}

// mayMake tells whether this machine lets an ordinary user make a user namespace.
func mayMake(b *grade.Bench, user int) bool {
	r := b.Finish(b.Start(fakehost.Command{Args: []string{fakehost.Tools + "/" + plantProbe(b)}, User: user}))
	return r.Status() == 0
}
