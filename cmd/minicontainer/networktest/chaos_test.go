//go:build linux

// Chaos: several people at once do all that can be done to containers, and commands, shims and containers are killed (SIGKILL)
// meanwhile, at any moment. What is told of a container must be true all the time, and in the end nothing may be left.
//
// Each worker has containers of its own, so that it knows what must be true of them: the model. All of them work on one state
// directory, one network, and its addresses.

package networktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

const chaosWorkers = 4

func TestWhateverIsDoneAndKilledTheRecordsTellTheTruth(t *testing.T) {
	needRoot(t)
	operations, seed := 120, uint64(os.Getpid())
	if os.Getenv(testenv.SoakEnv) != "" {
		operations = 500
	}
	t.Logf("seed %d", seed)
	links := len(cables(t))
	t.Cleanup(func() {
		if ids := strings.Fields(mc(t, "ps", "-aq")); len(ids) > 0 {
			mc(t, append([]string{"rm", "-f"}, ids...)...)
		}
		mc(t, "network", "prune", "-f")
	})
	var all sync.WaitGroup
	for n := range chaosWorkers {
		all.Add(1)
		go func() {
			defer all.Done()
			w := &worker{t: t, random: rand.New(rand.NewPCG(seed, uint64(n))), name: fmt.Sprintf("w%d", n)}
			for range operations / chaosWorkers {
				if t.Failed() {
					return
				}
				w.step()
			}
			w.end()
		}()
	}
	all.Wait()
	if out := mc(t, "ps", "-aq"); out != "" {
		t.Errorf("left: %s", out)
	}
	mc(t, "system", "check") // the last word to be killed may have been one of those that repair
	if out := mc(t, "system", "check"); out != "all is as it should be\n" {
		t.Errorf("left: %s", out)
	}
	if now := cables(t); len(now) != links {
		t.Errorf("cables left: %v", now)
	}
}

func cables(t *testing.T) (names []string) {
	t.Helper()
	list, err := netlink.LinkList()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if l.Type() == "veth" {
			names = append(names, l.Attrs().Name)
		}
	}
	return names
}

// life is what must be true of a container.
type life struct {
	status string // "" is that there is none
	code   int    // of one that has exited
}

func (l life) String() string { return fmt.Sprintf("%s %d", l.status, l.code) }

var (
	absent  = life{}
	made    = life{status: "created"}
	runs    = life{status: "running"}
	stands  = life{status: "paused"}
	wasShot = life{"exited", 128 + int(unix.SIGKILL)}
)

func exited(code int) life { return life{"exited", code} }

type worker struct {
	t       *testing.T
	random  *rand.Rand
	name    string
	now     life
	onTerm  int  // the exit status of the program when it is asked to end
	short   bool // the program ends by itself
	history []string
}

// operation is something that can be done to a container in one of some states.
type operation struct {
	from []string // statuses
	args func(w *worker) []string
	to   func(w *worker) life // when the command has ended
	code func(w *worker) int  // the command's exit status; nil: 0

	// between are the states in which it may be, but for from and to, when the command was killed.
	between []life

	ends bool // it sends signals: of one that was killed nobody knows whether it has
}

func words(line string) func(*worker) []string {
	return func(w *worker) []string { return strings.Fields(strings.ReplaceAll(line, "NAME", w.name)) }
}

func always(l life) func(*worker) life { return func(*worker) life { return l } }

// program runs until it is asked to end.
func (w *worker) program() []string {
	w.onTerm, w.short = 1+w.random.IntN(100), false
	return []string{"base", "sh", "-c", fmt.Sprintf("trap 'exit %d' TERM; echo up; sleep 1000 & wait", w.onTerm)}
}

// started is what becomes of the program.
func (w *worker) started() life {
	if w.short {
		return w.hasEnded()
	}
	return runs
}

func failingExec(w *worker) []string { return []string{"exec", w.name, "sh", "-c", "exit 5"} }

func (w *worker) hasEnded() life { return exited(w.onTerm) }

