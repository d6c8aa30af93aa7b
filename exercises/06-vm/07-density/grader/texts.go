//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "What do ten cost that one does not cost ten times? A part is paid once, by all together, and another one by each. One measurement holds both, and two measurements lie on a line even when there is none.",
		KO: "열 개의 값은 한 개 값의 열 배가 아니에요. 왜일까요? 모두가 함께 한 번만 내는 부분이 있고, 저마다 내는 부분이 있어요. 한 번 잰 값에는 둘이 섞여 있고, 두 번 잰 값은 직선이 아닌 것도 직선에 놓여요.",
	},
	{
		EN: "man 5 proc_pid_smaps: Rss and Pss, and what a page that several map adds to each. Simple linear regression: the line goes through the mean of the counts and the mean of the memory.",
		KO: "man 5 proc_pid_smaps: Rss와 Pss, 그리고 여럿이 매핑한 페이지가 각각에 얼마를 더하는지. 단순 선형 회귀: 직선은 개수의 평균과 메모리의 평균을 지나요.",
	},
	{
		EN: "fewer than three different counts: an error.  x̄ = mean of count, ȳ = mean of the memory.  slope = Σ (x−x̄)(y−ȳ) / Σ (x−x̄)²; not above zero: an error.  base = ȳ − slope·x̄.  room = what is left of the budget after the base, in whole slopes; not below zero.",
		KO: "서로 다른 개수가 셋보다 적으면 에러.  x̄ = 개수의 평균, ȳ = 메모리의 평균.  slope = Σ (x−x̄)(y−ȳ) / Σ (x−x̄)², 0보다 크지 않으면 에러.  base = ȳ − slope·x̄.  room = 예산에서 base를 빼고 남은 것에 slope가 온전히 몇 번 들어가는지, 0보다 작지 않게.",
	},
}

var (
	right = grade.Text{EN: "%[1]s", KO: "%[1]s"}
	room  = grade.Text{EN: "room for: %[1]s", KO: "room for: %[1]s"}
	none  = grade.Text{EN: "an error", KO: "에러"}
)

