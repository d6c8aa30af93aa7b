//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A measurement is a question with one meaning: from which moment, to which, of what, how often, under which conditions. Whoever reads your record later can check nothing that is not in it, and will compare it with others'.",
		KO: "측정은 뜻이 하나뿐인 질문이에요. 어느 순간부터 어느 순간까지, 무엇을, 몇 번, 어떤 조건에서 쟀는지가 정해져 있어야 해요. 나중에 기록을 읽는 사람은 거기 없는 것은 확인할 수 없고, 그것을 다른 기록과 비교할 거예요.",
	},
	{
		EN: "exec.Cmd with StdoutPipe and SysProcAttr.Setpgid, bufio.Scanner, time.Since, syscall.Kill with a negative number. What a process has open: the links in /proc/PID/fd, as long as it runs. slices.Sort, for a median.",
		KO: "exec.Cmd의 StdoutPipe와 SysProcAttr.Setpgid, bufio.Scanner, time.Since, 음수를 넘기는 syscall.Kill. 프로세스가 무엇을 열고 있는지는 도는 동안 /proc/PID/fd의 링크로 볼 수 있어요. 중앙값에는 slices.Sort.",
	},
	{
		EN: "repeat at least 5 times: now; start in a process group of its own; read lines of stdout until one is READY; note the time; look at its descriptors; kill the group; wait. then: cold = first > 2 × median(the others); median of all without a cold one; accel = kvm if a descriptor leads to /dev/kvm.",
		KO: "적어도 5번 되풀이: 시계를 보고, 새 프로세스 그룹으로 시작하고, READY인 줄이 나올 때까지 stdout을 한 줄씩 읽고, 시간을 적고, 열린 디스크립터를 보고, 그룹을 죽이고, 기다리기. 그다음: 콜드 = 처음 > 2 × 나머지의 중앙값. 중앙값은 콜드를 뺀 전부의 것. 디스크립터가 /dev/kvm을 가리키면 accel은 kvm.",
	},
}

