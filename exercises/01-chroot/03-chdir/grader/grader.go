//go:build linux

// Package grader judges exercise 01/chdir.
package grader

import (
	_ "embed"
	"fmt"

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
		Hints: [3]grade.Text{
			{
				EN: "A process has two directories of its own: where \"/\" is, and where \".\" is. chroot changes the first only.",
				KO: "프로세스에게는 자기만의 디렉터리가 두 개 있어요. \"/\"가 가리키는 곳과 \".\"이 가리키는 곳이에요. chroot는 앞의 것만 바꿔요.",
			},
			{
				EN: "Between fork and exec Go can change both in the child: see SysProcAttr.Chroot in package syscall, and Dir in exec.Cmd. man 2 chroot, NOTES.",
				KO: "Go는 fork와 exec 사이에 자식에서 둘 다 바꿀 수 있어요. syscall 패키지의 SysProcAttr.Chroot와 exec.Cmd의 Dir를 보세요. man 2 chroot의 NOTES도요.",
			},
			{
				EN: "cmd := an exec.Cmd with the path as it is inside; its root is root; its directory is the new \"/\"; its three streams are ours; run it; an exit status that is not 0 is no error of run's.",
				KO: "cmd := 안에서 보이는 경로 그대로의 exec.Cmd. 루트는 root, 작업 디렉터리는 새 \"/\", 세 스트림은 우리 것. 실행하고, 0이 아닌 종료 상태는 run의 에러가 아니라 돌려줄 값이에요.",
			},
		},
		Archive: stub,
		Grade:   check,
	})
}

var started = grade.Text{EN: "%[1]s running, with /work/R as its root", KO: "/work/R을 루트로 하여 실행 중인 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.chdir.not-started",
		Expected: started,
		So:       grade.Text{EN: "the command never ran, so there is nothing to look at yet. The program's own words are above.", KO: "명령이 아예 실행되지 않아서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "chroot.chdir.parent-jailed",
		Expected: grade.Text{EN: "your program's own root unchanged: /", KO: "여러분의 프로그램 자신의 루트는 그대로: /"},
		So:       grade.Text{EN: "the runtime jailed itself, not only the child: it can no longer reach the host's files, not even /dev/null or to clean up.", KO: "런타임이 자식만이 아니라 자기 자신까지 가뒀어요. 이제 호스트의 파일에 닿을 수 없어서 /dev/null도 못 열고 뒷정리도 못 해요."},
	},
	{
		ID:       "chroot.chdir.not-jailed",
		Expected: grade.Text{EN: "root -> /work/R", KO: "root -> /work/R"},
		So:       grade.Text{EN: "the command runs ✓, but in the host's root directory: it sees every file of the host.", KO: "명령은 실행됐어요 ✓ 하지만 루트 디렉터리가 호스트의 것이어서 호스트의 모든 파일이 보여요."},
	},
	{
		ID:       "chroot.chdir.cwd-outside",
		Expected: grade.Text{EN: "a working directory inside /work/R", KO: "/work/R 안의 작업 디렉터리"},
		So:       grade.Text{EN: "root moved ✓, the working directory did not: from there `cat ../../etc/hostname` reads the host's file.", KO: "루트는 옮겼어요 ✓ 그런데 작업 디렉터리는 그대로예요. 거기서 `cat ../../etc/hostname`을 하면 호스트의 파일이 읽혀요."},
	},
	{
		ID:       "chroot.chdir.faked",
		Expected: grade.Text{EN: "the words of the file in the new root: %[1]s", KO: "새 루트 안의 파일에 적힌 말: %[1]s"},
		So:       grade.Text{EN: "what was printed is not what the file inside says, so it was not read inside. A file that is missing outside the root says nothing; one that is there inside does.", KO: "출력된 내용이 안에 있는 파일의 내용과 달라요. 안에서 읽은 것이 아니에요. 밖에 파일이 없다는 것만으로는 증거가 되지 않고, 안에 있는 파일을 읽어야 증거가 돼요."},
	},
	{
		ID:       "chroot.chdir.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command runs in its root ✓, but how it ended is lost: who starts a container wants to know.", KO: "명령은 자기 루트에서 실행돼요 ✓ 하지만 어떻게 끝났는지를 잃어버려요. 컨테이너를 시작한 사람은 그걸 알고 싶어 해요."},
	},
}

func check(b *grade.Bench) grade.Finding {
	root := b.BaseRoot("R")
	sentinel := b.Sentinel()
	run := b.Start(fakehost.Command{Args: append([]string{grade.Program, root}, sentinel...)})
	p, found := b.Await(run, sentinel)
	self := fakehost.Process{Pid: run.Pid}
	if link := self.Link("root"); !run.Ended() && link != "" && !self.Same("root", b.Host.Root()) && p.Pid != run.Pid {
		return grade.Failed("chroot.chdir.parent-jailed", fmt.Sprintf("/proc/%d/root -> %s, and that is your program itself", run.Pid, link))
	}
	if !found {
		return grade.Failed("chroot.chdir.not-started", grade.Said(run), sentinel[0])
	}
	if !p.Same("root", b.Path(root)) {
		return grade.Failed("chroot.chdir.not-jailed", fmt.Sprintf("/proc/%d/root -> %s", p.Pid, p.Link("root")))
	}
	if !inside(p.Link("cwd"), root) {
		return grade.Failed("chroot.chdir.cwd-outside", fmt.Sprintf("/proc/%d/root -> %s, /proc/%d/cwd -> %s", p.Pid, p.Link("root"), p.Pid, p.Link("cwd")))
	}
	evidence := fmt.Sprintf("/proc/%d/root -> %s, cwd -> %s", p.Pid, p.Link("root"), p.Link("cwd"))
	run.Kill()
	return checkOutput(b, root, evidence)
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
	if cat.Stdout() != token+"\n" {
		return grade.Failed("chroot.chdir.faked", fmt.Sprintf("stdout %q, %s", cat.Stdout(), grade.Said(cat)), token)
	}
	seven := b.Run(grade.Program, root, "/bin/sh", "-c", "exit 7")
	if seven.Status() != 7 {
		return grade.Failed("chroot.chdir.status-lost", fmt.Sprintf("exit status %d after `sh -c 'exit 7'`", seven.Status()))
	}
	return grade.Passed(evidence)
}
