//go:build linux

// Package grader judges exercise 01/static.
package grader

import (
	_ "embed"
	"fmt"
	"os"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/fakehost"
	"github.com/minicontainer/minicontainer/exercises/grade"
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

//go:embed stub.txtar
var stub string

func init() {
	grade.Register(grade.Exercise{
		ID: "01/static", Folder: "01-chroot/01-static", Kind: grade.Cmd, Points: 1, Tier: grade.Rootless,
		Title:    grade.Text{EN: "A root directory with one static program", KO: "정적 프로그램 하나로 루트 디렉터리 만들기"},
		Answer:   []string{"answer.sh"},
		LookAt:   grade.Text{EN: "lesson 1, step 1 · man 2 chroot · man 7 symlink", KO: "레슨 1의 1단계 · man 2 chroot · man 7 symlink"},
		Mistakes: mistakes,
		Hints:    hints,
		Archive:  stub,
		Static:   true,
		Commands: []string{"chroot"}, // whoever wants to try in the script whether it works
		Grade:    check,
	})
}

// Places in the fake host.
const (
	program = fakehost.Work + "/minibox"
	root    = fakehost.Work + "/R"
)

var names = []string{"sh", "ls", "cat"}

func check(b *grade.Bench) grade.Finding {
	if err := os.Rename(b.Path(grade.Program), b.Path(program)); err != nil {
		panic(err) // of the bench's own files: no verdict
	}
	original := grade.Copy(b.Path(program)) // the file itself is in the script's hands
	defer original.Close()
	run := b.RunScript("answer.sh", "PROGRAM="+program, "ROOT="+root)
	if mounted := b.Mounted(); len(mounted) > 0 {
		return grade.Failed("chroot.static.mounted", "new in the host's mountinfo: "+mounted[0])
	}
	info := b.Lstat(root)
	if info == nil || !info.IsDir() {
		return grade.Failed("chroot.static.no-root", noRoot(info)+said(run), root)
	}
	r, _ := b.Rooted(root)
	defer r.Close()
	if f := checkFiles(r, run); f.Status != grade.Pass {
		return f
	}
	if f := checkPrograms(r, original); f.Status != grade.Pass {
		return f
	}
	if f := checkCommands(b, r, original); f.Status != grade.Pass {
		return f
	}
	if info := b.Lstat(program); info == nil {
		return grade.Failed("chroot.static.moved", "no "+program+" any more", program)
	} else if !info.Mode().IsRegular() {
		return grade.Failed("chroot.static.moved", fmt.Sprintf("%s has mode %s", program, info.Mode()), program)
	}
	return grade.PassedWith(grade.Text{
		EN: "chroot %[1]s: /bin/sh, /bin/ls and /bin/cat work",
		KO: "chroot %[1]s: /bin/sh, /bin/ls, /bin/cat이 모두 실행돼요",
	}, root)
}

func noRoot(info os.FileInfo) string {
	if info == nil {
		return "no " + root
	}
	return fmt.Sprintf("%s has mode %s", root, info.Mode())
}

// said is the script's own last word, if it complained.
func said(run *fakehost.Running) string {
	if run.Stderr() == "" {
		return ""
	}
	return "\n" + grade.Said(run)
}

// checkFiles looks at the names as they are looked up inside.
func checkFiles(r grade.Rooted, run *fakehost.Running) grade.Finding {
	const most = 6
	files := r.Files(most)
	var absent []string
	for _, name := range names {
		path := "/bin/" + name
		switch to := r.Readlink(path); {
		case r.Stat(path) != nil:
		case to != "":
			return grade.Failed("chroot.static.dangling", fmt.Sprintf("%s%s -> %s", root, path, to), path, to)
		default:
			absent = append(absent, path)
		}
	}
	switch {
	case len(files) == 0:
		return grade.Failed("chroot.static.empty", "no file in "+root+said(run), root)
	case len(absent) > 0:
		return grade.Failed("chroot.static.no-name", "in "+root+": "+strings.Join(files, " ")+said(run), strings.Join(absent, ", "))
	}
	return grade.Passed("")
}

// checkPrograms looks at what the names lead to. A script is left to checkCommands.
func checkPrograms(r grade.Rooted, original *os.File) grade.Finding {
	for _, name := range names {
		path := "/bin/" + name
		mode := r.Stat(path).Mode()
		switch {
		case !mode.IsRegular():
			return grade.Failed("chroot.static.not-a-file", fmt.Sprintf("%s%s has mode %s", root, path, mode), path)
		case mode&0o111 == 0:
			return grade.Failed("chroot.static.not-executable", fmt.Sprintf("%s%s has mode %s", root, path, mode), path)
		}
		if what, same := compare(r, path, original); !same && !what.Script {
			return grade.Failed("chroot.static.other-program", root+path+describe(what), path)
		}
	}
	return grade.Passed("")
}

// compare tells whether what is at path inside is the original, and what it is. What cannot be
// read is given the benefit of the doubt: it is tried all the same.
func compare(r grade.Rooted, path string, original *os.File) (what rootfs.Binary, same bool) {
	f, err := r.Open(path)
	if err != nil {
		return what, true
	}
	defer f.Close()
	what, _ = rootfs.Inspect(f) //nolint:errcheck // of a file that is none of the kinds it knows it says nothing
	return what, grade.Equal(f, original)
}

func describe(what rootfs.Binary) string {
	switch {
	case what.Script:
		return " is not the file at PROGRAM, but a script"
	case what.Interpreter == "":
		return " is not the file at PROGRAM"
	}
	return " is not the file at PROGRAM\nPT_INTERP " + what.Interpreter
}

// checkCommands has each of the three do something that could not be known before.
func checkCommands(b *grade.Bench, inside grade.Rooted, original *os.File) grade.Finding {
	word, file, content := b.Token(), b.Token(), b.Token()
	b.Run(fakehost.Tools+"/sh", "-c", `echo "$2" >"$0/$1"`, root, file, content)
	for _, try := range []struct {
		args   []string
		said   string
		status int
	}{
		{[]string{"/bin/sh", "-c", `echo "$1"; exit 7`, "sh", word}, word, 7},
		{[]string{"/bin/ls", "/"}, file, 0},
		{[]string{"/bin/cat", "/" + file}, content, 0},
	} {
		r := b.Run(grade.Own("chroot", append([]string{root}, try.args...)...)...)
		told := strings.Contains(r.Stdout(), try.said)
		if told && r.Status() == try.status {
			continue
		}
		observed := fmt.Sprintf("%s: stdout %q, exit status %d", try.args[0], r.Stdout(), r.Status())
		if told || r.Status() == try.status || r.Status() == 0 {
			return grade.Failed("chroot.static.faked", observed, try.args[0], try.said)
		}
		if what, same := compare(inside, try.args[0], original); !same {
			return grade.Failed("chroot.static.other-program", root+try.args[0]+describe(what), try.args[0])
		}
		return grade.Unknown(observed+"\n"+grade.Said(r), grade.Text{EN: try.args[0] + " at work", KO: "제 일을 하는 " + try.args[0]})
	}
	return grade.Passed("")
}
