//go:build linux

// Running programs on the bench, the learner's and the judge's own.

package grade

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// Start starts a program in the fake host.
func (b *Bench) Start(c fakehost.Command) *fakehost.Running {
	if b.ran == "" && c.Args[0] == Program {
		b.ran = strings.Join(append([]string{"exercises/" + b.exercise.Folder}, c.Args[1:]...), " ")
	}
	r, err := b.Host.Start(c)
	if err != nil && b.damage() != "" {
		panic(hostIsDead{})
	}
	must(err)
	return r
}

// hostIsDead ends a Grade function when the learner's program has left a fake host in which nothing
// can be started.
type hostIsDead struct{}

// Run starts a program and waits for its end. It is stopped after some seconds, and at
// once if it stops itself, as the given part of an exercise does after an error.
func (b *Bench) Run(args ...string) *fakehost.Running {
	return b.Finish(b.Start(fakehost.Command{Args: args}))
}

// RunWith is Run with a text to read from stdin.
func (b *Bench) RunWith(stdin string, args ...string) *fakehost.Running {
	r, w, err := os.Pipe()
	must(err)
	defer r.Close()
	_, err = w.WriteString(stdin) // no more than a pipe holds
	w.Close()
	must(err)
	return b.Finish(b.Start(fakehost.Command{Args: args, Stdin: r}))
}

// Finish waits for the end of a program as Run does.
func (b *Bench) Finish(r *fakehost.Running) *fakehost.Running {
	gaveUp := b.GaveUp(r)
	over := b.Until(func() bool { return r.Ended() || gaveUp() })
	r.Kill()
	if !over && b.Host.Alive() {
		panic(tooSlow{})
	}
	return r
}

// tooSlow ends a Grade function when a program does not end.
type tooSlow struct{}

// TooSlow is the finding for a program that does not end.
func TooSlow() Finding {
	return Failed("answer.too-slow", "still running after "+limit.String(), limit.String())
}

// Own is the argument list of one of the base image's commands, the real one, also
// where a decoy stands in PATH: for what the judge itself does in the fake host.
func Own(command string, args ...string) []string {
	if command == "sh" { // which is no applet of the multi-call binary, but a program of its own in it
		return append([]string{fakehost.Tools + "/sh"}, args...)
	}
	return append([]string{fakehost.Tools + "/minibox", command}, args...)
}

// Await waits for the program that was asked for: a process with the sentinel's random
// argument. found is false if the learner's program ends, or stops itself, before
// there is one; if it does neither it is too slow, and the check is over.
func (b *Bench) Await(r *fakehost.Running, sentinel []string) (p fakehost.Process, found bool) {
	token, gaveUp := sentinel[len(sentinel)-1], b.GaveUp(r)
	over := b.Until(func() bool {
		p = b.Host.Find(token)
		return p.Pid != 0 || r.Ended() || gaveUp()
	})
	if !over && b.Host.Alive() {
		panic(tooSlow{})
	}
	return p, p.Pid != 0
}

// Settle waits until a program has ended or has stopped itself. One that does neither
// is too slow, and the check is over.
func (b *Bench) Settle(r *fakehost.Running) {
	if !b.Settled(r) {
		panic(tooSlow{})
	}
}

// Settled is Settle for a check that has something to say also of a program that does neither: it
// still runs then, and settled is false.
func (b *Bench) Settled(r *fakehost.Running) (settled bool) {
	gaveUp := b.GaveUp(r)
	return b.Until(func() bool { return r.Ended() || gaveUp() }) || !b.Host.Alive()
}

// Show sets the command line that the learner is told was run, for a program that the
// judge starts by way of another one.
func (b *Bench) Show(line string) { b.ran = line }

// Stopped tells whether a program has stopped itself: the part of it that comes with
// the exercise does so on an error of the learner's part, so that the judge can look at the state.
func (b *Bench) Stopped(r *fakehost.Running) bool {
	return b.StoppedProcess(r).Pid != 0
}

// GaveUp returns a question to be asked again and again: whether a program has stopped itself, and stays so. An answer
// may stop what it starts for a moment, to put it somewhere first; that one is let go on soon.
func (b *Bench) GaveUp(r *fakehost.Running) func() bool {
	const enough = 40 // looks, about a tenth of a second
	looks := 0
	return func() bool {
		looks++
		if !b.Stopped(r) {
			looks = 0
		}
		return looks > enough
	}
}

// StoppedProcess is the program, or what it has started, if it has stopped itself; Pid is 0 if
// nothing of it has.
func (b *Bench) StoppedProcess(r *fakehost.Running) fakehost.Process {
	for _, p := range b.Host.Started(r) {
		if p.Stopped() {
			return p
		}
	}
	return fakehost.Process{}
}

// Until asks again and again until the answer is yes, for some seconds at most.
func (b *Bench) Until(yes func() bool) bool { return b.Within(limit, yes) }

// Soon is Until for what hardly ever has to be waited for: it gives up after half a second by the clock. What an answer may not do
// within that time it may do later, however busy the machine is.
func (b *Bench) Soon(yes func() bool) bool {
	deadline := time.Now().Add(limit / 16)
	return b.Within(limit, func() bool { return yes() || time.Now().After(deadline) }) && yes()
}

// Within is Until with patience of that length. A pause between two looks counts for what it was to be: where the machine is busy it
// takes longer, and so does whoever is waited for.
func (b *Bench) Within(patience time.Duration, yes func() bool) bool {
	const pause = 3 * time.Millisecond // /proc sends no event to somebody who is not the parent
	for {
		began := time.Now()
		if yes() {
			return true
		}
		patience -= time.Since(began) + pause
		if patience < 0 || !b.Host.Alive() {
			return false
		}
		time.Sleep(pause)
	}
}

// Ending is how a program that was run to its end has ended, for evidence. One that gave up with an error has
// stopped itself and was killed then: told is how it ends by hand.
func Ending(r *fakehost.Running) string {
	const killed, gaveUp = 137, 125
	if r.Status() == killed && r.Stderr() != "" {
		return fmt.Sprintf("exit status %d\n%s", gaveUp, Said(r))
	}
	return fmt.Sprintf("exit status %d", r.Status())
}

// RefusedThread tells, by a Go program's last words, that the kernel has refused it a thread. It does so where
// the children of a process would be in another PID namespace than the process: threads have to be in one. The
// words differ between programs with and without cgo.
func RefusedThread(r *fakehost.Running) bool {
	return slices.ContainsFunc([]string{"newosproc", "new OS thread", "pthread_create failed: Invalid argument"},
		func(words string) bool { return strings.Contains(r.Stderr(), words) })
}

// Said is the last line that a program printed to stderr, for evidence. One that has
// stopped itself has printed, but the line may be still on its way.
func Said(r *fakehost.Running) string {
	const onItsWay = 50
	for i := 0; i < onItsWay && r.Stderr() == "" && !r.Ended(); i++ {
		time.Sleep(3 * time.Millisecond)
	}
	for _, line := range strings.Split(r.Stderr(), "\n") {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return line // the rest is where it happened
		}
	}
	if words := lastWords(r.Stderr()); words != "" {
		return words
	}
	if !r.Ended() {
		return "still there, nothing on stderr"
	}
	return fmt.Sprintf("exit status %d, nothing on stderr", r.Status())
}

// lastWords is the last line that says something: those that only point at something, as nft(8) prints them, do not.
func lastWords(stderr string) string {
	lines := strings.Split(stderr, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.Trim(lines[i], " \t\r^~") != "" {
			return strings.TrimRight(lines[i], " \t\r")
		}
	}
	return ""
}
