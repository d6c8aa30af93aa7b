//go:build linux

// Package grader judges exercise 02/userns from /proc/PID: the two maps, the capabilities, and, where
// the kernel has refused something, the state in which it did.
package grader

import (
	"crypto/rand"
	_ "embed"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "02/userns", Folder: "02-namespaces/07-userns", Kind: grade.Code, Points: 3, Tier: grade.Root,
		Title:    grade.Text{EN: "Root without being root: a user namespace and its maps", KO: "root가 아니면서 root: 사용자 네임스페이스"},
		Answer:   []string{"userns.go"},
		LookAt:   grade.Text{EN: "lesson 2, step 7 · man 7 user_namespaces", KO: "레슨 2의 7단계 · man 7 user_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// anyUser is an ordinary user's number: one that no answer can know.
func anyUser() int {
	const first, most = 2000, 50_000
	n, err := rand.Int(rand.Reader, big.NewInt(most))
	if err != nil {
		panic(err) // of the bench: no verdict
	}
	return first + int(n.Int64())
}

func check(b *grade.Bench) grade.Finding {
	user := anyUser()
	sentinel := b.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program}, sentinel...), User: user})
	defer run.Kill()
	began := fakehost.Process{Pid: run.Pid}.Link("ns/user")
	p, found := b.Await(run, sentinel)
	if !found {
		return gaveUp(b, run, began, user)
	}
	quiet(b, run)
	if f, wrong := wrongNamespace(p, began); wrong {
		return f
	}
	if b.Stopped(run) {
		return grade.Failed("ns.userns.twice", grade.Said(run)+"\n"+maps(p))
	}
	evidence := maps(p) + "\nCapEff: " + p.Status("CapEff")
	run.Kill()
	return checkStatus(b, user, evidence)
}

// quiet waits until a program that has just started another one has nothing more to do: all
// its threads sleep, at several looks in a row. Only then is an empty map one that stays empty.
func quiet(b *grade.Bench, run *fakehost.Running) {
	const enough = 12
	looks := 0
	b.Until(func() bool {
		looks++
		if busy(run.Pid) {
			looks = 0
		}
		return looks > enough || run.Ended() || b.Stopped(run)
	})
}

// busy tells whether a thread of the process runs. In stat the state follows the name, which may hold anything.
func busy(pid int) bool {
	stats, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	if err != nil {
		return false
	}
	for _, stat := range stats {
		text, err := os.ReadFile(stat)
		if err == nil && strings.HasPrefix(string(text[strings.LastIndex(string(text), ")")+1:]), " R") {
			return true
		}
	}
	return false
}

// wrongNamespace looks at the running command. began is the user namespace that the program was
// started in.
func wrongNamespace(p fakehost.Process, began string) (f grade.Finding, wrong bool) {
	uids, gids := read(p, "uid_map"), read(p, "gid_map")
	switch {
	case p.Link("ns/user") == began:
		return grade.Failed("ns.userns.no-namespace", fmt.Sprintf("/proc/%d/ns/user is that of your program", p.Pid)), true
	case len(uids) == 0:
		return grade.Failed("ns.userns.no-map", maps(p)), true
	case len(gids) == 0:
		return grade.Failed("ns.userns.gid-unmapped", fmt.Sprintf("%s\n/proc/%d/setgroups: %s", maps(p), p.Pid, setgroups(p))), true
	case !uids.onlyRoot() || !gids.onlyRoot():
		return grade.Failed("ns.userns.not-root", maps(p)), true
	case strings.Trim(p.Status("CapEff"), "0") == "":
		return grade.Failed("ns.userns.maps-late", maps(p)+"\nCapEff: "+p.Status("CapEff")), true
	}
	return f, false
}

func checkStatus(b *grade.Bench, user int, evidence string) grade.Finding {
	as := func(script string) *fakehost.Running {
		return b.Finish(b.Start(fakehost.Command{Args: append([]string{grade.Program}, grade.Own("sh", "-c", script)...), User: user}))
	}
	word := b.Token()
	if said := as("echo " + word); said.Stdout() != word+"\n" {
		return grade.Failed("ns.userns.streams", fmt.Sprintf("`echo %s`: stdout %.80q", word, said.Stdout()), word)
	}
	if seven := as("exit 7"); seven.Status() != 7 {
		return grade.Failed("ns.userns.status-lost", "after `sh -c 'exit 7'`: "+grade.Ending(seven))
	}
	return grade.Passed(evidence)
}
