//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A process begins in the group of whoever started it, and when it is moved, it moves alone. So either whoever starts it is already inside, or the kernel puts it there at birth, or it does nothing of its own before it has been moved.",
		KO: "프로세스는 자기를 시작한 쪽의 그룹에서 시작하고, 옮길 때는 혼자 옮겨져요. 그러니 시작하는 쪽이 이미 안에 있거나, 커널이 태어날 때부터 거기에 두거나, 옮겨질 때까지 자기 일을 아무것도 하지 않아야 해요.",
	},
	{
		EN: "Version 2: man 2 clone3, CLONE_INTO_CGROUP; syscall.SysProcAttr has UseCgroupFD and CgroupFD. Version 1: cgroup.procs understands 0; the file tasks is about one thread (runtime.LockOSThread); execve(2) changes no group. For both: a pipe on which the child waits.",
		KO: "버전 2: man 2 clone3의 CLONE_INTO_CGROUP. syscall.SysProcAttr에 UseCgroupFD와 CgroupFD가 있어요. 버전 1: cgroup.procs는 0을 알아들어요. tasks 파일은 스레드 하나에 관한 거예요(runtime.LockOSThread). execve(2)는 그룹을 바꾸지 않아요. 둘 다: 자식이 기다리는 파이프.",
	},
	{
		EN: "startInside: if version 2: open the directory, give its descriptor to the command's SysProcAttr, run it; else: run again. becomeCommand: write 0 to the group's cgroup.procs, then exec the command. startInside returns the status the child ended with",
		KO: "startInside: 버전 2라면 디렉터리를 열어 그 디스크립터를 명령의 SysProcAttr에 주고 실행해요. 아니면 again을 실행해요. becomeCommand: 그룹의 cgroup.procs에 0을 쓰고, 그다음 명령을 exec해요. startInside는 자식이 끝난 상태를 돌려줘요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.no-race.not-started",
		Expected: grade.Text{EN: "the command, running: a shell that has started sleep", KO: "실행 중인 명령: sleep을 시작한 셸"},
		So:       grade.Text{EN: "the group is there ✓, and the command was not started, so there is nobody to look for in it.", KO: "그룹은 있어요 ✓ 하지만 명령이 시작되지 않아서, 그 안에서 찾아볼 것이 없어요."},
	},
	{
		ID:       "cg.no-race.runtime-inside",
		Expected: grade.Text{EN: "the program itself outside, while the command runs", KO: "명령이 도는 동안 프로그램 자신은 그룹 밖에 있음"},
		So:       grade.Text{EN: "the command was started ✓. But the program that starts it is in the group, too: the limits are for both now, and what ends the command for its memory, or all of the group, ends the one who should tell of it.", KO: "명령은 시작됐어요 ✓ 하지만 명령을 시작한 프로그램도 그룹 안에 있어요. 제한이 둘 모두에게 걸리고, 메모리 때문에 명령이 죽거나 그룹 전체를 끝낼 때 그 사실을 알려야 할 프로그램까지 함께 끝나요."},
	},
	{
		ID:       "cg.no-race.outside",
		Expected: grade.Text{EN: "the command in %[1]s", KO: "%[1]s 안에 있는 명령"},
		So:       grade.Text{EN: "the command runs ✓, and the program is outside ✓. The command is outside, too: the group is empty, and its limits limit nobody.", KO: "명령이 돌고 있고 ✓ 프로그램은 밖에 있어요 ✓ 그런데 명령도 밖에 있어요. 그룹은 비어 있고, 그 제한은 아무도 제한하지 않아요."},
	},
	{
		ID:       "cg.no-race.forked-outside",
		Expected: grade.Text{EN: "also what the command starts first thing, in %[1]s, each time", KO: "명령이 맨 먼저 시작하는 것까지 매번 %[1]s 안에 있음"},
		So:       grade.Text{EN: "the command ends up in the group ✓ and the program stays outside ✓. But the command ran before it was moved: it had started a process by then, and that one was not moved with it. It is outside, without a limit, and so will be all that it starts. Being quicker does not help: only never being outside does.", KO: "명령은 결국 그룹 안에 있고 ✓ 프로그램은 밖에 있어요 ✓ 하지만 명령은 옮겨지기 전에 이미 돌고 있었어요. 그사이 프로세스를 하나 시작했고, 그것은 함께 옮겨지지 않았어요. 제한 없이 밖에 있고, 그것이 시작하는 모든 것도 그래요. 더 빨라져도 소용없어요. 한순간도 밖에 있지 않아야 해요."},
	},
	{
		ID:       "cg.no-race.status-lost",
		Expected: grade.Text{EN: "on stdout %[1]s, and exit status 7, as of the command", KO: "stdout에 %[1]s, 종료 상태는 명령과 같은 7"},
		So:       grade.Text{EN: "the command is in the group from its first instruction on ✓. What it prints or how it ends does not get through.", KO: "명령이 첫 명령어부터 그룹 안에 있어요 ✓ 하지만 명령이 출력한 것이나 종료 상태가 전해지지 않아요."},
	},
}