var operations = []operation{
	{
		from: []string{""}, to: always(runs), between: []life{made, wasShot},
		args: func(w *worker) []string { return append([]string{"run", "-d", "--name", w.name}, w.program()...) },
	},
	{
		from: []string{""}, to: always(made),
		args: func(w *worker) []string { return append([]string{"create", "--name", w.name}, w.program()...) },
	},
	{
		from: []string{""}, to: func(w *worker) life { return exited(w.onTerm) }, between: []life{made, wasShot},
		code: func(w *worker) int { return w.onTerm },
		args: func(w *worker) []string {
			w.onTerm, w.short = 1+w.random.IntN(100), true
			return []string{"run", "--name", w.name, "base", "sh", "-c", fmt.Sprintf("echo up; exit %d", w.onTerm)}
		},
	},
	{
		from: []string{""}, to: always(absent), between: []life{made, wasShot},
		code: func(w *worker) int { return w.onTerm },
		args: func(w *worker) []string {
			w.onTerm, w.short = 1+w.random.IntN(100), true
			return []string{"run", "--rm", "--name", w.name, "base", "sh", "-c", fmt.Sprintf("exit %d", w.onTerm)}
		},
	},
	{from: []string{"created"}, args: words("start NAME"), to: (*worker).started, between: []life{wasShot}},
	{from: []string{"running", "paused"}, args: words("start NAME"), to: func(w *worker) life { return w.now }},
	{from: []string{"running", "paused"}, args: words("stop -t 20 NAME"), to: (*worker).hasEnded, ends: true},
	{from: []string{"running", "paused"}, args: words("kill NAME"), to: always(wasShot), ends: true},
	{from: []string{"running"}, args: words("pause NAME"), to: always(stands)},
	{from: []string{"paused"}, args: words("unpause NAME"), to: always(runs)},
	{from: []string{"running"}, args: words("exec NAME sh -c true"), to: always(runs)},
	{from: []string{"running"}, args: failingExec, to: always(runs), code: func(*worker) int { return 5 }},
	{from: []string{"paused"}, args: words("exec NAME true"), to: always(stands), code: func(*worker) int { return 1 }},
	{from: []string{"running"}, args: words("restart -t 20 NAME"), to: always(runs), ends: true},
	{from: []string{"exited", "created"}, args: words("rm NAME"), to: always(absent)},
	{from: []string{"running", "paused"}, args: words("rm NAME"), to: func(w *worker) life { return w.now }, code: func(*worker) int { return 1 }},
	{from: []string{"running", "paused", "exited", "created"}, args: words("rm -f NAME"), to: always(absent), ends: true},
	{from: []string{"exited"}, args: words("wait NAME"), to: func(w *worker) life { return w.now }},
	{from: []string{"exited", "created"}, args: words("stop NAME"), to: func(w *worker) life { return w.now }},
	{from: []string{"running", "paused", "exited", "created"}, args: words("update --pids-limit 100 NAME"), to: func(w *worker) life { return w.now }},
	{from: []string{"running", "exited", "created", "paused", ""}, args: words("system check"), to: func(w *worker) life { return w.now }},
	{from: []string{"running", "exited", "created", "paused", ""}, args: words("ps -a"), to: func(w *worker) life { return w.now }},
}

// step does something that can be done now, or kills something.
func (w *worker) step() {
	if w.now == runs && w.random.IntN(6) == 0 {
		w.shoot()
		return
	}
	for {
		o := operations[w.random.IntN(len(operations))]
		for _, status := range o.from {
			if status == w.now.status {
				w.do(o)
				return
			}
		}
	}
}

// do carries out an operation; every fourth command is killed at some moment.
func (w *worker) do(o operation) {
	args := o.args(w)
	cmd := command(args...)
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		w.t.Error(err)
		return
	}
	shot := w.random.IntN(4) == 0
	if shot {
		time.Sleep(time.Duration(w.random.IntN(60)) * time.Millisecond)
		shot = cmd.Process.Kill() == nil
	}
	status := exitStatus(cmd.Wait())
	shot = shot && status < 0
	w.history = append(w.history, fmt.Sprintf("%v: status %d %s", args, status, said.String()))
	allowed := []life{o.to(w)}
	if shot {
		allowed = append(append(allowed, w.now), o.between...)
		w.settle(o)
		if o.ends {
			allowed = []life{absent, made, w.hasEnded(), wasShot}
		}
	} else if want := o.want(w); status != want {
		w.fail("the command ends with %d, not with %d", status, want)
	}
	w.look(allowed, shot || w.short)
}