var mistakes = []grade.Mistake{
	{
		ID: "vm.density.gave-up", Expected: right,
		So: grade.Text{
			EN: "the program was run ✓, and returned an error for a record that has a line.",
			KO: "프로그램은 실행됐어요 ✓ 하지만 직선이 있는 기록에 에러를 돌려줬어요.",
		},
	},
	{
		ID: "vm.density.one", Expected: right,
		So: grade.Text{
			EN: "the right kind was looked at ✓, but the cost of one instance was taken for the cost of one more. The first one also pays what all use together: the program's file, its libraries. By a single measurement a container can cost as much as a machine, and it is the tenth that tells them apart.",
			KO: "맞는 종류를 봤어요 ✓ 그런데 하나의 값을 하나 더 늘리는 값으로 봤어요. 첫 번째는 모두가 함께 쓰는 프로그램 파일과 라이브러리 값도 내요. 한 번만 재면 컨테이너도 머신만큼 비쌀 수 있고, 열 번째에 가서야 차이가 나요.",
		},
	},
	{
		ID: "vm.density.divided", Expected: right,
		So: grade.Text{
			EN: "memory and count were put together ✓ by dividing. That spreads the base over the instances that happened to run: the number falls with every one more, and is true for no other count than those that were measured.",
			KO: "메모리와 개수를 함께 봤어요 ✓ 그런데 나누기만 했어요. 그러면 base가 마침 돌던 인스턴스들에 나뉘어서, 하나 늘 때마다 숫자가 줄고, 재 본 개수가 아니면 맞지 않아요.",
		},
	},
	{
		ID: "vm.density.through-zero", Expected: right,
		So: grade.Text{
			EN: "all points were used ✓, for a line that begins at nothing. What all instances share is there before the first one has cost anything; forced through zero the line is too steep.",
			KO: "점을 모두 썼어요 ✓ 그런데 0에서 시작하는 직선이에요. 인스턴스들이 함께 쓰는 것은 첫 번째가 값을 치르기 전에도 있어요. 억지로 0을 지나게 하면 직선이 너무 가팔라져요.",
		},
	},
	{
		ID: "vm.density.two-points", Expected: right,
		So: grade.Text{
			EN: "a base and a slope were told apart ✓, by two of the points. Each of them has its own error, and the line has both in full; the others, which could have shown it, were not asked.",
			KO: "base와 slope를 나눴어요 ✓ 그런데 점 두 개로만 했어요. 점마다 오차가 있어서 직선이 두 오차를 고스란히 안게 되고, 그것을 드러내 줄 나머지 점은 쓰지 않았어요.",
		},
	},
	{
		ID: "vm.density.steps", Expected: right,
		So: grade.Text{
			EN: "the rise from the fewest to the most was taken ✓ and divided by something that is not the number of instances between them. From 1 to 20 there are 19 more, in however many steps they were measured.",
			KO: "가장 적을 때부터 가장 많을 때까지 늘어난 양을 구했어요 ✓ 그런데 그 사이에 늘어난 인스턴스 수가 아닌 것으로 나눴어요. 1에서 20까지는 몇 번에 나눠 쟀든 19개가 늘어난 거예요.",
		},
	},
	{
		ID: "vm.density.rss", Expected: right,
		So: grade.Text{
			EN: "a line was put through points ✓, through the sums of the Rss. A page that ten processes share is counted ten times there, as if each had a copy of its own: containers look like machines.",
			KO: "점들에 직선을 맞췄어요 ✓ 그런데 Rss의 합이에요. 거기서는 프로세스 열이 함께 쓰는 페이지를, 저마다 사본이 있는 것처럼 열 번 세요. 그러면 컨테이너가 머신처럼 보여요.",
		},
	},
	{
		ID: "vm.density.averaged", Expected: right,
		So: grade.Text{
			EN: "base and slope were told apart ✓, with points of all counts ✓. But what was measured twice was made one point before: a count that was measured more often is known better, and here it has no more weight than the others.",
			KO: "base와 slope를 나눴고 ✓ 모든 개수의 점을 썼어요 ✓ 그런데 두 번 잰 것을 먼저 점 하나로 만들었어요. 더 여러 번 잰 개수는 더 잘 알려진 것인데, 여기서는 다른 것과 무게가 같아요.",
		},
	},
	{
		ID: "vm.density.intercept", Expected: right,
		So: grade.Text{
			EN: "the slope is right ✓, the base is not. It is where the line is at no instance at all; the smallest measurement has one instance in it already.",
			KO: "slope는 맞아요 ✓ base가 맞지 않아요. base는 인스턴스가 하나도 없을 때 직선이 있는 곳이에요. 가장 작은 측정값에도 이미 인스턴스가 하나 들어 있어요.",
		},
	},
	{
		ID: "vm.density.room-base", Expected: room,
		So: grade.Text{
			EN: "the line is right ✓. The budget was divided by the slope alone: the base has to be paid from it, too.",
			KO: "직선은 맞아요 ✓ 그런데 예산을 slope로만 나눴어요. base도 예산에서 내야 해요.",
		},
	},
	{
		ID: "vm.density.room-rounded", Expected: room,
		So: grade.Text{
			EN: "the line is right ✓, and the last instance does not fit: there is room for a part of it only. It would be the one that has the OOM killer come.",
			KO: "직선은 맞아요 ✓ 그런데 마지막 하나는 들어가지 않아요. 일부가 들어갈 자리만 있어요. 바로 그 하나 때문에 OOM 킬러가 와요.",
		},
	},
	{
		ID: "vm.density.room-negative", Expected: room,
		So: grade.Text{
			EN: "the line is right ✓. The budget is smaller than the base; then none fit, and fewer than none there cannot be.",
			KO: "직선은 맞아요 ✓ 예산이 base보다 작으면 하나도 들어가지 않는 것이고, 0보다 적을 수는 없어요.",
		},
	},
	{
		ID: "vm.density.too-few", Expected: none,
		So: grade.Text{
			EN: "there are five points ✓, of two counts. Any two lie on a line, so this one says nothing about whether there is one: whether the hundredth costs what the tenth does needs at least a third count.",
			KO: "점은 다섯 개예요 ✓ 그런데 개수는 두 가지뿐이에요. 점 둘은 언제나 직선 위에 있으니, 정말 직선인지는 알 수 없어요. 백 번째가 열 번째와 같은 값인지 알려면 적어도 세 번째 개수가 있어야 해요.",
		},
	},
	{
		ID: "vm.density.no-slope", Expected: none,
		So: grade.Text{
			EN: "a line was put through the points ✓; it falls. More instances do not use less memory: something was swapped out, or somebody else's memory was measured. How many fit cannot be said by it, and a number would be believed.",
			KO: "점들에 직선을 맞췄어요 ✓ 그런데 내려가는 직선이에요. 인스턴스가 늘어서 메모리가 줄 수는 없어요. 스왑됐거나 다른 것의 메모리를 잰 거예요. 이걸로는 몇 개가 들어가는지 말할 수 없는데, 숫자를 내놓으면 누군가 믿게 돼요.",
		},
	},
}
