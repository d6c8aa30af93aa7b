//go:build linux

// Package grader judges exercise 04/unmount.
package grader

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "04/unmount", Folder: "04-images/11-unmount", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "An overlay that is really gone", KO: "정말로 사라진 오버레이"},
		Answer:   []string{"unmount.go"},
		LookAt:   grade.Text{EN: "lesson 4, step 7 · man 2 umount · man 5 proc_pid_mountinfo · man 7 mount_namespaces", KO: "레슨 4의 7단계 · man 2 umount · man 5 proc_pid_mountinfo · man 7 mount_namespaces"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	c, ok := newContainer(b)
	if !ok {
		return grade.Cannot(noOverlay)
	}
	for _, step := range []func() grade.Finding{c.inUse, c.free, c.again, c.elsewhere, c.moved} {
		if f := step(); f.Status != "" {
			return f
		}
	}
	return grade.PassedWith(grade.Text{
		EN: "the overlay was left alone while it was in use, and is gone from every mount namespace now; upper and the volume are as they were",
		KO: "오버레이는 사용 중일 때 그대로 있었고, 이제는 모든 마운트 네임스페이스에서 사라졌어요. upper와 볼륨은 그대로예요",
	})
}

// run starts the program and tells how it has ended: whether with an error, for evidence, and all it has said.
func (c container) run() (gaveUp bool, said, words string) {
	run := c.Start(fakehost.Command{Args: []string{grade.Program, dir}})
	c.Settle(run)
	defer run.Kill()
	gaveUp = !run.Ended() || run.Status() != 0
	if !run.Ended() {
		said = grade.Said(run)
	} else {
		said = grade.Ending(run)
	}
	return gaveUp, said, run.Stderr()
}

// inUse has a process at work in the container. What the overlay needs has to stay, and to be told.
func (c container) inUse() grade.Finding {
	worker := c.Start(fakehost.Command{Args: grade.Own("sleep", "60"), Dir: dir + "/merged"})
	defer worker.Kill()
	gaveUp, said, _ := c.run()
	there := c.overlays(c.Host.First())
	seen := fmt.Sprintf("%s\na process has DIR/merged as its working directory; overlays in mountinfo: %d", said, there)
	switch {
	case worker.Ended():
		return grade.Failed("img.unmount.killed", said+"\na process that worked in DIR/merged has ended")
	case !gaveUp && there > 0:
		return grade.Failed("img.unmount.left", seen)
	case there == 0:
		return grade.Failed("img.unmount.detached", seen)
	case c.Lstat(dir+"/work") == nil:
		return grade.Failed("img.unmount.work-gone", said+"\nDIR/work: no such file or directory")
	}
	return c.others(said)
}

// free is the same with nobody there.
func (c container) free() grade.Finding {
	gaveUp, said, _ := c.run()
	var left []string
	for _, m := range c.Host.First().Mounts() {
		if m.Point == dir+"/merged" || strings.HasPrefix(m.Point, dir+"/merged/") {
			left = append(left, strings.TrimPrefix(m.Point, dir+"/")+" ("+m.Type+")")
		}
	}
	slices.Sort(left)
	switch {
	case gaveUp:
		return grade.Failed("img.unmount.gave-up", said+"\nstill mounted: "+strings.Join(append(left, "nothing else"), ", "))
	case len(left) > 0:
		return grade.Failed("img.unmount.left", said+"\nstill mounted: "+strings.Join(left, ", "))
	case c.Lstat(dir+"/work") != nil:
		return grade.Failed("img.unmount.work-left", said+"\nDIR/work is still there")
	}
	return c.others(said)
}

// again has a program come to a container that is cleaned up already.
func (c container) again() grade.Finding {
	if gaveUp, said, _ := c.run(); gaveUp {
		return grade.Failed("img.unmount.not-again", said)
	}
	return c.others("")
}

// elsewhere has a process with a copy of all mounts: to unmount outside does nothing to that.
func (c container) elsewhere() grade.Finding {
	return c.kept("img.unmount.elsewhere", "DIR/merged", func(sentinel []string) []string { return sentinel })
}

// moved has the process keep the overlay at another place, as a container does whose root directory it is.
func (c container) moved() grade.Finding {
	root := c.Dir("root")
	return c.kept("img.unmount.by-place", root, func(sentinel []string) []string {
		minibox := fakehost.Tools + "/minibox"
		return grade.Own("sh", "-c", fmt.Sprintf("%s mount --bind %s/merged %s && %[1]s umount %[2]s/merged && exec %[4]s", minibox, dir, root, strings.Join(sentinel, " ")))
	})
}

// kept mounts the overlay, and has a process keep it in a mount namespace of its own, at a place.
func (c container) kept(id, place string, command func(sentinel []string) []string) grade.Finding {
	if !c.mount() {
		return grade.Cannot(noOverlay)
	}
	sentinel, other := c.Sentinel(), c.Sentinel()
	bystander := c.Start(fakehost.Command{Args: other})
	defer bystander.Kill()
	keeper := c.Start(fakehost.Command{Args: grade.Own("unshare", append([]string{"-m", "--propagation", "private"}, command(sentinel)...)...)})
	defer keeper.Kill()
	p, found := c.Await(keeper, sentinel)
	q, foundToo := c.Await(bystander, other)
	if !found || !foundToo || c.overlays(p) == 0 {
		panic("no process with an overlay of its own: " + grade.Said(keeper)) // of the bench: no verdict
	}
	pid := number(p)
	gaveUp, said, words := c.run()
	told := strings.FieldsFunc(words, func(r rune) bool { return r < '0' || r > '9' })
	seen := fmt.Sprintf("%s\n/proc/%d/mountinfo, of the process with pid %s on the host:\noverlay at %s", said, p.Pid, pid, place)
	switch {
	case !p.Alive():
		return grade.Failed("img.unmount.killed", said+"\na process with its own mount namespace has ended")
	case c.Lstat(dir+"/work") == nil && c.overlays(p) > 0 && gaveUp:
		return grade.Failed("img.unmount.work-gone", said+"\nDIR/work: no such file or directory")
	case c.overlays(p) == 0: // unmounted in there, by joining the namespace: as good
	case !gaveUp || !slices.Contains(told, pid):
		return grade.Failed(id, seen)
	case slices.Contains(told, number(q)):
		return grade.Failed(id, seen+"\nnone in the process with pid "+number(q))
	}
	keeper.Kill()
	c.Until(func() bool { return !p.Alive() })
	return c.free()
}

// number is a process's on the host.
func number(p fakehost.Process) string {
	numbers := strings.Fields(p.Status("NSpid"))
	return numbers[len(numbers)-1]
}

// others are those that it does not concern: the neighbour, the volume, and what the container has written.
func (c container) others(said string) grade.Finding {
	said = strings.TrimSpace(said + "\n")
	if text, _ := c.Read(neighbour + "/merged/v"); text != c.word {
		return grade.Failed("img.unmount.neighbour", said+"\nDIR-2/merged/v cannot be read any more")
	}
	if text, _ := c.Read(volume + "/diary"); text != c.word {
		return grade.Failed("img.unmount.deleted", said+"\nthe volume's file is gone")
	}
	if text, _ := c.Read(dir + "/upper/own"); text != c.word {
		return grade.Failed("img.unmount.deleted", said+"\nDIR/upper/own is gone")
	}
	return grade.Finding{}
}
