//go:build linux

package grader

import (
	"fmt"
	"net/netip"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// lab is a directory with leases, and the judge's own books.
type lab struct {
	*grade.Bench
	dir    string
	subnet netip.Prefix
	held   map[string]string // the address of each owner
}

func newLab(b *grade.Bench) *lab {
	random := []byte(b.Token())
	// Not at the beginning of a network of 256.
	second, third := 100+int(random[0])%100, 100+int(random[1])%100
	subnet := netip.MustParsePrefix(fmt.Sprintf("10.%d.%d.160/%d", second, third, bits))
	return &lab{b, b.Dir("leases/" + b.Token()), subnet, map[string]string{}}
}

func (l *lab) gateway() string { return l.subnet.Addr().Next().String() }

// answer is what the program has said to one owner.
type answer struct{ owner, address, err string }

func (a answer) said() string {
	if a.err != "" {
		return a.err
	}
	return a.address
}

func (l *lab) command(verb, owner string) []string {
	l.Show(fmt.Sprintf("exercises/05-network/09-ipam DIR %s %s OWNER", l.subnet, verb))
	return []string{grade.Program, l.dir, l.subnet.String(), verb, owner}
}

func (l *lab) lease(owner string) answer { return l.act("lease", owner) }

// act runs the program for one owner.
func (l *lab) act(verb, owner string) answer {
	return l.outcome(owner, l.Start(fakehost.Command{Args: l.command(verb, owner)}))
}

func (l *lab) outcome(owner string, run *fakehost.Running) answer {
	defer run.Kill()
	if !l.Settled(run) {
		return answer{owner: owner, err: "still running after some seconds"}
	}
	if !run.Ended() || run.Status() != 0 {
		return answer{owner: owner, err: grade.Said(run)}
	}
	return answer{owner: owner, address: strings.TrimSpace(run.Stdout())}
}

// atOnce runs the program for many. All wait for the end of one input, and begin with it.
func (l *lab) atOnce(verb string, owners []string) (all []answer) {
	stdin, open, err := os.Pipe()
	must(err)
	defer stdin.Close()
	var running []*fakehost.Running
	for _, owner := range owners {
		running = append(running, l.Start(fakehost.Command{Args: l.command(verb, owner), Stdin: stdin}))
	}
	for _, r := range running {
		l.Until(func() bool { return waits(r) })
	}
	open.Close()
	for i, r := range running {
		all = append(all, l.outcome(owners[i], r))
	}
	return all
}

// waits tells whether the program has come to where it waits for the end of its input, or has ended.
func waits(r *fakehost.Running) bool {
	p := fakehost.Process{Pid: r.Pid}
	args := p.Args()
	return r.Ended() || len(args) > 0 && args[0] == grade.Program && strings.HasPrefix(p.Status("State"), "S")
}

func must(err error) {
	if err != nil {
		panic(err) // of the bench: no verdict
	}
}
