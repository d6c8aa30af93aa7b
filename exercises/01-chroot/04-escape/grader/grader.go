//go:build linux

// Package grader judges exercise 01/escape. The verdict hangs on one thing: whether a random
// word was read that lies outside of the root. By which way is the learner's choice.
package grader

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/escape", Folder: "01-chroot/04-escape", Kind: grade.Break, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "Walk out of a chroot", KO: "chroot에서 걸어 나오기"},
		Answer:   []string{"escape.go"},
		LookAt:   grade.Text{EN: "lesson 1, The walk out · man 2 chroot, DESCRIPTION · man 7 path_resolution", KO: "레슨 1, 걸어 나오는 길 · man 2 chroot의 DESCRIPTION · man 7 path_resolution"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// prison is where the learner's program is locked in: deeper than one counts by hand.
const (
	levels = 28
	prison = "deep/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/R"
)

func check(b *grade.Bench) grade.Finding {
	root := b.BaseRoot(prison)
	b.Run(grade.Own("cp", grade.Program, root+"/escape")...)
	token, file := b.Token(), "/home/"+b.Token()
	b.Write(file, token+"\n", 0o644)
	b.Show("exercises/01-chroot/04-escape " + file + "   (in a chroot)")
	if outside := b.Run("cat", file); outside.Stdout() != token+"\n" {
		return grade.Cannot(grade.Text{EN: "the fake host cannot read its own file", KO: "가짜 호스트가 자기 파일을 읽지 못해요"})
	}
	inside := b.Run(grade.Own("chroot", root, "/bin/cat", file)...)
	if strings.Contains(inside.Stdout(), token) {
		return grade.Cannot(grade.Text{EN: "chroot changes nothing on this machine", KO: "이 머신에서는 chroot가 아무것도 바꾸지 않아요"})
	}

	run := b.Start(fakehost.Command{Args: grade.Own("chroot", root, "/escape", file)})
	if !b.Settled(run) {
		return endless(b, run)
	}
	if !strings.Contains(run.Stdout(), token) {
		return whereItStopped(b, run, root)
	}
	return afterPivot(b, root, file, token)
}

// whereItStopped tells from root and working directory how far the walk came.
func whereItStopped(b *grade.Bench, run *fakehost.Running, root string) grade.Finding {
	p := b.StoppedProcess(run)
	if p.Pid == 0 {
		return ended(run)
	}
	at, cwd := strings.TrimSuffix(p.Link("root"), " (deleted)"), strings.TrimSuffix(p.Link("cwd"), " (deleted)")
	evidence := fmt.Sprintf("root -> %s\ncwd -> %s\n%s", p.Link("root"), p.Link("cwd"), grade.Said(run))
	switch {
	case p.Same("root", b.Host.Root()):
		return grade.Unknown(evidence, printed)
	case p.Same("cwd", b.Host.Root()):
		return grade.Failed("chroot.escape.not-up", evidence)
	case at == root && within(cwd, root):
		return grade.Failed("chroot.escape.one-root", evidence)
	case within(at, root) && within(cwd, at):
		return grade.Failed("chroot.escape.still-inside", evidence)
	}
	climbed := strings.Count(root, "/") - strings.Count(cwd, "/")
	return grade.Failed("chroot.escape.short", evidence, fmt.Sprint(max(climbed, 0)), fmt.Sprint(levels))
}

// endless tells the walk that does not see that it has arrived from other programs without end.
func endless(b *grade.Bench, run *fakehost.Running) grade.Finding {
	p := fakehost.Process{Pid: run.Pid}
	if p.Same("cwd", b.Host.Root()) && !p.Same("root", b.Host.Root()) {
		return grade.Failed("chroot.escape.endless", fmt.Sprintf("still running\nroot -> %s\ncwd -> %s", p.Link("root"), p.Link("cwd")))
	}
	return grade.TooSlow()
}

func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, dir+"/")
}

func ended(run *fakehost.Running) grade.Finding {
	switch {
	case run.Stdout() != "":
		return grade.Failed("chroot.escape.faked", fmt.Sprintf("stdout %q", run.Stdout()))
	case run.Status() == 0:
		return grade.Failed("chroot.escape.no-return", "exit status 0, nothing on stdout")
	}
	return grade.Unknown(grade.Said(run), printed)
}

// pivotFirst is the wall that holds: the root is a mount, and nothing else is mounted.
const pivotFirst = `cd "$1" && mount --bind . . && cd "$1" && ` + fakehost.Tools + `/minibox pivot_root . . && /bin/umount -l . && cd / && exec /escape "$2"`

// afterPivot has the same program try to get out of a root that was entered by pivot_root.
// It is shown, not judged: a way out of that, too, would be no less of a way out.
func afterPivot(b *grade.Bench, root, file, token string) grade.Finding {
	run := b.Start(fakehost.Command{Args: grade.Own("unshare", "-m", "--propagation", "private",
		fakehost.Tools+"/sh", "-c", pivotFirst, "sh", root, file)})
	b.Settle(run)
	if strings.Contains(run.Stdout(), token) {
		return grade.PassedWith(grade.Text{
			EN: "chroot: the file was read. After pivot_root it was read, too: your way out needs no chroot",
			KO: "chroot: 파일을 읽었어요. pivot_root 뒤에도 읽었어요. chroot가 필요 없는 방법이네요",
		})
	}
	return grade.PassedWith(grade.Text{
		EN: "chroot: the file was read. The same program after pivot_root: %[1]s",
		KO: "chroot: 파일을 읽었어요. 같은 프로그램을 pivot_root 뒤에 실행하면: %[1]s",
	}, grade.Said(run))
}
