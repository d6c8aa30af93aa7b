//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A list of processes is true for the moment in which it was read. Who can run can fork, and who was forked after the reading is on no list. Either nobody runs while you work, or the kernel does the work.",
		KO: "프로세스 목록은 읽은 그 순간에만 맞아요. 돌 수 있으면 fork할 수 있고, 읽은 뒤에 태어난 것은 어느 목록에도 없어요. 일하는 동안 아무도 돌지 않게 하거나, 커널이 일하게 해야 해요.",
	},
	{
		EN: "Version 2: cgroup.kill (Linux 5.14), cgroup.freeze, cgroup.events. Version 1: freezer.state with FROZEN, FREEZING, THAWED, and the kernel's cgroup-v1/freezer-subsystem.rst. Both: cgroup.procs of the group and of every group below it; kill(2) says what 0 and negative numbers mean.",
		KO: "버전 2: cgroup.kill(Linux 5.14), cgroup.freeze, cgroup.events. 버전 1: freezer.state의 FROZEN, FREEZING, THAWED와 커널의 cgroup-v1/freezer-subsystem.rst. 둘 다: 그룹과 그 아래 모든 그룹의 cgroup.procs. 0과 음수가 무슨 뜻인지는 kill(2)에 있어요.",
	},
	{
		EN: "if there is cgroup.kill: write 1. else: freeze; wait until it says frozen; for the group and each group below: kill every number in cgroup.procs (gone already is fine). in both cases: thaw; then wait until cgroup.procs of all of them is empty",
		KO: "cgroup.kill이 있으면 1을 써요. 없으면 얼리고, 얼었다고 할 때까지 기다리고, 그룹과 그 아래 그룹마다 cgroup.procs의 번호를 모두 kill해요(이미 없으면 괜찮아요). 어느 쪽이든 녹이고, 모든 cgroup.procs가 빌 때까지 기다려요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.kill-all.itself",
		Expected: grade.Text{EN: "a program that comes to its end", KO: "스스로 끝까지 도는 프로그램"},
		So:       grade.Text{EN: "the program has sent signals ✓, and one of them hit itself. It was in no group that was to be ended. To kill(2), a positive number is a process, 0 is everybody in one's own process group and -1 everybody there is; and 0 is also what an empty line becomes when its error is dropped.", KO: "프로그램이 시그널을 보냈고 ✓ 그중 하나에 자기가 맞았어요. 끝낼 그룹 안에 있지도 않았는데요. kill(2)에게 양수는 프로세스이고, 0은 자기 프로세스 그룹 전체, -1은 있는 모두예요. 그리고 빈 줄을 숫자로 바꾸면서 에러를 버리면 0이 돼요."},
	},
	{
		ID:       "cg.kill-all.frozen",
		Expected: grade.Text{EN: "a group that is not frozen", KO: "얼어 있지 않은 그룹"},
		So:       grade.Text{EN: "the program ended ✓ and left the group frozen, or as frozen as it was. On version 1 whoever is in it has got the signal and cannot die of it; on version 2 they die, and the next one who is put into the group stands still without an error.", KO: "프로그램은 끝났어요 ✓ 그런데 그룹을 얼린 채로, 또는 얼어 있던 그대로 두었어요. 버전 1에서는 시그널을 받고도 죽지 못해요. 버전 2에서는 죽지만, 다음에 이 그룹에 들어온 프로세스가 에러도 없이 멈춰 서요."},
	},
	{
		ID:       "cg.kill-all.left",
		Expected: grade.Text{EN: "nobody who was in the group", KO: "그룹에 있던 프로세스가 하나도 없음"},
		So:       grade.Text{EN: "processes live on that were in the group before. A group is not a process group and not a family: each of these has a session of its own, or a parent outside. Only the group's own list has them all.", KO: "전부터 그룹에 있던 프로세스가 살아 있어요. 컨트롤 그룹은 프로세스 그룹도 아니고 가족도 아니에요. 저마다 프로세스 그룹이 따로 있고, 부모가 밖에 있기도 해요. 모두가 적혀 있는 것은 그룹 자신의 목록뿐이에요."},
	},
	{
		ID:       "cg.kill-all.forked",
		Expected: grade.Text{EN: "nobody in the group, however quickly it forks", KO: "아무리 빨리 fork해도 그룹에 아무도 없음"},
		So:       grade.Text{EN: "everybody who was on the list is gone ✓. But between the reading and the kill somebody had forked: the number that was killed was nobody's any more, and the child was on no list.", KO: "목록에 있던 것은 모두 사라졌어요 ✓ 하지만 읽고 나서 kill하기 전에 누군가 fork했어요. kill한 번호는 이미 주인이 없고, 그 자식은 어느 목록에도 없었어요."},
	},
	{
		ID:       "cg.kill-all.below",
		Expected: grade.Text{EN: "nobody in the groups below it either", KO: "그 아래 그룹들에도 아무도 없음"},
		So:       grade.Text{EN: "the group itself is empty ✓, also of those who fork all the time ✓. Its processes may make groups below it, and each list has only those who are in that very group.", KO: "그룹 자신은 비었어요 ✓ 쉬지 않고 fork하던 것들도 없어요 ✓ 하지만 그룹 안의 프로세스는 그 아래에 그룹을 만들 수 있고, 목록에는 바로 그 그룹에 있는 것만 나와요."},
	},
	{
		ID:       "cg.kill-all.neighbours",
		Expected: grade.Text{EN: "processes that live on in GROUP2, the group beside it", KO: "옆에 있는 그룹 GROUP2에서 그대로 살아 있는 프로세스"},
		So:       grade.Text{EN: "nobody is left in the group ✓. But processes of another group are gone, too. Only who is in this group, or in one below it, was to end; a path that begins with the same letters is another group's.", KO: "그룹에는 아무도 없어요 ✓ 하지만 다른 그룹의 프로세스까지 사라졌어요. 이 그룹과 그 아래 그룹에 있는 것만 끝내야 해요. 경로가 같은 글자로 시작하더라도 다른 그룹이에요."},
	},
	{
		ID:       "cg.kill-all.gone",
		Expected: grade.Text{EN: "the group, empty", KO: "비어 있는 그룹"},
		So:       grade.Text{EN: "nobody is left ✓, and the group was taken away as well. Who asked for its processes to be ended may still want to read from it how much they used, or start the next one there.", KO: "아무도 남지 않았어요 ✓ 그런데 그룹까지 없앴어요. 프로세스를 끝내 달라고 한 쪽은 얼마나 썼는지 아직 읽고 싶을 수도 있고, 거기서 다음 것을 시작하고 싶을 수도 있어요."},
	},
	{
		ID:       "cg.kill-all.error",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "everybody is gone ✓, nobody else is ✓, and the group is not frozen ✓. All the same the program says that it failed.", KO: "모두 사라졌고 ✓ 다른 프로세스는 그대로이고 ✓ 그룹은 얼어 있지 않아요 ✓ 그런데도 프로그램은 실패했다고 해요."},
	},
}
