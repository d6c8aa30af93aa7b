//go:build linux

// Package grader judges exercise 05/lo: it looks at the network namespaces of commands, and of the program that runs them.
package grader

import (
	_ "embed"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
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
		ID: "05/lo", Folder: "05-network/01-lo", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A network with nothing in it but lo", KO: "lo 하나뿐인 네트워크"},
		Answer:   []string{"lo.go"},
		LookAt:   grade.Text{EN: "lesson 5, step 1 · man 7 network_namespaces · go doc runtime.LockOSThread", KO: "레슨 5의 1단계 · man 7 network_namespaces · go doc runtime.LockOSThread"},
		Mistakes: mistakes,
		Hints:    hints,
		Imports:  ladder.Imports,
		Archive:  stub,
		Grade:    check,
	})
}

const count = 8

// mixedUp is the evidence wherever it shows first, which is chance.
const mixedUp = "/proc/PID/ns/net of the commands, and /proc/PID/task/*/ns/net of the program\nwhen they have ended: some are in a network that is not theirs"

// check has the program run several times: which thread a goroutine comes to run on is chance.
func check(b *grade.Bench) (f grade.Finding) {
	const rounds = 3
	for range rounds {
		if f = checkOnce(b); f.Status != grade.Pass {
			return f
		}
	}
	if early := atStart(b); early.Status != "" {
		return early
	}
	return f
}

// atStart has each command look for itself: who switches lo on when the command runs already is too late for it.
func atStart(b *grade.Bench) grade.Finding {
	const line = "grep -q ' 127.0.0.1$' /proc/net/fib_trie && echo on || echo off" // the kernel's routes have it while lo is up
	b.Show(fmt.Sprintf("exercises/05-network/01-lo %d sh -c '… /proc/net/fib_trie …'", count))
	run := b.Run(append([]string{grade.Program, strconv.Itoa(count)}, grade.Own("sh", "-c", line)...)...)
	on, off := strings.Count(run.Stdout(), "on\n"), strings.Count(run.Stdout(), "off\n")
	switch {
	case off > 0:
		return grade.Failed("net.lo.late", "/proc/net/fib_trie as a command began: no 127.0.0.1", strconv.Itoa(count))
	case on < count:
		return grade.Failed("net.lo.not-run", fmt.Sprintf("%d commands have said something on the program's stdout\n%s", on, grade.Said(run)), strconv.Itoa(count))
	}
	return grade.Finding{}
}

func checkOnce(b *grade.Bench) grade.Finding {
	sentinel := b.Sentinel()
	sentinel[0] = fakehost.Tools + "/sleep"
	stdin, open, err := os.Pipe()
	ladder.Want(err)
	defer stdin.Close()
	defer open.Close()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, strconv.Itoa(count)}, sentinel...), Stdin: stdin})
	defer run.Kill()
	var commands []fakehost.Process
	gaveUp := b.GaveUp(run)
	b.Until(func() bool {
		commands = sleepers(b, sentinel[1])
		return len(commands) == count || run.Ended() || gaveUp()
	})
	if len(commands) < count {
		return grade.Failed("net.lo.not-run", fmt.Sprintf("%d commands at once are running\n%s", len(commands), grade.Said(run)), strconv.Itoa(count))
	}
	if f := networks(b, commands); f.Status != "" {
		return f
	}
	for _, p := range commands {
		ladder.Want(end(p))
	}
	return afterwards(b, run)
}

// sleepers are the commands that run.
func sleepers(b *grade.Bench, token string) (all []fakehost.Process) {
	for _, p := range b.Host.Processes() {
		if args := p.Args(); len(args) == 2 && args[1] == token && filepath.Base(args[0]) == "sleep" && p.Alive() {
			all = append(all, p)
		}
	}
	return all
}

func end(p fakehost.Process) error {
	proc, err := os.FindProcess(p.Pid)
	if err != nil {
		return err
	}
	return proc.Kill()
}

