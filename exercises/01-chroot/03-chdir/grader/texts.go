//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A process has two directories of its own: where \"/\" is, and where \".\" is. chroot changes the first only.",
		KO: "프로세스에게는 자기만의 디렉터리가 두 개 있어요. \"/\"가 가리키는 곳과 \".\"이 가리키는 곳이에요. chroot는 앞의 것만 바꿔요.",
	},
	{
		EN: "Between fork and exec Go can change both in the child: see SysProcAttr.Chroot in package syscall, and Dir in exec.Cmd. man 2 chroot, DESCRIPTION.",
		KO: "Go는 fork와 exec 사이에 자식에서 둘 다 바꿀 수 있어요. syscall 패키지의 SysProcAttr.Chroot와 exec.Cmd의 Dir를 보세요. man 2 chroot의 DESCRIPTION도요.",
	},
	{
		EN: "cmd := an exec.Cmd with the path as it is inside; its root is root; its directory is the new \"/\"; its three streams are ours; run it; an exit status that is not 0 is no error of run's.",
		KO: "cmd := 안에서 보이는 경로 그대로의 exec.Cmd. 루트는 root, 작업 디렉터리는 새 \"/\", 세 스트림은 우리 것. 실행하고, 0이 아닌 종료 상태는 run의 에러가 아니라 돌려줄 값이에요.",
	},
}

var started = grade.Text{EN: "%[1]s running, with /work/R as its root", KO: "/work/R을 루트로 삼아 실행 중인 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.chdir.not-started",
		Expected: started,
		So:       grade.Text{EN: "no process was there that runs the command with its arguments, so there is nothing to look at yet. The program's own words are above.", KO: "주어진 인자로 명령을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "chroot.chdir.outside-path",
		Expected: started,
		So:       grade.Text{EN: "the file %[1]s is in the new root ✓, and still a file or directory was not found. When the command is started its root has changed already: whatever path is looked up then, of the command or of its working directory, is one inside. A path of the host means nothing there.", KO: "새 루트 안에 %[1]s 파일은 있어요 ✓ 그런데도 파일이나 디렉터리를 찾지 못했어요. 명령이 시작될 때는 루트가 이미 바뀌어 있어요. 그때 찾는 경로는 명령의 것이든 작업 디렉터리의 것이든 모두 안의 경로예요. 호스트의 경로는 거기서 아무 뜻이 없어요."},
	},
	{
		ID:       "chroot.chdir.arguments",
		Expected: grade.Text{EN: "a command that gets the arguments it was given", KO: "받은 인자를 그대로 전달받는 명령"},
		So:       grade.Text{EN: "the command was started in its root ✓, with other arguments than were asked for. To the kernel the first one, argv[0], is the name that the command was called by; what the command takes for its arguments begins behind it.", KO: "명령이 자기 루트에서 시작됐어요 ✓ 하지만 주어진 것과 다른 인자를 받았어요. 커널에게 첫 번째 인자 argv[0]은 명령이 불린 이름이고, 명령이 인자로 여기는 것은 그다음부터예요."},
	},
	{
		ID:       "chroot.chdir.replaced",
		Expected: grade.Text{EN: "two processes: your program, and the command that it waits for", KO: "프로세스 둘: 여러분의 프로그램, 그리고 그것이 끝나기를 기다리는 명령"},
		So:       grade.Text{EN: "the command runs ✓, but in place of your program, which is gone: nobody is left who waits for the end and cleans up.", KO: "명령은 실행됐어요 ✓ 하지만 여러분의 프로그램 자리에서 실행돼서 그 프로그램은 사라졌어요. 끝나기를 기다렸다가 뒷정리할 사람이 아무도 남지 않아요."},
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
		ID:       "chroot.chdir.streams",
		Expected: grade.Text{EN: "the command reads your program's %[1]s, or writes to it", KO: "명령이 그대로 이어받은, 여러분 프로그램의 %[1]s"},
		So:       grade.Text{EN: "the command runs in its root ✓, but its %[1]s is not your program's: what goes in or comes out there is lost. A child has the streams that it is started with, and no others.", KO: "명령은 자기 루트에서 실행돼요 ✓ 하지만 명령의 %[1]s 스트림이 여러분 프로그램의 것이 아니라서 오가는 내용이 사라져요. 자식은 시작할 때 받은 스트림만 가져요."},
	},
	{
		ID:       "chroot.chdir.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command runs in its root ✓, but how it ended is lost, or taken for a failure of the runtime: who starts a container wants to know.", KO: "명령은 자기 루트에서 실행돼요 ✓ 하지만 어떻게 끝났는지를 잃어버리거나, 런타임의 실패로 여겨요. 컨테이너를 시작한 사람은 그걸 알고 싶어 해요."},
	},
}
