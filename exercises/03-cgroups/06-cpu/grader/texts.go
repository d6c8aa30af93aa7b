//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "There are three different things: which processors, how much compared with others, and how much at most. Only the third holds on an idle machine.",
		KO: "서로 다른 것이 셋 있어요. 어느 프로세서인지, 다른 이들과 비교해서 얼마만큼인지, 최대 얼마까지인지. 노는 머신에서도 걸리는 것은 세 번째뿐이에요.",
	},
	{
		EN: "cpu.max in version 2, two numbers in one line; cpu.cfs_quota_us and cpu.cfs_period_us in version 1. Both numbers are microseconds. cgroup-v2.rst, \"CPU Interface Files\"; scheduler/sched-bwc.rst.",
		KO: "버전 2는 cpu.max 한 줄에 숫자 둘, 버전 1은 cpu.cfs_quota_us와 cpu.cfs_period_us예요. 두 숫자 모두 마이크로초예요. cgroup-v2.rst의 \"CPU Interface Files\", scheduler/sched-bwc.rst.",
	},
	{
		EN: "choose a period, 100000 say; quota = thousandths × period / 1000, which may be more than the period; write both, to one file or to two.",
		KO: "주기를 하나 정하고(예를 들어 100000), quota = thousandths × 주기 / 1000. 주기보다 클 수도 있어요. 둘을 파일 하나에, 또는 둘에 쓰기.",
	},
}

var asked = grade.Text{EN: "%[1]s processors' time at most", KO: "많아야 프로세서 %[1]s개만큼의 시간"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.cpu.other-version",
		Expected: grade.Text{EN: "the limit in the file that this version has", KO: "이 버전에 있는 파일에 쓴 제한"},
		So:       grade.Text{EN: "a group was made ✓. The file that was opened in it belongs to the other version of control groups, and there is none of that name here. \"Permission denied\" is said where somebody tries to create one: in a group nobody creates files.", KO: "그룹은 만들어졌어요 ✓ 하지만 그 안에서 열려고 한 파일은 다른 버전의 것이고, 여기에는 그런 이름의 파일이 없어요. \"permission denied\"는 그 파일을 새로 만들려고 했을 때 나오는 말이에요. 그룹 안에서는 아무도 파일을 만들 수 없어요."},
	},
	{
		ID:       "cg.cpu.not-started",
		Expected: grade.Text{EN: "%[1]s running, in a group with a limit", KO: "제한이 있는 그룹에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command was not started in the group, so there is nothing to look at yet. The program's own words are above.", KO: "명령이 그룹에서 시작되지 않아서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "cg.cpu.refused",
		Expected: grade.Text{EN: "a quota and a period of at least 1000, in microseconds", KO: "마이크로초 단위로 1000 이상인 quota와 주기"},
		So:       grade.Text{EN: "the right kind of file was found ✓, and the kernel took the number for what it is: so many microseconds. A percentage, a number of milliseconds or of processors is too small to be one, or no number at all.", KO: "파일은 제대로 찾았어요 ✓ 그런데 커널은 그 숫자를 있는 그대로 마이크로초로 받아들였어요. 퍼센트나 밀리초, 프로세서 개수를 쓰면 너무 작거나, 아예 숫자가 아니에요."},
	},
	{
		ID:       "cg.cpu.no-limit",
		Expected: asked,
		So:       grade.Text{EN: "the command runs in its group ✓, and the group may compute as much as there is. On which processor a program runs, and how politely, does not say how much of it it gets.", KO: "명령은 자기 그룹에서 실행돼요 ✓ 그런데 그룹은 있는 만큼 다 계산할 수 있어요. 어느 프로세서에서 도는지, 얼마나 양보하는지는 얼마까지 쓰는지를 정하지 않아요."},
	},
	{
		ID:       "cg.cpu.weight",
		Expected: asked,
		So:       grade.Text{EN: "the group has a weight of its own ✓, and no limit. A weight says how a processor is divided when several groups want it at the same time. Alone, a group of the smallest weight gets all of it.", KO: "그룹에 따로 정한 가중치가 있어요 ✓ 하지만 제한은 없어요. 가중치는 여러 그룹이 동시에 원할 때 프로세서를 어떻게 나눌지를 정해요. 혼자라면 가중치가 가장 낮은 그룹도 전부 가져가요."},
	},
	{
		ID:       "cg.cpu.period",
		Expected: asked,
		So:       grade.Text{EN: "there is a quota ✓, ten times as much as was asked for: it was reckoned for a second, and the period it holds for is a tenth of one.", KO: "quota는 있어요 ✓ 그런데 주어진 것의 열 배예요. 1초를 기준으로 계산했는데, quota가 적용되는 주기는 그 10분의 1이에요."},
	},
	{
		ID:       "cg.cpu.other-limit",
		Expected: asked,
		So:       grade.Text{EN: "there is a quota ✓, of another size than was asked for. It is time of all processors together: more than one processor is more than a whole period in each period.", KO: "quota는 있어요 ✓ 하지만 주어진 것과 크기가 달라요. quota는 모든 프로세서를 합친 시간이에요. 프로세서 하나보다 많으면 주기마다 주기 전체보다 긴 시간이에요."},
	},
	{
		ID:       "cg.cpu.not-kept",
		Expected: asked,
		So:       grade.Text{EN: "the group had the right quota when it was looked at ✓, and a program that computed in it for half a second got more.", KO: "살펴볼 때는 그룹의 quota가 맞았어요 ✓ 그런데 그 안에서 0.5초 동안 계산한 프로그램이 그보다 많이 썼어요."},
	},
}
