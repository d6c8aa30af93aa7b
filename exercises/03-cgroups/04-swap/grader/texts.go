//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noSwapCounted = grade.Text{
	EN: "this kernel does not count what groups have in swap: a group has no %[1]s. On some machines the boot option swapaccount=1 brings it.",
	KO: "이 커널은 그룹이 스왑에 둔 것을 세지 않아요. 그룹에 %[1]s 파일이 없어요. 부팅 옵션 swapaccount=1로 생기는 머신도 있어요.",
}

var hints = [3]grade.Text{
	{
		EN: "Memory that is limited alone is no limit on a machine with swap: what does not fit goes to disk, and the program gets slow instead of being ended. The two versions count swap differently: one alone, one together with memory.",
		KO: "스왑이 있는 머신에서 메모리만 제한하면 제한이 아니에요. 넘치는 것은 디스크로 가고, 프로그램은 끝나는 대신 느려져요. 스왑을 세는 방식은 버전마다 달라요. 하나는 스왑만 따로, 하나는 메모리와 합쳐서 세요.",
	},
	{
		EN: "memory.max and memory.swap.max in version 2; memory.limit_in_bytes and memory.memsw.limit_in_bytes in version 1, whose second may never be the lower of the two (EINVAL), not even between two writes. cgroup-v1/memory.rst, section 2.4.",
		KO: "버전 2는 memory.max와 memory.swap.max. 버전 1은 memory.limit_in_bytes와 memory.memsw.limit_in_bytes인데, 두 번째가 첫 번째보다 낮은 순간은 두 쓰기 사이에도 있을 수 없어요(EINVAL). cgroup-v1/memory.rst의 2.4절.",
	},
	{
		EN: "version 2: each number into its file.  version 1: the second number is the sum; if the new first number is more than the old second one, write the second one first, otherwise the first one.",
		KO: "버전 2: 숫자마다 자기 파일에.  버전 1: 두 번째 숫자는 합. 새 첫 번째 숫자가 옛 두 번째 숫자보다 크면 두 번째를 먼저, 아니면 첫 번째를 먼저 쓰기.",
	},
}

var asked = grade.Text{EN: "memory %[1]s, swap %[2]s", KO: "메모리 %[1]s, 스왑 %[2]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.swap.other-version",
		Expected: grade.Text{EN: "the limit in the file that this version has", KO: "이 버전에 있는 파일에 쓴 제한"},
		So:       grade.Text{EN: "a group was made ✓. The file that was opened in it belongs to the other version of control groups, and there is none of that name here. \"Permission denied\" is said where somebody tries to create one: in a group nobody creates files.", KO: "그룹은 만들어졌어요 ✓ 하지만 그 안에서 열려고 한 파일은 다른 버전의 것이고, 여기에는 그런 이름의 파일이 없어요. \"permission denied\"는 그 파일을 새로 만들려고 했을 때 나오는 말이에요. 그룹 안에서는 아무도 파일을 만들 수 없어요."},
	},
	{
		ID:       "cg.swap.not-started",
		Expected: grade.Text{EN: "%[1]s running, in a group with both limits", KO: "두 제한이 걸린 그룹에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the limits are as they were asked for, or there is no group, and the command was not started in it. The program's own words are above.", KO: "제한은 주어진 대로이거나 그룹이 없는데, 명령이 그 안에서 시작되지 않았어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "cg.swap.no-limit",
		Expected: asked,
		So:       grade.Text{EN: "the group is there ✓, and neither limit is in it: nothing was written, or the kernel did not take it.", KO: "그룹은 있어요 ✓ 그런데 두 제한이 모두 없어요. 아무것도 쓰지 않았거나 커널이 받아 주지 않은 거예요."},
	},
	{
		ID:       "cg.swap.other-memory",
		Expected: asked,
		So:       grade.Text{EN: "something is limited ✓, but not memory to the number that was asked for.", KO: "무언가 제한되기는 했어요 ✓ 하지만 메모리가 주어진 숫자로 제한되지 않았어요."},
	},
	{
		ID:       "cg.swap.memory-only",
		Expected: asked,
		So:       grade.Text{EN: "memory is limited ✓, swap is not. On a machine with swap a program that needs twice the limit is not ended: one half of it goes to disk, and it and everybody who needs that disk get slow.", KO: "메모리는 제한됐어요 ✓ 스왑은 아니에요. 스왑이 있는 머신에서는 제한의 두 배를 쓰는 프로그램도 죽지 않아요. 절반은 디스크로 가고, 그 프로그램도 그 디스크를 쓰는 모두도 느려져요."},
	},
	{
		ID:       "cg.swap.together",
		Expected: asked,
		So:       grade.Text{EN: "both are limited ✓, swap by a number that has the meaning of the other version. In version 2 memory.swap.max is swap alone; in version 1 memory.memsw.limit_in_bytes is memory and swap together.", KO: "둘 다 제한됐어요 ✓ 하지만 스왑에 쓴 숫자의 뜻이 다른 버전의 것이에요. 버전 2의 memory.swap.max는 스왑만이고, 버전 1의 memory.memsw.limit_in_bytes는 메모리와 스왑을 합친 거예요."},
	},
	{
		ID:       "cg.swap.other-swap",
		Expected: asked,
		So:       grade.Text{EN: "memory is limited as asked ✓, and swap to another number than was asked for.", KO: "메모리는 주어진 대로 제한됐어요 ✓ 스왑은 주어진 것과 다른 숫자로 제한됐어요."},
	},
	{
		ID:       "cg.swap.zero",
		Expected: asked,
		So:       grade.Text{EN: "with swap both limits were right ✓. Without, there is swap: 0 is a number like others here and means none, not \"no limit\".", KO: "스왑이 있을 때는 두 제한이 맞았어요 ✓ 그런데 스왑을 주지 않아야 할 때 스왑이 있어요. 여기서 0은 다른 숫자와 똑같은 숫자예요. 스왑이 없다는 뜻이지 \"제한 없음\"이 아니에요."},
	},
	{
		ID:       "cg.swap.raise",
		Expected: asked,
		So:       grade.Text{EN: "a new group gets its limits ✓. When they are raised afterwards, above what memory and swap together were before, they do not become what was asked for: in version 1 no step on the way may leave the limit of both below that of memory, and the kernel refuses one that would.", KO: "새 그룹에는 제한이 걸려요 ✓ 그런데 나중에 제한을 올리면, 새 메모리 제한이 전의 메모리와 스왑을 합친 것보다 클 때 주어진 대로 되지 않아요. 버전 1에서는 도중에 한순간이라도 합친 제한이 메모리 제한보다 낮아질 수 없고, 그렇게 만드는 쓰기는 커널이 거절해요."},
	},
	{
		ID:       "cg.swap.lower",
		Expected: asked,
		So:       grade.Text{EN: "new limits are set ✓, and raised ✓. When they are lowered, below what memory was before, they do not become what was asked for: on the way down the order of the steps is another than on the way up.", KO: "새 제한을 걸 수 있고 ✓ 올릴 수도 있어요 ✓ 그런데 합친 제한이 전의 메모리 제한보다 낮아지도록 내리면 주어진 대로 되지 않아요. 내릴 때는 올릴 때와 순서가 달라요."},
	},
}