// settle waits until what a killed command has begun is over: a shim that starts the container holds its lock until that runs, and
// whom a signal was sent is told to end.
func (w *worker) settle(o operation) {
	try("update", "--pids-limit", "100", w.name) //nolint:errcheck // it may not be there
	if o.ends {
		try("stop", "-t", "20", w.name) //nolint:errcheck // as above
	}
}

func (o operation) want(w *worker) int {
	if o.code == nil {
		return 0
	}
	return o.code(w)
}

// exitStatus is negative if a signal has ended it.
func exitStatus(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// look asks what is known of the container, which must be one of those, at once or, where somebody was killed, in a moment.
func (w *worker) look(allowed []life, moves bool) {
	var seen life
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		seen = w.ask()
		if known(seen, allowed) {
			w.now = seen
			w.awaitUp()
			return
		}
		if time.Now().After(deadline) || !moves || w.t.Failed() {
			break
		}
	}
	w.fail("it is %v, and should be one of %v", seen, allowed)
}

// awaitUp waits until a program that runs has set its trap: before, a first process does not get the signal.
func (w *worker) awaitUp() {
	if w.now != runs {
		return
	}
	since, _, _ := try("inspect", "-f", "{{.State.StartedAt}}", w.name) //nolint:errcheck // shows below
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		out, _, err := try("logs", "--since", strings.TrimSpace(since), w.name)
		if err != nil || strings.Contains(out, "up") {
			return // somebody has ended it, perhaps
		}
	}
	w.fail("it says nothing")
}

func known(seen life, allowed []life) bool {
	for _, l := range allowed {
		if l == seen || l.status == seen.status && l.status != "exited" {
			return true
		}
	}
	return false
}

func (w *worker) ask() life {
	out, said, err := try("inspect", w.name)
	if err != nil {
		if !strings.Contains(said, "no such container") && !strings.Contains(said, w.name) || strings.Contains(said, "record") {
			w.fail("inspect: %s", said)
		}
		return absent
	}
	var views []struct {
		State struct {
			Status        string
			ExitCode, Pid int
		}
	}
	if err := json.Unmarshal([]byte(out), &views); err != nil || len(views) != 1 {
		w.fail("inspect: %v: %s", err, out)
		return absent
	}
	s := views[0].State
	l := life{status: s.Status}
	switch {
	case l.status == "exited":
		l.code = s.ExitCode
	case l.status == "running" && unix.Kill(s.Pid, 0) != nil:
		l.status = "about to be written down as exited" // by its shim, in a moment
	}
	return l
}

// shoot kills the container's first process, or its shim, from outside.
func (w *worker) shoot() {
	victim := []string{"Pid", "ShimPid"}[w.random.IntN(2)]
	out, said, err := try("inspect", "-f", "{{.State."+victim+"}}", w.name)
	var pid int
	if _, scanErr := fmt.Sscan(out, &pid); err != nil || scanErr != nil || pid <= 1 {
		w.fail("look for %s: %q %s", victim, out, said)
		return
	}
	w.history = append(w.history, fmt.Sprintf("kill -9 %s %d", victim, pid))
	unix.Kill(pid, unix.SIGKILL) //nolint:errcheck // it may have ended
	w.look([]life{wasShot}, true)
}

func (w *worker) end() {
	if w.now != absent {
		if _, said, err := try("rm", "-f", w.name); err != nil {
			w.fail("rm -f: %s", said)
		}
	}
}

func (w *worker) fail(format string, args ...any) {
	w.t.Errorf("%s: %s; it was %v\n%s", w.name, fmt.Sprintf(format, args...), w.now, strings.Join(w.history[max(0, len(w.history)-6):], "\n"))
}
