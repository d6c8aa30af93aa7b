//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noKiller = grade.Text{
	EN: "in this machine's control groups the OOM killer is off (memory.oom_control says oom_kill_disable 1): whoever needs more memory than there is stops for ever, and nobody is killed. A virtual machine is without that switch.",
	KO: "이 머신의 컨트롤 그룹에서는 OOM 킬러가 꺼져 있어요(memory.oom_control이 oom_kill_disable 1). 메모리가 모자라면 아무도 죽지 않고 그대로 멈춰 버려요. 가상 머신이라면 그렇게 꺼져 있지 않아요.",
}

var hints = [3]grade.Text{
	{
		EN: "Two questions, two sources. How the command ended, the kernel tells its parent. Why a SIGKILL was sent, it does not tell there: anybody can send one. But the group has a count of its own.",
		KO: "질문이 둘이면 출처도 둘이에요. 명령이 어떻게 끝났는지는 커널이 부모에게 알려 줘요. SIGKILL을 왜 보냈는지는 거기에 없어요. 누구나 보낼 수 있으니까요. 하지만 그룹이 따로 세고 있어요.",
	},
	{
		EN: "`go doc syscall.WaitStatus` (ProcessState.Sys), and what `go doc os.ProcessState.ExitCode` says of signals. memory.events in version 2, memory.oom_control in version 1: the line oom_kill. And memory that nobody has written to is not in use: man 2 mmap, and \"overcommit\" in man 5 proc.",
		KO: "`go doc syscall.WaitStatus`(ProcessState.Sys), 그리고 `go doc os.ProcessState.ExitCode`가 시그널에 대해 하는 말. 버전 2는 memory.events, 버전 1은 memory.oom_control의 oom_kill 줄. 그리고 아무도 쓰지 않은 메모리는 사용 중이 아니에요. man 2 mmap, man 5 proc의 \"overcommit\".",
	},
	{
		EN: "howItEnded: by a signal? 128 + its number; otherwise the exit status. oom: the number behind oom_kill is more than 0, whatever the status is.  useMemory: so many bytes; write to each page of them, and keep them.",
		KO: "howItEnded: 시그널로 끝났으면 128 + 번호, 아니면 종료 상태. oom: 종료 상태가 무엇이든 oom_kill 뒤의 숫자가 0보다 큰지.  useMemory: 그만큼의 바이트를 잡아서, 모든 페이지에 쓰고, 놓지 않기.",
	},
}

