//go:build linux

// From what a Grade function has found to a verdict: what the program did to the machine comes first.

package grade

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
)

// grade runs the exercise's function and then looks at what is left of the fake host. What
// the program did to the machine comes before what it did wrong in the exercise.
func (b *Bench) grade() (f Finding) {
	b.TakeAsGiven()
	if breach := b.watched(func() { f = b.protected() }); breach != fakehost.NoBreach {
		return breached(breach)
	}
	f.Observed = cut(f.Observed)
	if called := b.Host.Called(); called != "" && f.Status != Pass {
		return Failed("answer.borrowed", "exec "+called, called)
	}
	if damage := b.damage(); damage != "" && !f.Damage {
		return Failed("answer.damaged-host", damage)
	}
	if unread, ok := b.script.unread(); ok && f.Status != Pass {
		return unread
	}
	return f
}

// watched does the work under the eyes of the fake host's watchdog.
func (b *Bench) watched(work func()) fakehost.Breach {
	stop := make(chan struct{})
	met := make(chan fakehost.Breach, 1)
	go func() { met <- b.Host.Watch(stop) }()
	work()
	close(stop)
	return <-met
}

// cut bounds what a learner is shown of what a program has printed, and keeps from the terminal what would steer it.
func cut(observed string) string {
	const most = 1200
	observed = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, observed)
	if len(observed) <= most {
		return observed
	}
	return strings.ToValidUTF8(observed[:most], "") + "…"
}

func (b *Bench) protected() (f Finding) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case tooSlow:
			f = TooSlow()
		case lacking:
			f = p.finding()
		case hostIsDead:
			f = Failed("answer.damaged-host", b.damage())
		default:
			panic(p) // a defect of the grader, for judge to tell
		}
	}()
	return b.exercise.Grade(b)
}

func breached(b fakehost.Breach) Finding {
	switch b {
	case fakehost.Memory:
		return Failed("answer.out-of-memory", "the kernel ended the program", strconv.Itoa(fakehost.MaxMemory>>20))
	case fakehost.Groups:
		return Failed("answer.too-many-groups", "the program was ended", strconv.Itoa(fakehost.MaxGroups))
	}
	return Failed("answer.too-many-processes", "the kernel refused the next process", strconv.Itoa(fakehost.MaxProcesses))
}
