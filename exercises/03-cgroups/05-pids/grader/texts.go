//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A fork bomb cannot be chased: while one process is ended two are born. It can be refused. The kernel asks at every fork whether the group has room, and a child is in the group of its parent before it has done anything.",
		KO: "포크 폭탄은 쫓아가서 잡을 수 없어요. 하나를 끝내는 동안 둘이 태어나거든요. 하지만 거절할 수는 있어요. 커널은 fork마다 그룹에 자리가 있는지 보고, 자식은 아무것도 하기 전부터 부모의 그룹에 있어요.",
	},
	{
		EN: "pids.max, pids.events and cgroup.procs of the group, in both versions. What setrlimit(2) calls RLIMIT_NPROC is another thing: read there whose processes it counts. cgroup-v2.rst, \"PID\".",
		KO: "두 버전 모두 그룹의 pids.max, pids.events, cgroup.procs. setrlimit(2)의 RLIMIT_NPROC는 다른 거예요. 누구의 프로세스를 세는지 거기서 읽어 보세요. cgroup-v2.rst의 \"PID\".",
	},
	{
		EN: "make the group; its pids.max; start the command; its pid into cgroup.procs of the same group; wait; read the number behind \"max\" in pids.events; only then remove the group.",
		KO: "그룹을 만들고, pids.max를 쓰고, 명령을 시작하고, 같은 그룹의 cgroup.procs에 그 pid를 쓰고, 기다리고, pids.events에서 \"max\" 뒤의 숫자를 읽고, 그다음에야 그룹을 지우기.",
	},
}

var limited = grade.Text{EN: "a command for which there may be %[1]s threads, it and all it starts together", KO: "자신과 자신이 시작한 모든 것을 합쳐 스레드가 %[1]s개까지인 명령"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.pids.not-started",
		Expected: grade.Text{EN: "the command running, in a group", KO: "그룹 안에서 실행 중인 명령"},
		So:       grade.Text{EN: "no process was there that runs the command with its arguments, so there is nothing to look at yet. The program's own words are above.", KO: "주어진 인자로 명령을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "cg.pids.runtime",
		Expected: grade.Text{EN: "your own program in the group it was started in", KO: "시작할 때 있던 그룹에 그대로 있는 여러분의 프로그램"},
		So:       grade.Text{EN: "there is a process in the group ✓, and it is the runtime. Its threads are counted with those of the command now; and when the command has used the limit up, the runtime cannot start a thread either. A Go program that is refused one ends with a stack trace.", KO: "그룹에 프로세스가 있어요 ✓ 그런데 그게 런타임이에요. 이제 런타임의 스레드도 명령의 것과 함께 세어져요. 명령이 제한을 다 쓰면 런타임도 스레드를 만들 수 없고, 스레드를 거절당한 Go 프로그램은 스택 트레이스를 남기고 끝나요."},
	},
	{
		ID:       "cg.pids.no-limit",
		Expected: limited,
		So:       grade.Text{EN: "the command runs ✓, and nothing holds for it: neither its group nor one above it has a limit of processes.", KO: "명령은 실행됐어요 ✓ 하지만 아무 제한도 없어요. 명령의 그룹에도 그 위의 그룹에도 프로세스 수 제한이 없어요."},
	},
	{
		ID:       "cg.pids.rlimit",
		Expected: limited,
		So:       grade.Text{EN: "something is limited ✓: RLIMIT_NPROC, which belongs to the process and counts all processes that its user has, in containers or not. Two containers of one user take each other's places away, and for root of the machine it does not hold at all.", KO: "무언가 제한되기는 했어요 ✓ RLIMIT_NPROC인데, 프로세스에 딸린 제한이고 컨테이너 안팎을 가리지 않고 그 사용자의 모든 프로세스를 세요. 같은 사용자의 두 컨테이너가 서로 자리를 빼앗고, 머신의 root에게는 아예 걸리지 않아요."},
	},
	{
		ID:       "cg.pids.other-group",
		Expected: limited,
		So:       grade.Text{EN: "a group has the limit ✓, and the command is neither in it nor below it. A limit holds downwards in the tree: for the group's own processes and for the groups in it, not for its parent and not for its neighbours.", KO: "그 제한이 있는 그룹이 있어요 ✓ 그런데 명령은 그 그룹에도 그 아래에도 없어요. 제한은 트리에서 아래로만 걸려요. 그룹 자신의 프로세스와 그 안의 그룹들에 걸리고, 부모나 이웃에는 걸리지 않아요."},
	},
	{
		ID:       "cg.pids.other-limit",
		Expected: limited,
		So:       grade.Text{EN: "the command's group has a limit ✓, of another number than was asked for. The kernel counts threads, and each process has one at least: there is nothing to be converted.", KO: "명령의 그룹에 제한이 있어요 ✓ 하지만 주어진 것과 다른 숫자예요. 커널은 스레드를 세고 프로세스마다 적어도 하나가 있으니, 환산할 것은 없어요."},
	},
	{
		ID:       "cg.pids.not-counted",
		Expected: grade.Text{EN: "refused: %[1]s", KO: "refused: %[1]s"},
		So:       grade.Text{EN: "the bomb went off and met the limit ✓. How often the kernel has refused a fork was not told truly. The group has counted it, and keeps the number as long as it is there.", KO: "폭탄이 터졌고 제한에 막혔어요 ✓ 그런데 커널이 fork를 몇 번 거절했는지를 사실대로 말하지 않았어요. 그룹이 세어 두었고, 그룹이 있는 동안은 그 숫자도 있어요."},
	},
	{
		ID:       "cg.pids.status-lost",
		Expected: grade.Text{EN: "exit status %[1]s", KO: "종료 상태 %[1]s"},
		So:       grade.Text{EN: "the bomb was stopped ✓ and the refusals were counted ✓. How the command ended in the end is lost: that it was refused something does not say that it failed.", KO: "폭탄을 막았고 ✓ 거절된 횟수도 셌어요 ✓ 하지만 명령이 결국 어떻게 끝났는지를 잃어버렸어요. 무언가 거절당했다고 해서 명령이 실패한 것은 아니에요."},
	},
	{
		ID:       "cg.pids.left-behind",
		Expected: grade.Text{EN: "no group that was not there before", KO: "시작하기 전에 없던 그룹은 끝난 뒤에도 없음"},
		So:       grade.Text{EN: "the bomb was stopped ✓, everything in the group has ended ✓, and the group is still there.", KO: "폭탄을 막았고 ✓ 그룹 안의 모든 것이 끝났어요 ✓ 그런데 그룹이 아직 있어요."},
	},
}
