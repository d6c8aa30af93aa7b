//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A page of memory can be in ten processes at once, or in none, though it was promised. So \"how much does it use\" has several answers, and only one of them can be added up over processes. And memory that is in use is not all needed: part of it only keeps files at hand.",
		KO: "메모리 한 페이지는 프로세스 열 개에 동시에 있을 수도 있고, 주기로 약속만 했지 아무 데도 없을 수도 있어요. 그래서 \"얼마나 쓰나\"에는 답이 여럿이고, 그중 프로세스끼리 더해도 되는 것은 하나뿐이에요. 게다가 쓰고 있는 메모리가 모두 꼭 필요한 것도 아니에요. 파일을 가까이 두려고 쓰는 부분이 있어요.",
	},
	{
		EN: "man 5 proc_pid_smaps: smaps_rollup, Pss. Reading it of a process that has ended is ENOENT or ESRCH; a zombie has no memory any more. Kernel documentation, cgroup-v2.rst: memory.current, memory.stat, inactive_file; cgroup-v1/memory.rst 5.2: total_inactive_file.",
		KO: "man 5 proc_pid_smaps의 smaps_rollup과 Pss. 끝난 프로세스의 것을 읽으면 ENOENT나 ESRCH이고, 좀비에게는 이미 메모리가 없어요. 커널 문서 cgroup-v2.rst의 memory.current, memory.stat, inactive_file. cgroup-v1/memory.rst 5.2의 total_inactive_file.",
	},
	{
		EN: "processes: for each pid read /proc/PID/smaps_rollup; gone? next one. sum += Pss × 1024. group: if memory.current is there: it, and inactive_file of memory.stat; else memory.usage_in_bytes and total_inactive_file; neither: an error. the difference, or 0 if it would be below.",
		KO: "프로세스: pid마다 /proc/PID/smaps_rollup을 읽고, 없어졌으면 다음으로. 합 += Pss × 1024. 그룹: memory.current가 있으면 그것과 memory.stat의 inactive_file, 없으면 memory.usage_in_bytes와 total_inactive_file, 둘 다 없으면 에러. 답은 그 차이, 0보다 작아지면 0.",
	},
}

