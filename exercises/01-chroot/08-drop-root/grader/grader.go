//go:build linux

// Package grader judges exercise 01/drop-root from /proc/PID/status: what the kernel says that
// the command may do, also where the program gave up half-way.
package grader

import (
	_ "embed"
	"fmt"
	"os"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/drop-root", Folder: "01-chroot/08-drop-root", Kind: grade.Code, Points: 3, Tier: grade.Root,
		Title:    grade.Text{EN: "Give up root, in the right order", KO: "올바른 순서로 root 내려놓기"},
		Answer:   []string{"drop.go"},
		LookAt:   grade.Text{EN: "lesson 1, step 6 and Giving up root · man 7 credentials · man 7 capabilities", KO: "레슨 1의 6단계, root 내려놓기 · man 7 credentials · man 7 capabilities"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

// setuidProgram runs as root, whoever starts it; where no_new_privs is set it does not.
const setuidProgram = "/suid/sleep"

func check(b *grade.Bench) grade.Finding {
	root := makeRoot(b)
	if f := checkCommand(b, root, ids{1000, 1001}); f.Status != grade.Pass {
		return f
	}
	if f := checkReturn(b, root); f.Status != grade.Pass {
		return f
	}
	return checkCommand(b, root, ids{2002, 3003})
}

// makeRoot makes a root directory with a setuid program in it. The fake host's files lie on a mount
// where that bit does not count, so the root gets a mount of its own.
func makeRoot(b *grade.Bench) string {
	root := b.Dir("R")
	b.Run(grade.Own("mount", "-t", "tmpfs", "tmpfs", root)...)
	b.BaseRoot("R")
	b.Dir("R/suid")
	b.Run(grade.Own("cp", fakehost.Tools+"/minibox", root+setuidProgram)...)
	if err := os.Chmod(b.Path(root+setuidProgram), 0o755|os.ModeSetuid); err != nil {
		panic(err) // the file has just been made
	}
	return root
}

func start(b *grade.Bench, root string, want ids, command ...string) *fakehost.Running {
	return b.Start(fakehost.Command{Args: append([]string{grade.Program, want.String(), root}, command...)})
}

// checkCommand looks at a command that runs, or at the program that gave up before.
func checkCommand(b *grade.Bench, root string, want ids) grade.Finding {
	sentinel := b.Sentinel()
	run := start(b, root, want, sentinel...)
	p, found := b.Await(run, sentinel)
	if !found {
		p = b.StoppedProcess(run)
	}
	defer run.Kill()
	isRoot := p.Status("Uid") == "0\t0\t0\t0"
	if p.Pid == 0 || !found && isRoot {
		return grade.Failed("chroot.drop-root.not-started", grade.Said(run), sentinel[0])
	}
	said := ""
	if !found {
		said = "\n" + grade.Said(run)
	}
	if f, wrong := wrongCredentials(p, want, said); wrong {
		return f
	}
	if !found {
		return grade.Unknown(grade.Said(run), grade.Text{EN: "the command running", KO: "실행 중인 명령"})
	}
	return checkWayBack(b, root, want, p)
}

// checkWayBack starts a setuid program of root's. That it does make its caller root where
// no_new_privs is missing is proved by the wrong answer of that name.
func checkWayBack(b *grade.Bench, root string, want ids, before fakehost.Process) grade.Finding {
	sentinel := b.Sentinel()
	run := start(b, root, want, setuidProgram, sentinel[1])
	p, found := b.Await(run, sentinel)
	if !found {
		return grade.Unknown(grade.Said(run), grade.Text{EN: setuidProgram + " running as an ordinary user", KO: "일반 사용자로 실행 중인 " + setuidProgram})
	}
	defer run.Kill()
	evidence := fmt.Sprintf("%s\nafter execve of a setuid program of root's  %s", line(before, "NoNewPrivs"), line(p, "Uid"))
	if before.Status("NoNewPrivs") != "1" {
		return grade.Failed("chroot.drop-root.no-new-privs", evidence)
	}
	if !want.areUser(p) {
		return grade.Unknown(evidence, grade.Text{EN: "a user that stays what it is", KO: "그대로인 사용자"})
	}
	return grade.Passed(evidence)
}

// checkReturn looks at the moment between dropRoot and execve, which takes away some of what was
// forgotten: a command that does not exist makes the program stop there.
func checkReturn(b *grade.Bench, root string) grade.Finding {
	want := ids{1000, 1001}
	run := start(b, root, want, "/no-such-command")
	b.Settle(run)
	p := b.StoppedProcess(run)
	if p.Pid == 0 {
		return grade.Passed("") // it ended: there is no such moment
	}
	defer run.Kill()
	if f, wrong := wrongCredentials(p, want, "\nbefore execve"); wrong {
		return f
	}
	return grade.Passed("")
}
