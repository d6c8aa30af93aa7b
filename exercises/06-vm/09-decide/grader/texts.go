//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Records: two numbers can be compared if everything but one thing is the same, and if each stands for more than one moment. What is that one thing here? Jobs: begin with the lightest wall and go on as long as a line forbids it. A heavier one is not wrong because it is weak, but because nobody asked for its price.",
		KO: "기록: 두 숫자는 한 가지만 빼고 모두 같을 때, 그리고 저마다 한순간보다 많은 것을 나타낼 때 견줄 수 있어요. 여기서 그 한 가지는 무엇일까요? 일: 가장 가벼운 벽에서 시작해, 어느 줄이 안 된다고 하는 동안 다음으로 가세요. 더 무거운 벽이 틀린 건 약해서가 아니라, 아무도 그 값을 치르라고 하지 않아서예요.",
	},
	{
		EN: "Compare the two columns line by line: host, until, before, told. For the machine: what a hypervisor that uses KVM has open (man 4 kvm is /dev/kvm; accel=kvm:tcg tries one after the other). For the jobs: who wrote what runs inside, which kernel it needs, whether the host has /dev/kvm, how many system calls it makes.",
		KO: "두 칸을 한 줄씩 견줘 보세요. host, until, before, told. 머신에서는 KVM을 쓰는 하이퍼바이저가 무엇을 열어 두는지 보세요(/dev/kvm이에요. accel=kvm:tcg는 차례로 시도해 보라는 뜻이에요). 일에서는 안에서 도는 것을 누가 썼는지, 어느 커널이 필요한지, 호스트에 /dev/kvm이 있는지, 시스템 콜을 얼마나 하는지 보세요.",
	},
	{
		EN: "record: host lines differ? · until lines differ? · no /dev/kvm open? · a column of one run? · drop_caches before each? · a mean over a run many times as long as the others? · else fair.  job: for word in the list: does a line forbid it? remember the line, next word; else: this word, and the line that forbade the last one.",
		KO: "기록: host 줄이 다른가? · until 줄이 다른가? · 열어 둔 것에 /dev/kvm이 없나? · 한 번만 잰 칸이 있나? · 매번 앞에 drop_caches가 있나? · 다른 것보다 몇 배나 긴 실행까지 평균 냈나? · 아니면 fair.  일: 목록의 낱말마다: 안 된다고 하는 줄이 있나? 있으면 그 줄을 기억하고 다음 낱말로. 없으면 그 낱말, 그리고 바로 앞 낱말을 막은 줄.",
	},
}

var (
	readRecord = grade.Text{EN: "what is in the record, and the word for it", KO: "기록에 적힌 것과, 그것에 맞는 낱말"}
	lightest   = grade.Text{EN: "the first word of the list with which all lines are satisfied", KO: "모든 줄이 채워지는, 목록의 첫 낱말"}
)