// networks looks at those that the commands are in. Where all have made the same mistake it is theirs; where it is
// some of them, threads were mixed up.
func networks(b *grade.Bench, commands []fakehost.Process) grade.Finding {
	hosts, down, seen := 0, 0, map[string]bool{}
	for _, p := range commands {
		if p.Link("ns/net") == b.Host.First().Link("ns/net") {
			hosts++
			continue
		}
		seen[p.Link("ns/net")] = true
		n, err := wire.Of(p)
		ladder.Want(err)
		defer n.Close()
		if !b.Soon(func() bool { return isUp(n) }) {
			down++
		}
	}
	number := strconv.Itoa(count)
	switch {
	case hosts == count:
		return grade.Failed("net.lo.host", "/proc/PID/ns/net of each command is the host's", number)
	case hosts == 0 && len(seen) == 1:
		return grade.Failed("net.lo.shared", "/proc/PID/ns/net is the same one in each command", number)
	case down == count && len(seen) == count:
		return grade.Failed("net.lo.down", "in each command's network: lo <LOOPBACK>\n127.0.0.1: network is unreachable")
	case hosts > 0 || len(seen) < count || down > 0:
		return grade.Failed("net.lo.threads", mixedUp, number)
	}
	return talk(b, commands)
}

func isUp(n *wire.Net) bool {
	lo, err := n.LinkByName("lo")
	return err == nil && ladder.IsUp(lo)
}

// talk has each of the networks speak with itself.
func talk(b *grade.Bench, commands []fakehost.Process) grade.Finding {
	for _, p := range commands {
		n, err := wire.Of(p)
		ladder.Want(err)
		defer n.Close()
		at := netip.MustParseAddrPort("127.0.0.1:7")
		server, err := n.Serve(at)
		if err != nil {
			return grade.Unknown(fmt.Sprintf("in a command's network: %v", err), grade.Text{EN: "a server at 127.0.0.1 can be reached", KO: "127.0.0.1의 서버에 닿을 수 있음"})
		}
		defer server.Close()
		for _, network := range []string{"udp", "tcp"} {
			if t := n.Ask(network, at, server); t.Err != nil {
				return grade.Unknown(fmt.Sprintf("in a command's network, 127.0.0.1 by %s: %s", network, t.Why()), grade.Text{EN: "a server at 127.0.0.1 can be reached", KO: "127.0.0.1의 서버에 닿을 수 있음"})
			}
		}
	}
	return grade.Finding{}
}

// afterwards looks at the program's own threads, when all commands have ended.
func afterwards(b *grade.Bench, run *fakehost.Running) grade.Finding {
	host := b.Host.First().Link("ns/net")
	away, left := 0, 0
	b.Soon(func() bool {
		away, left = strangers(run.Pid, host), len(b.Host.Started(run))-1
		return away == 0 && left == 0
	})
	switch {
	case run.Ended():
		return grade.Failed("net.lo.not-run", "after the commands: "+grade.Said(run), strconv.Itoa(count))
	case away > 0:
		return grade.Failed("net.lo.threads", mixedUp, strconv.Itoa(count))
	case left > 0:
		return grade.Failed("net.lo.not-waited", fmt.Sprintf("all %d commands have ended; zombies below the program: %d", count, left))
	}
	return grade.PassedWith(grade.Text{
		EN: "%[1]s commands, each in a network of its own where 127.0.0.1 answers; all threads of the program are in the host's",
		KO: "명령 %[1]s개가 저마다 127.0.0.1이 대답하는 자기 네트워크에 있었고, 프로그램의 스레드는 모두 호스트의 네트워크에 있어요",
	}, strconv.Itoa(count))
}

// strangers counts the threads of a process that are in another network than the host's.
func strangers(pid int, host string) (away int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/ns/net", pid))
	for _, task := range tasks {
		if link, err := os.Readlink(task); err == nil && link != host {
			away++
		}
	}
	return away
}