var untilReady = grade.Text{EN: "the time until the line READY has been read, in each run", KO: "실행마다, READY 줄을 읽을 때까지 걸린 시간"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.ready-time.gave-up",
		Expected: grade.Text{EN: "a record of at least five runs", KO: "적어도 다섯 번 실행한 기록"},
		So:       grade.Text{EN: "the program runs ✓, and ends with an error before it has a record.", KO: "프로그램은 돌아요 ✓ 하지만 기록을 만들기 전에 에러로 끝나요."},
	},
	{
		ID:       "vm.ready-time.drop-caches",
		Expected: grade.Text{EN: "a host whose caches are as they were", KO: "캐시가 그대로인 호스트"},
		So:       grade.Text{EN: "a cold start and a warm one are different things ✓, and worth telling apart. But this file empties the page cache of the whole machine, for everybody who works on it, and what is measured then is a situation that nobody has. Tell the first run apart instead.", KO: "콜드 스타트와 웜 스타트는 달라서 ✓ 구별할 가치가 있어요. 하지만 이 파일은 머신 전체의 페이지 캐시를, 거기서 일하는 모두의 것까지 비워요. 그렇게 잰 것은 아무도 겪지 않는 상황이에요. 대신 첫 실행을 따로 알려 주세요."},
	},
	{
		ID:       "vm.ready-time.blocked",
		Expected: grade.Text{EN: "a machine that gets as far as READY", KO: "READY까지 가는 머신"},
		So:       grade.Text{EN: "the machine was started ✓, and prints to two streams. One of them is a pipe that nobody empties; it holds 64 KiB, then whoever writes to it waits. The machine will never be ready.", KO: "머신은 시작했고 ✓ 두 스트림에 출력해요. 그중 하나가 아무도 비우지 않는 파이프예요. 파이프에는 64 KiB까지 들어가고, 그다음부터는 쓰는 쪽이 기다려요. 머신은 영영 준비되지 않아요."},
	},
	{
		ID:       "vm.ready-time.left-running",
		Expected: grade.Text{EN: "nothing of the machine, after the program has ended", KO: "프로그램이 끝난 뒤 머신의 것이 아무것도 남지 않음"},
		So:       grade.Text{EN: "a record was made ✓, and what was measured goes on running: it takes memory and time from whatever is measured next. A machine is ended by whoever has started it, with what it has started itself.", KO: "기록은 만들었어요 ✓ 하지만 쟀던 것이 계속 돌고 있어서, 다음에 재는 것의 메모리와 시간을 빼앗아요. 머신은 시작한 쪽이 끝내야 해요. 머신이 스스로 시작한 것까지요."},
	},
	{
		ID:       "vm.ready-time.at-once",
		Expected: grade.Text{EN: "one machine at a time", KO: "한 번에 머신 한 대"},
		So:       grade.Text{EN: "each run is measured ✓, but they share processors, memory and disk while they are: each one makes the others slower. What is told is how long several take, not one.", KO: "실행마다 재기는 했어요 ✓ 하지만 그동안 프로세서와 메모리와 디스크를 나눠 써서 서로를 느리게 해요. 이것은 한 대가 아니라 여러 대를 켤 때의 시간이에요."},
	},
	{
		ID:       "vm.ready-time.invented",
		Expected: grade.Text{EN: "one line of the record for each start of the machine, with its own time", KO: "머신을 시작할 때마다 그때 잰 시간으로 기록 한 줄"},
		So:       grade.Text{EN: "the record has the right form ✓, but there are numbers in it that nobody has measured: a run is one start, and has a time of its own.", KO: "기록의 형식은 맞아요 ✓ 하지만 아무도 재지 않은 숫자가 있어요. 실행 하나는 시작 한 번이고, 시간도 따로 있어요."},
	},
	{
		ID:       "vm.ready-time.dropped",
		Expected: grade.Text{EN: "every start of the machine in the record", KO: "머신을 시작한 것은 모두 기록에 남김"},
		So:       grade.Text{EN: "what is in the record was measured ✓, but there were further runs, and nobody is told. A run to warm up, or one that looked odd, is left out with the best intentions; what is left is what one wished to see. Keep all, and say which one is cold.", KO: "기록에 있는 것은 잰 것이에요 ✓ 하지만 실행이 더 있었는데 아무에게도 알리지 않았어요. 몸풀기 실행이나 이상해 보이는 실행은 좋은 뜻으로 빼지만, 그러면 보고 싶은 것만 남아요. 모두 남기고, 어느 것이 콜드인지 알려 주세요."},
	},
	{
		ID:       "vm.ready-time.too-few",
		Expected: grade.Text{EN: "at least %[1]s runs", KO: "적어도 %[1]s번 실행"},
		So:       grade.Text{EN: "what was measured is true of that moment ✓. But one number does not say how far the next one will be from it, and the first one is often the strangest: files come from the disk, memory is looked for.", KO: "그 순간에 대해서는 맞는 값이에요 ✓ 하지만 숫자 하나로는 다음 값이 얼마나 다를지 알 수 없어요. 게다가 첫 번째가 가장 유별날 때가 많아요. 파일을 디스크에서 읽고, 메모리를 찾아야 하니까요."},
	},
	{
		ID:       "vm.ready-time.first-output",
		Expected: untilReady,
		So:       grade.Text{EN: "the machine's output is read ✓, and the clock was stopped at the first of it. That is the firmware's greeting: no kernel has been loaded yet, and nothing in the machine can do any work.", KO: "머신의 출력을 읽었어요 ✓ 하지만 첫 출력에서 시계를 멈췄어요. 그것은 펌웨어의 인사이고, 아직 커널도 올라오지 않아서 머신은 아무 일도 할 수 없어요."},
	},
	{
		ID:       "vm.ready-time.not-the-line",
		Expected: untilReady,
		So:       grade.Text{EN: "the word READY is waited for ✓, but not the line: the machine also says that it is \"not READY yet\", and there the clock was stopped.", KO: "READY라는 낱말을 기다렸어요 ✓ 하지만 그 줄을 기다린 것은 아니에요. 머신은 \"not READY yet\"이라고도 말하는데, 거기서 시계를 멈췄어요."},
	},
	{
		ID:       "vm.ready-time.exit",
		Expected: untilReady,
		So:       grade.Text{EN: "the machine is started, and waited for ✓. But a machine does not end when it is ready, it begins to be useful: what was measured is how long it runs, or there is no end to wait for.", KO: "머신을 시작하고 기다렸어요 ✓ 하지만 머신은 준비되었을 때 끝나는 것이 아니라 그때부터 쓸모 있어져요. 잰 것은 머신이 돌아간 시간이에요. 끝나지 않는 머신이면 영영 기다리게 돼요."},
	},
	{
		ID:       "vm.ready-time.cold",
		Expected: grade.Text{EN: "run 1: %[1]s", KO: "run 1: %[1]s"},
		So:       grade.Text{EN: "all runs are there ✓, in order. The first one is called cold if it took more than twice the median of the others, and only then: that is seen in the numbers, not known beforehand.", KO: "실행이 모두 순서대로 있어요 ✓ 첫 실행은 나머지의 중앙값보다 두 배 넘게 걸렸을 때, 그때만 콜드라고 해요. 미리 아는 것이 아니라 숫자를 보고 아는 거예요."},
	},
	{
		ID:       "vm.ready-time.outlier",
		Expected: grade.Text{EN: "only the first run can be cold", KO: "콜드일 수 있는 것은 첫 실행뿐"},
		So:       grade.Text{EN: "that run took much longer than the others ✓. But the caches were warm by then; somebody else used the machine, and will again. It stays in, unmarked. A median bears it.", KO: "그 실행은 다른 것보다 훨씬 오래 걸렸어요 ✓ 하지만 그때는 캐시가 이미 따뜻했어요. 다른 누군가가 머신을 쓴 것이고, 그런 일은 또 있을 거예요. 표시하지 말고 그대로 두세요. 중앙값은 그 정도는 견뎌요."},
	},
	{
		ID:       "vm.ready-time.mean",
		Expected: grade.Text{EN: "the median of the runs that are not cold", KO: "콜드가 아닌 실행들의 중앙값"},
		So:       grade.Text{EN: "the runs are right, one by one ✓. What is told of them together is their mean, which a single outlier pulls as far as it likes: the number may be one that no run was near to.", KO: "실행 하나하나는 맞아요 ✓ 그런데 한데 모아 알린 것이 평균이에요. 평균은 유별난 값 하나에 얼마든지 끌려가서, 어느 실행과도 가깝지 않은 숫자가 될 수 있어요."},
	},
	{
		ID:       "vm.ready-time.median",
		Expected: grade.Text{EN: "the median of the runs that are not cold", KO: "콜드가 아닌 실행들의 중앙값"},
		So:       grade.Text{EN: "a value in the middle was taken ✓, but not the middle of these: a cold run is left out of it, and of an even number of runs the median is half-way between the two in the middle. Numbers that are made in different ways cannot be compared.", KO: "가운데 값을 골랐어요 ✓ 하지만 이 값들의 가운데는 아니에요. 콜드 실행은 빼고, 개수가 짝수면 가운데 두 값의 중간이 중앙값이에요. 서로 다른 방법으로 만든 숫자는 비교할 수 없어요."},
	},
	{
		ID:       "vm.ready-time.accel",
		Expected: grade.Text{EN: "accel %[1]s", KO: "accel %[1]s"},
		So:       grade.Text{EN: "the times are right ✓, and belong to something else than the record says. The command line says what is wished for, the firmware repeats it, and /dev/kvm is there for everybody. Software emulation passed off as hardware virtualization, or the other way round, spoils every comparison that the record is used for.", KO: "시간은 맞아요 ✓ 하지만 기록이 말하는 것과 다른 것의 시간이에요. 명령줄에는 바라는 것이 적혀 있을 뿐이고, 펌웨어는 그것을 되풀이하고, /dev/kvm은 누구에게나 있어요. 소프트웨어 에뮬레이션을 하드웨어 가상화라고 하거나 그 반대로 하면, 이 기록으로 하는 비교는 모두 망가져요."},
	},
}