var mistakes = []grade.Mistake{
	{
		ID:       "vm.decide.form",
		Expected: grade.Text{EN: "lines NAME = WORD and NAME.line = NUMBER", KO: "이름 = 낱말, 이름.line = 번호 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "vm.decide.word",
		Expected: grade.Text{EN: "a word of the list for records or of that for jobs; for .line a number from 1 to 5, or none", KO: "기록에는 기록의 낱말, 일에는 일의 낱말. .line에는 1부터 5까지의 번호나 none"},
		So:       grade.Text{EN: "the line has the right form ✓, but what is on its right is none of those that are listed.", KO: "줄의 형식은 맞아요 ✓ 하지만 오른쪽에 적은 것이 목록에 없어요."},
	},
	{
		ID:       "vm.decide.no-such-record",
		Expected: grade.Text{EN: "names as `ls scene` shows them", KO: "`ls scene`에 보이는 그대로의 이름"},
		So:       grade.Text{EN: "no scene has a record of the name %[1]s. A slip of the pen?", KO: "%[1]s 기록은 어느 scene에도 없어요. 잘못 옮겨 적은 건 아닐까요?"},
	},
	{
		ID:       "vm.decide.no-such-job",
		Expected: grade.Text{EN: "names as `ls scene` shows them", KO: "`ls scene`에 보이는 그대로의 이름"},
		So:       grade.Text{EN: "no scene has a job of the name %[1]s. A slip of the pen?", KO: "%[1]s 일은 어느 scene에도 없어요. 잘못 옮겨 적은 건 아닐까요?"},
	},
	{
		ID:       "vm.decide.unanswered",
		Expected: grade.Text{EN: "a line for each of seven records, and two for each of six jobs", KO: "기록 일곱 개에 한 줄씩, 일 여섯 가지에 두 줄씩"},
		So:       grade.Text{EN: "what is there can be read ✓, but some have no line yet.", KO: "적힌 것은 읽을 수 있어요 ✓ 하지만 아직 줄이 없는 것이 있어요."},
	},
	{
		ID: "vm.decide.fair", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Here nothing stands against comparing: one host, the same end, KVM was open, six runs each, the cold one told apart. That the guest has another kernel is no fault; it is what a machine is. Who finds a fault in every measurement has none left to decide by.",
			KO: "여러분의 답: %[1]s = %[2]s. 여기에는 견주지 못할 까닭이 없어요. 호스트가 하나이고, 같은 데까지 쟀고, KVM을 열었고, 여섯 번씩 쟀고, cold를 따로 적었어요. 게스트의 커널이 다른 것은 잘못이 아니라, 그게 바로 머신이에요. 모든 측정에서 흠을 찾으면 결정에 쓸 측정이 남지 않아요.",
		},
	},
	{
		ID: "vm.decide.one-run", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Host and end are the same ✓ and KVM was open ✓. But one of the numbers was seen once: whether the next run would be twice as long nobody knows, and the median of one is no median.",
			KO: "여러분의 답: %[1]s = %[2]s. 호스트와 재는 끝이 같고 ✓ KVM도 열었어요 ✓ 하지만 한쪽 숫자는 한 번 본 거예요. 다음 실행이 두 배 걸릴지는 아무도 몰라요. 하나의 중앙값은 중앙값이 아니에요.",
		},
	},
	{
		ID: "vm.decide.cold", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. There are runs enough ✓, on one host ✓. Before each of them the host's caches were thrown away, to be fair: so each run waits for the disk, which is most of both numbers, and everybody else on the host waited, too.",
			KO: "여러분의 답: %[1]s = %[2]s. 실행은 충분하고 ✓ 호스트도 하나예요 ✓ 그런데 공평하게 한다고 실행할 때마다 호스트의 캐시를 버렸어요. 그래서 매번 디스크를 기다리고, 두 숫자는 거의 디스크의 것이에요. 호스트를 함께 쓰는 다른 사람들도 기다렸어요.",
		},
	},
	{
		ID: "vm.decide.mean", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. There are runs enough ✓, and the first one was told to be cold ✓. But it was added in: one run that took many times as long as the others moves the mean to where no run was at all.",
			KO: "여러분의 답: %[1]s = %[2]s. 실행은 충분하고 ✓ 첫 실행이 cold라는 것도 적혀 있어요 ✓ 그런데 그것까지 더했어요. 다른 것보다 몇 배 걸린 실행 하나가, 평균을 어떤 실행도 없는 자리로 옮겨 놓아요.",
		},
	},
	{
		ID: "vm.decide.other-machine", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Each column by itself is in order ✓. But they are from two computers: how much of the difference is the wall, and how much the processor, cannot be told any more.",
			KO: "여러분의 답: %[1]s = %[2]s. 칸마다 따로 보면 문제가 없어요 ✓ 하지만 두 컴퓨터에서 잰 거예요. 차이 가운데 얼마가 벽 때문이고 얼마가 프로세서 때문인지 이제 알 수 없어요.",
		},
	},
	{
		ID: "vm.decide.emulated", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Host and end are the same ✓, and the command line speaks of KVM ✓, as the first thing to try. What the process has open tells what it got: without /dev/kvm the guest's processor was a program. That is a number about emulation.",
			KO: "여러분의 답: %[1]s = %[2]s. 호스트와 재는 끝이 같고 ✓ 명령줄에 KVM도 있어요 ✓ 다만 먼저 시도하라는 뜻이에요. 실제로 무엇을 얻었는지는 프로세스가 열어 둔 것이 알려 줘요. /dev/kvm이 없으니 게스트의 프로세서는 프로그램이었어요. 이건 에뮬레이션에 관한 숫자예요.",
		},
	},
	{
		ID: "vm.decide.other-end", Expected: readRecord,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. One host ✓, runs enough ✓. But one clock was stopped when there was a process, the other one when it was of use: for the machine the whole boot comes after that.",
			KO: "여러분의 답: %[1]s = %[2]s. 호스트가 하나이고 ✓ 실행도 충분해요 ✓ 하지만 한쪽 시계는 프로세스가 생겼을 때, 다른 쪽은 쓸 수 있게 되었을 때 멈췄어요. 머신은 그 뒤에 부팅을 다 해야 해요.",
		},
	},
	{
		ID: "vm.decide.process", Expected: lightest,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. That would work ✓. But nothing here asks for a wall: what runs may touch all that its caller may, and finds all that it needs. Every wall is paid for at each start, many times a second.",
			KO: "여러분의 답: %[1]s = %[2]s. 그렇게 해도 돼요 ✓ 하지만 여기에는 벽을 바라는 줄이 없어요. 도는 것은 부르는 쪽이 할 수 있는 일을 다 해도 되고, 필요한 것도 다 있어요. 벽의 값은 시작할 때마다, 1초에도 몇 번씩 치러야 해요.",
		},
	},
	{
		ID: "vm.decide.container", Expected: lightest,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. What is asked for is a view of its own for programs of the same owner, and any kernel will do. A lighter choice does not give it; a heavier one adds a kernel, against an attack that nobody in it is going to make.",
			KO: "여러분의 답: %[1]s = %[2]s. 바라는 것은 주인이 같은 프로그램들에게 저마다의 시야를 주는 것이고, 커널은 아무거나 괜찮아요. 더 가벼운 것은 그걸 주지 못하고, 더 무거운 것은 커널을 하나 더하는데, 안에 있는 누구도 하지 않을 공격에 대비하는 거예요.",
		},
	},
	{
		ID: "vm.decide.user-kernel", Expected: lightest,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Who writes what runs, and what the host has, decide: against strangers the host's kernel is too large a surface to hand out, and not every host can put a machine around them at full speed. What the remaining choice costs, a system call, is rarely asked for here.",
			KO: "여러분의 답: %[1]s = %[2]s. 도는 것을 누가 썼는지, 호스트에 무엇이 있는지가 정해요. 모르는 사람에게 내주기에 호스트의 커널은 너무 넓고, 머신을 제 속도로 둘러 줄 수 있는 호스트도 아니에요. 남는 것은 시스템 콜이 비싼데, 여기서는 시스템 콜을 별로 하지 않아요.",
		},
	},
	{
		ID: "vm.decide.light-vm", Expected: lightest,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Strangers inside, and a price on each system call that cannot be paid: both lines have to hold. Any kernel will do, so the machine need not be one that somebody installs.",
			KO: "여러분의 답: %[1]s = %[2]s. 안에 모르는 사람의 것이 있고, 시스템 콜마다 값을 더 치를 수도 없어요. 두 줄이 다 채워져야 해요. 커널은 아무거나 괜찮으니, 누가 직접 설치하는 머신까지는 필요 없어요.",
		},
	},
	{
		ID: "vm.decide.hosted", Expected: lightest,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Look for the kernel: a container has the host's, a light machine the one that its runtime brings, and here it must be a certain one. And look at what the computer does besides.",
			KO: "여러분의 답: %[1]s = %[2]s. 커널을 보세요. 컨테이너의 커널은 호스트의 것이고, 가벼운 머신의 커널은 런타임이 가져온 것인데, 여기서는 정해진 커널이어야 해요. 그리고 이 컴퓨터가 그 밖에 무엇을 하는지 보세요.",
		},
	},
	{
		ID: "vm.decide.bare-metal", Expected: lightest,
		So: grade.Text{
			EN: "the answer for %[1]s was %[2]s. Whole machines with any system are asked for, and a line says what may be below them. It is not about speed: with KVM a machine on an ordinary operating system is as fast.",
			KO: "여러분의 답: %[1]s = %[2]s. 어떤 시스템이든 올릴 수 있는 온전한 머신을 바라고, 그 아래에 무엇이 있어도 되는지를 말하는 줄이 있어요. 속도 이야기가 아니에요. KVM이면 보통 운영 체제 위의 머신도 그만큼 빨라요.",
		},
	},
	{
		ID:       "vm.decide.line",
		Expected: grade.Text{EN: "the line that rules out %[4]s for %[1]s", KO: "%[1]s에서 %[4]s 낱말을 쓸 수 없게 하는 줄"},
		So: grade.Text{
			EN: "the words are right ✓, %[1]s = %[3]s too. But with line %[2]s alone the word above it in the list (%[4]s) would do as well. What is true is not yet what decides.",
			KO: "낱말은 다 맞아요 ✓ %[1]s = %[3]s도 맞아요. 하지만 .line = %[2]s만으로는 목록에서 바로 위의 낱말(%[4]s)로도 돼요. 맞는 말이라고 해서 그것이 정하는 건 아니에요.",
		},
	},
	{
		ID:       "vm.decide.no-line",
		Expected: grade.Text{EN: "%[1]s.line = none", KO: "%[1]s.line = none"},
		So: grade.Text{
			EN: "the words are right ✓, %[1]s = process too. It is the first of the list: there is nothing lighter that line %[2]s could rule out.",
			KO: "낱말은 다 맞아요 ✓ %[1]s = process도 맞아요. process는 목록의 첫 낱말이라, .line = %[2]s 줄이 막을 더 가벼운 것이 없어요.",
		},
	},
}
