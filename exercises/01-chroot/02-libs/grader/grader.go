//go:build linux

// Package grader judges exercise 01/libs.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/libs", Folder: "01-chroot/02-libs", Kind: grade.Cmd, Points: 2, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A dynamic program with all it needs", KO: "동적 프로그램과 그것에 필요한 모든 것"},
		Answer:   []string{"answer.sh"},
		LookAt:   grade.Text{EN: "lesson 1, step 2 · man 1 ldd · man 8 ld.so · man 2 execve", KO: "레슨 1의 2단계 · man 1 ldd · man 8 ld.so · man 2 execve"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Commands: []string{"chroot"}, // whoever wants to try in the script whether it works
		Grade:    check,
	})
}

const (
	root = fakehost.Work + "/R"

	// mostFiles is told in README.md. Programs that are asked for here need five or ten.
	mostFiles = 40
)

var nothingDynamic = grade.Text{
	EN: "none of ls, cat, head and sort of this machine is dynamically linked, so there is nothing to look for. On a machine with the usual C library there is.",
	KO: "이 머신의 ls, cat, head, sort는 모두 동적으로 링크되지 않아서 찾아볼 것이 없어요. 보통의 C 라이브러리가 있는 머신에서는 할 수 있어요.",
}

func check(b *grade.Bench) grade.Finding {
	host, ok := b.Rooted("/")
	if !ok {
		return grade.Unknown("no root directory", started)
	}
	defer host.Close()
	p, ok := pick(host)
	if !ok {
		return grade.Cannot(nothingDynamic)
	}
	run, ended := b.TryScript("answer.sh", "PROGRAM="+p.path, "ROOT="+root)
	if mounted := b.Mounted(); len(mounted) > 0 {
		return grade.Failed("chroot.libs.mounted", "new in the host's mountinfo: "+mounted[0])
	}
	if info := b.Lstat(root); (info == nil || !info.IsDir()) && ended {
		return grade.Failed("chroot.libs.no-root", "no directory "+root+said(run), root)
	}
	r, ok := b.Rooted(root)
	if !ok {
		return grade.TooSlow()
	}
	defer r.Close()
	if n := len(r.Files(mostFiles + 1)); n > mostFiles { // also of a script that was still copying
		return grade.Failed("chroot.libs.everything", fmt.Sprintf("more than %d files in %s", mostFiles, root), fmt.Sprint(mostFiles))
	}
	if !ended {
		return grade.TooSlow()
	}
	if f := checkProgram(r, host, p, run); f.Status != grade.Pass {
		return f
	}
	if tried := try(b, p); !tried.works {
		return why(r, p, tried)
	}
	return grade.PassedWith(grade.Text{EN: "chroot %[1]s %[2]s works", KO: "chroot %[1]s %[2]s: 실행돼요"}, root, p.path)
}

// said is the script's own last word, if it complained.
func said(run *fakehost.Running) string {
	if run.Stderr() == "" {
		return ""
	}
	return "\n" + grade.Said(run)
}

// checkProgram looks whether it is the host's program that is at its path, and a file
// that may be executed. Whether it starts is another question.
func checkProgram(r, host grade.Rooted, p program, run *fakehost.Running) grade.Finding {
	info := r.Stat(p.path)
	switch to := r.Readlink(p.path); {
	case info == nil && to != "":
		return grade.Failed("chroot.libs.dangling", fmt.Sprintf("%s%s\n-> %s", root, p.path, to))
	case info == nil:
		return grade.Failed("chroot.libs.no-program", "no "+root+p.path+said(run))
	case !info.Mode().IsRegular():
		return grade.Failed("chroot.libs.not-a-file", fmt.Sprintf("%s%s has mode %s", root, p.path, info.Mode()))
	case info.Mode()&0o111 == 0:
		return grade.Failed("chroot.libs.not-executable", fmt.Sprintf("%s%s has mode %s", root, p.path, info.Mode()))
	case !same(r, host, p.path):
		return grade.Failed("chroot.libs.other-program", fmt.Sprintf("%s%s is not the machine's %s", root, p.path, p.path))
	}
	return grade.Passed("")
}

func same(r, host grade.Rooted, path string) bool {
	var files [2]*os.File
	for i, from := range []grade.Rooted{r, host} {
		f, err := from.Open(path)
		if err != nil {
			return false
		}
		defer f.Close()
		files[i] = f
	}
	return grade.Equal(files[0], files[1])
}

// attempt is one start of the program in the learner's root.
type attempt struct {
	works    bool
	observed string
}

// try has the program show something that was not there before.
func try(b *grade.Bench, p program) attempt {
	file, content := b.Token(), b.Token()
	b.Run(fakehost.Tools+"/sh", "-c", `echo "$2" >"$0/$1"`, root, file, content)
	want := content
	if p.lists {
		want = file
	}
	r := b.Run(grade.Own("chroot", append([]string{root, p.path}, p.args(file)...)...)...)
	return attempt{
		works:    strings.Contains(r.Stdout(), want) && r.Status() == 0,
		observed: fmt.Sprintf("stdout %q, exit status %d\n%s", r.Stdout(), r.Status(), grade.Said(r)),
	}
}