var together = grade.Text{EN: "about %[1]s: each page once", KO: "약 %[1]s: 페이지마다 한 번씩"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.memory.gave-up",
		Expected: grade.Text{EN: "a number of bytes", KO: "바이트 수"},
		So:       grade.Text{EN: "the program runs ✓, and ends with an error where there is something to add up.", KO: "프로그램은 돌아요 ✓ 하지만 더할 것이 있는데 에러로 끝나요."},
	},
	{
		ID:       "vm.memory.shared-again",
		Expected: together,
		So:       grade.Text{EN: "what each process has in memory is found ✓. But these processes share some of it, and here it was added once for each of them. RSS tells how much a process can reach, so sums of it count memory that is not there. For a container with many processes that makes several times the truth.", KO: "프로세스마다 메모리에 무엇이 있는지는 찾았어요 ✓ 하지만 이 프로세스들은 그 일부를 함께 쓰는데, 프로세스 수만큼 더했어요. RSS는 프로세스가 쓸 수 있게 올라와 있는 크기라서, 더하면 있지도 않은 메모리까지 세게 돼요. 프로세스가 많은 컨테이너라면 실제의 몇 배가 돼요."},
	},
	{
		ID:       "vm.memory.promised",
		Expected: together,
		So:       grade.Text{EN: "the right processes are looked at ✓, but this is what they were promised: addresses. A page exists from the moment it is touched first. A machine with -m 1024 that has just started takes a fraction of it.", KO: "맞는 프로세스를 보고 있어요 ✓ 하지만 이것은 약속받은 것, 곧 주소예요. 페이지는 처음 건드리는 순간부터 있어요. -m 1024로 방금 켠 머신은 그 일부만 써요."},
	},
	{
		ID:       "vm.memory.only-own",
		Expected: together,
		So:       grade.Text{EN: "nothing is counted twice ✓, but what the processes share is counted not at all. It exists, once, and is gone when they are gone.", KO: "두 번 센 것은 없어요 ✓ 하지만 함께 쓰는 메모리를 아예 세지 않았어요. 그것도 한 번은 있고, 이 프로세스들이 끝나면 없어져요."},
	},
	{
		ID:       "vm.memory.only-one",
		Expected: together,
		So:       grade.Text{EN: "one process is measured well ✓. There are more of them: a container, like most programs that are in one, is several.", KO: "프로세스 하나는 잘 쟀어요 ✓ 그런데 더 있어요. 컨테이너도, 그 안의 프로그램도 대개 프로세스가 여럿이에요."},
	},
	{
		ID:       "vm.memory.unit",
		Expected: grade.Text{EN: "%[1]s, in bytes", KO: "%[1]s를 바이트로"},
		So:       grade.Text{EN: "the number comes from the right place ✓, and means something else there: the kernel writes kB, which are 1024 bytes.", KO: "맞는 곳에서 온 숫자예요 ✓ 하지만 단위가 달라요. 커널은 kB로 쓰고, 1 kB는 1024바이트예요."},
	},
	{
		ID:       "vm.memory.ended",
		Expected: grade.Text{EN: "the memory of those that are still there", KO: "아직 있는 프로세스들의 메모리"},
		So:       grade.Text{EN: "running processes are measured well ✓. Between the moment a list of processes is made and the moment each is looked at some of them end, on every machine. They take nothing, and that is no reason to tell nothing of the others.", KO: "도는 프로세스는 잘 쟀어요 ✓ 프로세스 목록을 만들고 하나하나 보는 사이에 끝나는 프로세스는 어느 머신에나 있어요. 끝난 것은 아무것도 쓰지 않아요. 그렇다고 나머지까지 알려 주지 않을 이유는 없어요."},
	},
	{
		ID:       "vm.memory.cache-counted",
		Expected: grade.Text{EN: "%[1]s", KO: "%[1]s"},
		So:       grade.Text{EN: "this is what the kernel counts for the group ✓. Most of it is files that were read some time ago, kept in case somebody reads them again: page cache. The kernel takes it back as soon as somebody needs memory. Who reads a big file has a big number, and needs no more than before.", KO: "커널이 그룹에 대해 센 숫자예요 ✓ 그런데 대부분은 예전에 읽은 파일을 또 읽을까 봐 남겨 둔 페이지 캐시예요. 누군가 메모리가 필요하면 커널이 곧바로 도로 가져가요. 큰 파일을 읽으면 숫자는 커지지만, 더 필요해진 것은 아니에요."},
	},
	{
		ID:       "vm.memory.all-files",
		Expected: grade.Text{EN: "%[1]s", KO: "%[1]s"},
		So:       grade.Text{EN: "page cache is left out ✓, and with it what cannot be taken back so easily: files that are in use just now, files in memory (shmem, a tmpfs, which have no disk to go to), or the kernel's own memory for the group.", KO: "페이지 캐시는 뺐어요 ✓ 그런데 쉽게 도로 가져갈 수 없는 것까지 함께 빠졌어요. 지금 쓰고 있는 파일, 돌아갈 디스크가 없는 메모리 속의 파일(shmem, tmpfs), 그룹을 위해 커널이 쓰는 메모리 같은 것들이에요."},
	},
	{
		ID:       "vm.memory.version-1",
		Expected: grade.Text{EN: "the same of a group of version 1", KO: "버전 1의 그룹에서도 같은 값"},
		So:       grade.Text{EN: "groups of version 2 are understood ✓. In version 1 the same numbers have other names, and many machines have it still, Play with Docker's among them.", KO: "버전 2의 그룹은 알아들어요 ✓ 버전 1에서는 같은 숫자의 이름이 달라요. Play with Docker의 머신을 비롯해서 아직 버전 1을 쓰는 머신이 많아요."},
	},
	{
		ID:       "vm.memory.groups-below",
		Expected: grade.Text{EN: "%[1]s", KO: "%[1]s"},
		So:       grade.Text{EN: "usage less inactive files ✓, but they are not of the same thing. In version 1 a name alone is of this group's own processes, while the usage includes the groups below; the names with total_ do, too.", KO: "사용량에서 inactive 파일을 뺐어요 ✓ 하지만 둘이 같은 것의 숫자가 아니에요. 버전 1에서 그냥 이름은 이 그룹 자신의 프로세스만 센 것이고, 사용량은 아래 그룹까지 센 것이에요. total_이 붙은 이름이 아래까지 센 것이에요."},
	},
	{
		ID:       "vm.memory.below-zero",
		Expected: grade.Text{EN: "%[1]s", KO: "%[1]s"},
		So:       grade.Text{EN: "the difference is the right one ✓. But the kernel keeps the two numbers apart and not quite up to date: now and then the part is more than the whole, and what is left is no huge number.", KO: "맞는 차이를 구했어요 ✓ 하지만 커널은 두 숫자를 따로 세고, 조금씩 늦게 고쳐요. 그래서 가끔은 일부가 전체보다 커요. 그때 남는 것이 엄청나게 큰 수일 리는 없어요."},
	},
	{
		ID:       "vm.memory.silent",
		Expected: grade.Text{EN: "an error", KO: "에러"},
		So:       grade.Text{EN: "groups are measured well ✓. This directory is none, or its controller is not switched on, and yet there is a number. Nobody would notice that nothing was measured.", KO: "그룹은 잘 쟀어요 ✓ 그런데 이 디렉터리는 그룹이 아니거나 컨트롤러가 켜져 있지 않은데도 숫자가 나왔어요. 아무것도 재지 않았다는 것을 아무도 알아채지 못할 거예요."},
	},
}
