//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noTree = grade.Text{
	EN: "this exercise is about version 2, and its tree has no controller here that could be handed down (memory, hugetlb, io, misc or rdma). A machine with version 2 alone has them.",
	KO: "이 연습 문제는 버전 2에 관한 것인데, 여기 버전 2 트리에는 물려줄 컨트롤러(memory, hugetlb, io, misc, rdma)가 없어요. 버전 2만 쓰는 머신에는 있어요.",
}

var hints = [3]grade.Text{
	{
		EN: "A group has the controllers that the group above hands down to it, and it hands down those that it has been told to. And it has either processes or groups below it that are limited, not both: they would compete, and the kernel has no rule for that.",
		KO: "그룹에는 위 그룹이 물려준 컨트롤러가 있고, 그중에서 물려주라고 한 것만 아래로 물려줘요. 그리고 그룹은 프로세스를 담거나, 제한이 걸린 아래 그룹을 두거나 둘 중 하나예요. 둘은 서로 경쟁하는데 커널에는 그 사이의 규칙이 없어요.",
	},
	{
		EN: "man 7 cgroups, \"Cgroups v2 subtree control\" and \"Cgroups v2 'no internal processes' rule\". The files cgroup.controllers (what this group has), cgroup.subtree_control (what it hands down), cgroup.procs. EBUSY.",
		KO: "man 7 cgroups의 \"Cgroups v2 subtree control\"과 \"Cgroups v2 'no internal processes' rule\". cgroup.controllers(이 그룹에 있는 것), cgroup.subtree_control(아래로 물려주는 것), cgroup.procs 파일. EBUSY.",
	},
	{
		EN: "for each group from top to the one above the new one: write +CONTROLLER to its cgroup.subtree_control; if EBUSY: make a group in it for its processes, write each number of cgroup.procs to that group's, once more. then make the next group on the way",
		KO: "top부터 새 그룹의 바로 위까지 그룹마다: cgroup.subtree_control에 +컨트롤러를 써요. EBUSY라면 그 안에 프로세스들을 둘 그룹을 만들고, cgroup.procs의 번호를 하나씩 그쪽에 쓴 다음 다시 해요. 그다음 길목의 다음 그룹을 만들어요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.delegate.killed",
		Expected: grade.Text{EN: "the processes that were there, alive", KO: "살아 있는 원래 프로세스들"},
		So:       grade.Text{EN: "the group was to be without processes ✓, but these were somebody's. They should go on, in a group below.", KO: "그룹에서 프로세스를 비워야 하는 것은 맞아요 ✓ 하지만 누군가의 프로세스예요. 아래 그룹에서 계속 돌아야 해요."},
	},
	{
		ID:       "cg.delegate.moved-in",
		Expected: grade.Text{EN: "a new group with nobody in it", KO: "아무도 없는 새 그룹"},
		So:       grade.Text{EN: "the processes live ✓, below the top ✓. But they are in the very group that was made for somebody else, and share its limit from now on.", KO: "프로세스는 살아 있고 ✓ top 아래에 있어요 ✓ 그런데 다른 누군가를 위해 만든 바로 그 그룹 안에 있어서, 이제부터 그 제한을 함께 써요."},
	},
	{
		ID:       "cg.delegate.moved-out",
		Expected: grade.Text{EN: "the processes in groups below TOP", KO: "TOP 아래의 그룹에 있는 프로세스들"},
		So:       grade.Text{EN: "the processes live ✓. They have left the top, though, and with it what somebody has allowed them: limits hold for a group and all below it, and not for what lies beside.", KO: "프로세스는 살아 있어요 ✓ 하지만 top을 떠났고, 누군가 정해 둔 한도도 함께 벗어났어요. 제한은 그룹과 그 아래에 걸리고, 옆에 있는 것에는 걸리지 않아요."},
	},
	{
		ID:       "cg.delegate.busy",
		Expected: grade.Text{EN: "%[1]s without processes of its own, handing the controller down", KO: "자기 프로세스 없이 컨트롤러를 물려주는 %[1]s"},
		So:       grade.Text{EN: "the processes are where they were ✓, and that is in the way: a group that has processes of its own may not hand this controller down, and the kernel says EBUSY. As long as they are there, the groups below have no file to limit anything with.", KO: "프로세스는 원래 있던 곳에 있어요 ✓ 그런데 그것이 문제예요. 자기 프로세스가 있는 그룹은 이 컨트롤러를 물려줄 수 없어서 커널이 EBUSY라고 해요. 거기 있는 동안 아래 그룹에는 제한할 파일이 없어요."},
	},
	{
		ID:       "cg.delegate.one-level",
		Expected: grade.Text{EN: "the controller handed down by %[1]s as well", KO: "%[1]s도 물려주는 컨트롤러"},
		So:       grade.Text{EN: "the processes are out of the way ✓, and the top hands the controller down ✓, to the groups directly below it. Those have it, and keep it to themselves until they are told otherwise.", KO: "프로세스를 비켰고 ✓ top이 컨트롤러를 물려줘요 ✓ 바로 아래 그룹까지요. 그 그룹들은 컨트롤러를 가지고 있을 뿐, 따로 시키기 전에는 더 아래로 주지 않아요."},
	},
	{
		ID:       "cg.delegate.not-enabled",
		Expected: grade.Text{EN: "the controller handed down by TOP", KO: "TOP이 물려주는 컨트롤러"},
		So:       grade.Text{EN: "the processes are out of the way ✓, and nothing came of it: the top hands the controller still not down.", KO: "프로세스를 비켰어요 ✓ 그런데 그다음이 없어요. top은 아직 컨트롤러를 물려주지 않아요."},
	},
	{
		ID:       "cg.delegate.no-group",
		Expected: grade.Text{EN: "a group TOP/box/inner", KO: "TOP/box/inner 그룹"},
		So:       grade.Text{EN: "the controller is handed down ✓, and the group that was asked for is not there.", KO: "컨트롤러는 물려주고 있어요 ✓ 그런데 만들어 달라고 한 그룹이 없어요."},
	},
	{
		ID:       "cg.delegate.error",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "the controller works in the new group ✓ and everybody is where they should be ✓. All the same the program says that it failed.", KO: "새 그룹에서 컨트롤러가 동작하고 ✓ 모두 있어야 할 곳에 있어요 ✓ 그런데도 프로그램은 실패했다고 해요."},
	},
	{
		ID:       "cg.delegate.again",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "the first time all was made as it should be ✓. The second time there was nothing to do, and the program takes that for a failure.", KO: "처음에는 모두 제대로 만들었어요 ✓ 두 번째에는 할 일이 없었는데 프로그램은 그것을 실패로 여겨요."},
	},
	{
		ID:       "cg.delegate.silent",
		Expected: grade.Text{EN: "an error: there is no controller %[1]s", KO: "에러: 없는 컨트롤러(%[1]s)"},
		So:       grade.Text{EN: "the controllers that there are get handed down ✓. This one there is not, and the program says that all went well: what is started in the group will have no limit, and nobody knows.", KO: "있는 컨트롤러는 물려줘요 ✓ 그런데 이것은 없는 컨트롤러인데도 프로그램은 다 잘됐다고 해요. 이 그룹에서 시작하는 것에는 제한이 없고, 아무도 그걸 몰라요."},
	},
}
