//go:build linux

// Package grader judges exercise 01/chdir.
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
		ID: "01/chdir", Folder: "01-chroot/03-chdir", Kind: grade.Code, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A process gets another root directory", KO: "프로세스에게 다른 루트 디렉터리 주기"},
		Answer:   []string{"run.go"},
		LookAt:   grade.Text{EN: "lesson 1, chroot and chdir · man 2 chroot", KO: "레슨 1, chroot와 chdir · man 2 chroot"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Grade:    check,
	})
}

func check(b *grade.Bench) grade.Finding {
	root := b.BaseRoot("R")
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, root}, sentinel...)})
	p, found := b.Await(run, sentinel)
	self := fakehost.Process{Pid: run.Pid}
	// It may have gone in for a moment, to start the command there, and be on its way back.
	b.Soon(func() bool { return run.Ended() || self.Same("root", b.Host.Root()) || p.Pid == run.Pid })
	if link := self.Link("root"); !run.Ended() && link != "" && !self.Same("root", b.Host.Root()) && p.Pid != run.Pid {
		return grade.Failed("chroot.chdir.parent-jailed", fmt.Sprintf("/proc/%d/root -> %s, and that is your program itself", run.Pid, link))
	}
	if !found || p.Link("root") == "" { // it has ended in the meantime
		return notStarted(b, root, sentinel[0], grade.Said(run))
	}
	if !p.Same("root", b.Path(root)) {
		return grade.Failed("chroot.chdir.not-jailed", fmt.Sprintf("/proc/%d/root -> %s", p.Pid, p.Link("root")))
	}
	if !inside(p.Link("cwd"), root) {
		return grade.Failed("chroot.chdir.cwd-outside", fmt.Sprintf("/proc/%d/root -> %s, /proc/%d/cwd -> %s", p.Pid, p.Link("root"), p.Pid, p.Link("cwd")))
	}
	if shown := b.Arguments(root); shown != "" {
		return grade.Failed("chroot.chdir.arguments", shown)
	}
	if p.Pid == run.Pid {
		return grade.Failed("chroot.chdir.replaced", fmt.Sprintf("/bin/sleep: pid %d, and that was your program's", p.Pid))
	}
	evidence := fmt.Sprintf("/proc/%d/root -> %s, cwd -> %s", p.Pid, p.Link("root"), p.Link("cwd"))
	run.Kill()
	return checkOutput(b, root, evidence)
}

// notStarted tells the command that was looked for at a wrong place from other failures.
func notStarted(b *grade.Bench, root, command, said string) grade.Finding {
	const enoent = "no such file or directory"
	if strings.Contains(said, enoent) && b.Lstat(root+command) != nil {
		return grade.Failed("chroot.chdir.outside-path", said, command)
	}
	if shown := b.Arguments(root); shown != "" {
		return grade.Failed("chroot.chdir.arguments", shown)
	}
	return grade.Failed("chroot.chdir.not-started", said, command)
}

func inside(path, root string) bool {
	return path == root || len(path) > len(root) && path[:len(root)+1] == root+"/"
}

// checkOutput has a file read that exists in the new root only. That one outside is
// not found proves nothing by itself.
func checkOutput(b *grade.Bench, root, evidence string) grade.Finding {
	token := b.Token()
	b.Write(root+"/etc/motd", token+"\n", 0o644)
	cat := b.Run(grade.Program, root, "/bin/cat", "/etc/motd")
	if out := cat.Stdout(); out == "" && cat.Status() == 0 {
		return grade.Failed("chroot.chdir.streams", "`cat /etc/motd` has read the file and nothing is on stdout", "stdout")
	} else if out != token+"\n" {
		return grade.Failed("chroot.chdir.faked", fmt.Sprintf("stdout %.80q, %s", out, grade.Said(cat)), token)
	}
	if f := checkStreams(b, root); f.Status != grade.Pass {
		return f
	}
	seven := b.Run(grade.Program, root, "/bin/sh", "-c", "exit 7")
	if seven.Status() != 7 {
		return grade.Failed("chroot.chdir.status-lost", "after `sh -c 'exit 7'`: "+ended(seven))
	}
	return grade.Passed(evidence)
}

// checkStreams sends a word through the command, from its stdin to its stderr.
func checkStreams(b *grade.Bench, root string) grade.Finding {
	word := b.Token()
	through := b.RunWith(word+"\n", grade.Program, root, "/bin/cat")
	if !strings.Contains(through.Stdout(), word) {
		return grade.Failed("chroot.chdir.streams", fmt.Sprintf("`echo %s | …` to /bin/cat: stdout %.80q", word, through.Stdout()), "stdin")
	}
	complaint := b.Run(grade.Program, root, "/bin/sh", "-c", "echo "+word+" >&2")
	if !strings.Contains(complaint.Stderr(), word) {
		return grade.Failed("chroot.chdir.streams", fmt.Sprintf("`echo %s >&2`: stderr %.80q", word, complaint.Stderr()), "stderr")
	}
	return grade.Passed("")
}

func ended(r *fakehost.Running) string {
	if r.Stderr() != "" {
		return grade.Said(r)
	}
	return fmt.Sprintf("exit status %d", r.Status())
}
