//go:build linux

package grade

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// Bench is what a Grade function works at. What goes wrong with the bench itself ends
// the check without a verdict; no method returns such an error.
type Bench struct {
	Host   *fakehost.Host
	Answer Submission // the learner's files
	Tier   Tier       // what this machine allows

	exercise  Exercise
	ran       string // the command line of the first program that was started
	fenceName string
	before    condition
	script    script // the learner's, if the answer is one
}

// Program is the learner's built program in the fake host; see also Exercise.Static.
const Program = fakehost.Work + "/answer"

// limit is how long a program may take where nothing else is said.
const limit = 8 * time.Second

// trouble is a panic of the bench itself, with a text that says enough.
type trouble struct{ err error }

func (t trouble) Error() string { return t.err.Error() }

// Prepared ends the check without a verdict if a program of the judge's own has failed: the bench is not
// as the check wants it.
func Prepared(r *fakehost.Running) {
	if r.Status() != 0 {
		panic(trouble{fmt.Errorf("prepare the check: %s", Said(r))})
	}
}

func must(err error) {
	if err != nil {
		panic(trouble{err}) // to judge, which reports it: a check without a bench has no verdict
	}
}

func newBench(x Exercise, j job) (*Bench, error) {
	host, err := fakehost.New(fmt.Sprintf("/proc/self/fd/%d", imageFD), newFence(j), x.forbidden())
	if err != nil {
		return nil, err
	}
	b := &Bench{Host: host, Answer: j.Answer, Tier: j.Tier, exercise: x, fenceName: "watchdog"}
	if j.Fences > 0 {
		b.fenceName = "cgroup"
	}
	if x.isProgram() || x.Static {
		if err := b.install(); err != nil {
			host.Close()
			return nil, err
		}
	}
	b.plantCanaries()
	return b, nil
}

func (b *Bench) close() { b.Host.Close() }

// install copies the learner's program, or the static one, into the fake host.
func (b *Bench) install() error {
	src := os.NewFile(programFD, "program")
	defer src.Close()
	dst, err := os.OpenFile(b.Path(Program), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(dst, src); err != nil {
		dst.Close()
		return err
	}
	return dst.Close()
}