var measured = grade.Text{EN: "status %[1]s, oom: %[2]s", KO: "종료 상태 %[1]s, oom: %[2]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.oom.gave-up",
		Expected: grade.Text{EN: "a line \"oom: …\" after the command has ended", KO: "명령이 끝난 뒤 \"oom: …\" 줄"},
		So:       grade.Text{EN: "a command was run in a group with a memory limit ✓. Nothing was said of how it ended. The program's own words are above.", KO: "메모리 제한이 있는 그룹에서 명령을 실행했어요 ✓ 그런데 어떻게 끝났는지는 말하지 않았어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "cg.oom.minus-one",
		Expected: measured,
		So:       grade.Text{EN: "the kernel killed the command for want of memory. 255 is what becomes of -1 when a program ends with it, and -1 is what Go's ExitCode says of whatever has no exit status: a process that was ended by a signal has none.", KO: "커널이 메모리가 모자라서 명령을 죽였어요. 255는 프로그램이 -1로 끝나면 나오는 값이고, -1은 종료 상태가 없다는 뜻으로 Go의 ExitCode가 돌려주는 값이에요. 시그널로 끝난 프로세스에는 종료 상태가 없어요."},
	},
	{
		ID:       "cg.oom.status",
		Expected: measured,
		So:       grade.Text{EN: "the command was waited for ✓, but this is not how it ended. A process ends in one of two ways, with a status of its own or by a signal, and a shell tells the second as 128 and the signal's number: 137 is SIGKILL, 143 SIGTERM.", KO: "명령이 끝나기를 기다렸어요 ✓ 하지만 실제로 끝난 방식과 달라요. 프로세스가 끝나는 방식은 둘이에요. 자기 종료 상태로 끝나거나 시그널로 끝나요. 셸은 시그널로 끝난 것을 128에 시그널 번호를 더해서 말해요. 137은 SIGKILL, 143은 SIGTERM이에요."},
	},
	{
		ID:       "cg.oom.not-told",
		Expected: measured,
		So:       grade.Text{EN: "the status is right ✓. That it was the kernel who sent this SIGKILL, and why, was not said, though the group has counted it. Whoever reads \"137\" alone looks for somebody who called kill.", KO: "종료 상태는 맞아요 ✓ 하지만 이 SIGKILL을 커널이 보냈다는 것과 그 까닭은 말하지 않았어요. 그룹이 세어 두었는데도요. \"137\"만 보면 누가 kill을 불렀는지 찾게 돼요."},
	},
	{
		ID:       "cg.oom.any-kill",
		Expected: measured,
		So:       grade.Text{EN: "nobody was killed for want of memory here: the command used next to none. 137 is any SIGKILL, or a program that ends with 137 by itself. The status cannot tell who it was.", KO: "여기서는 메모리가 모자라서 죽은 프로세스가 없어요. 명령은 메모리를 거의 쓰지 않았어요. 137은 누가 보낸 SIGKILL이든 137이고, 프로그램이 스스로 137로 끝나도 137이에요. 종료 상태로는 누가 그랬는지 알 수 없어요."},
	},
	{
		ID:       "cg.oom.child",
		Expected: measured,
		So:       grade.Text{EN: "the command's own end was told ✓. The kernel killed a child of it, though, and the command went on as if nothing had happened: the OOM killer takes one process, the one with the most memory, and not the container. So a container can lose a worker and end with 0.", KO: "명령 자신이 어떻게 끝났는지는 말했어요 ✓ 그런데 커널은 명령의 자식을 죽였고, 명령은 아무 일 없다는 듯 계속했어요. OOM 킬러는 컨테이너 전체가 아니라 메모리를 가장 많이 쓰는 프로세스 하나를 죽여요. 그래서 컨테이너가 워커를 잃고도 0으로 끝날 수 있어요."},
	},
	{
		ID:       "cg.oom.vacuous",
		Expected: grade.Text{EN: "%[1]s bytes in use, and so killed", KO: "메모리 %[1]s바이트를 쓰다가 죽음"},
		So:       grade.Text{EN: "the ends of commands are told truly ✓, but this command can never have one to tell of: under a limit lower than what it was to use it ended in peace. Memory that was asked for and not written to, or given back before more is taken, or one buffer used over and over, is not in use at the same time. A test of a limit with such a command passes without the limit, too.", KO: "명령이 어떻게 끝났는지는 사실대로 말해요 ✓ 하지만 이 명령으로는 말할 거리가 생기지 않아요. 쓰겠다고 한 것보다 낮은 제한에서도 무사히 끝났거든요. 달라고만 하고 쓰지 않은 메모리, 더 잡기 전에 놓은 메모리, 버퍼 하나를 계속 다시 쓰는 것은 동시에 사용 중인 메모리가 아니에요. 이런 명령으로 제한을 시험하면 제한이 없어도 통과해요."},
	},
	{
		ID:       "cg.oom.other-amount",
		Expected: grade.Text{EN: "%[1]s bytes in use, and a return", KO: "메모리 %[1]s바이트를 쓰고 돌아옴"},
		So:       grade.Text{EN: "memory is used ✓, but more than was asked for: in a group with room enough for that the command did not come back.", KO: "메모리를 쓰기는 해요 ✓ 하지만 쓰라고 한 것보다 많이 써요. 그만큼 쓰기에 넉넉한 그룹에서도 명령이 돌아오지 않았어요."},
	},
}
