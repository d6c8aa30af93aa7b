//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A group changes what the kernel gives out, and not what it tells. For each question ask who is asked: a file about the whole machine, a property of the process itself, or the group?",
		KO: "그룹은 커널이 내주는 것을 바꾸지, 커널이 알려 주는 것을 바꾸지 않아요. 질문마다 누구에게 묻는 것인지 생각해 보세요. 머신 전체에 관한 파일인가요, 프로세스 자신의 속성인가요, 그룹인가요?",
	},
	{
		EN: "man 5 proc_meminfo, man 2 sysinfo, man 2 sched_getaffinity (nproc and Go ask it), man 2 getrlimit, man 2 mmap with man 5 proc_sys_vm, overcommit_memory. man 7 cpuset says what a cpuset changes for sched_setaffinity(2). man 7 cgroup_namespaces.",
		KO: "man 5 proc_meminfo, man 2 sysinfo, man 2 sched_getaffinity(nproc와 Go가 묻는 곳), man 2 getrlimit, man 2 mmap, man 5 proc_sys_vm의 overcommit_memory. cpuset이 sched_setaffinity(2)에 무엇을 바꾸는지는 man 7 cpuset. man 7 cgroup_namespaces.",
	},
	{
		EN: "for each question: which file or system call gives the number? is there one answer for the whole machine? then the group does not matter. is it kept with the process (affinity, resource limits)? then: does joining the group change it there? is it a file of the group?",
		KO: "질문마다: 어느 파일이나 시스템 콜이 그 숫자를 알려 주나요? 머신 전체에 답이 하나인가요? 그러면 그룹은 상관없어요. 프로세스에 딸린 것인가요(affinity, 자원 제한)? 그러면 그룹에 들어갈 때 그것이 바뀌나요? 그룹의 파일인가요?",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.free-lies.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "cg.free-lies.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the two words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 두 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "cg.free-lies.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "cg.free-lies.free",
		Expected: measured,
		So:       grade.Text{EN: "the limit holds ✓: at 32 MiB the OOM killer comes. But free prints /proc/meminfo, one file for the whole machine, and no namespace makes it another one. Whoever sizes a heap by it is killed one day. (LXC mounts a file of its own over it, made by lxcfs; Docker and Kubernetes do not.)", KO: "제한은 지켜져요 ✓ 32 MiB에 이르면 OOM 킬러가 와요. 하지만 free는 /proc/meminfo를 출력하는데, 머신 전체에 하나뿐인 파일이고 어떤 네임스페이스도 바꿔 주지 않아요. 이것을 보고 힙 크기를 정하는 프로그램은 언젠가 죽어요. (LXC는 lxcfs가 만든 파일을 그 위에 마운트해요. 도커와 쿠버네티스는 그러지 않아요.)"},
	},
	{
		ID:       "cg.free-lies.sysinfo",
		Expected: measured,
		So:       grade.Text{EN: "this is a system call and no file ✓, but it tells the same thing: the memory of the machine. The kernel has one answer, whichever group asks.", KO: "이것은 파일이 아니라 시스템 콜이에요 ✓ 하지만 같은 것을 알려 줘요. 머신의 메모리요. 어느 그룹에서 묻든 커널의 답은 하나예요."},
	},
	{
		ID:       "cg.free-lies.nproc",
		Expected: measured,
		So:       grade.Text{EN: "the group gets half a processor's time ✓, on whichever processors it likes. nproc counts those that the process may run on (its affinity), and a quota takes none away: it lets all of them wait for the rest of each period.", KO: "그룹은 프로세서 절반만큼의 시간을 받아요 ✓ 어느 프로세서에서든요. nproc은 프로세스가 돌 수 있는 프로세서(affinity)를 세는데, 할당량은 그중 아무것도 빼앗지 않아요. 주기가 끝날 때까지 모두를 기다리게 할 뿐이에요."},
	},
	{
		ID:       "cg.free-lies.num-cpu",
		Expected: measured,
		So:       grade.Text{EN: "runtime.NumCPU is the affinity, as with nproc, asked once when the program starts ✓. How many threads Go runs at once is another number, GOMAXPROCS, which followed NumCPU until Go 1.25 began to read the quota of the group: with an older one, a program on 64 processors runs 64 threads and uses its half up in a millisecond.", KO: "runtime.NumCPU는 nproc처럼 affinity이고, 프로그램이 시작할 때 한 번 물어봐요 ✓ Go가 동시에 돌리는 스레드 수는 GOMAXPROCS라는 다른 숫자예요. Go 1.25가 그룹의 할당량을 읽기 시작하기 전까지는 NumCPU를 따랐어요. 그래서 예전 Go로 만든 프로그램은 프로세서가 64개면 스레드 64개를 돌려 자기 몫을 1밀리초 만에 다 써요."},
	},
	{
		ID:       "cg.free-lies.nproc-cpuset",
		Expected: measured,
		So:       grade.Text{EN: "a quota does not show in nproc ✓, a cpuset does: it says on which processors, not how long, and the kernel changes the affinity of every process in the group. This is why `docker run --cpuset-cpus` and `--cpus` look so different from inside.", KO: "할당량은 nproc에 나타나지 않지만 ✓ cpuset은 나타나요. 얼마나 오래가 아니라 어느 프로세서에서 도는지를 정하는 것이라서, 커널이 그룹 안 모든 프로세스의 affinity를 바꿔요. `docker run --cpuset-cpus`와 `--cpus`가 안에서 그렇게 다르게 보이는 이유예요."},
	},
	{
		ID:       "cg.free-lies.cpuinfo",
		Expected: measured,
		So:       grade.Text{EN: "nproc says 1 now ✓, but /proc/cpuinfo describes the processors that are there, for everybody alike. Programs that count its lines count the machine's.", KO: "이제 nproc은 1이라고 해요 ✓ 하지만 /proc/cpuinfo는 있는 프로세서를 누구에게나 똑같이 보여 줘요. 이 파일의 줄을 세는 프로그램은 머신의 것을 세는 거예요."},
	},
	{
		ID:       "cg.free-lies.ulimit",
		Expected: measured,
		So:       grade.Text{EN: "there are two limits for the same thing ✓: RLIMIT_NPROC, kept with each process and counted per user, which ulimit shows; and pids.max, kept with the group and counted in it. Neither knows of the other, and the lower one hits.", KO: "같은 것에 제한이 두 가지 있어요 ✓ ulimit이 보여 주는 RLIMIT_NPROC은 프로세스에 딸려 있고 사용자별로 세요. pids.max는 그룹에 딸려 있고 그룹 안에서 세요. 서로 모르고, 낮은 쪽에 먼저 걸려요."},
	},
	{
		ID:       "cg.free-lies.reserve",
		Expected: measured,
		So:       grade.Text{EN: "the group may have 32 MiB ✓, and not one page of these 128 has been given out yet: the kernel counts a page when it is touched first. So malloc succeeds, and it is the writing that is killed. There is no NULL to check for.", KO: "그룹은 32 MiB까지 쓸 수 있어요 ✓ 그런데 이 128 MiB 중에 아직 한 페이지도 내준 것이 없어요. 커널은 페이지를 처음 건드릴 때 세요. 그래서 malloc은 성공하고, 쓰다가 죽어요. 검사할 NULL이 없어요."},
	},
	{
		ID:       "cg.free-lies.memory-max",
		Expected: measured,
		So:       grade.Text{EN: "the machine as a whole has no limit, and the true top of the tree no such file on version 2 ✓. But the namespace makes the container's own group the top. There it can read what it may have, and runtimes that know containers (the JVM, .NET, Go 1.25 for processors) do read it there.", KO: "머신 전체에는 제한이 없고, 버전 2에서는 진짜 꼭대기에 이런 파일도 없어요 ✓ 하지만 이 네임스페이스에서는 컨테이너 자신의 그룹이 꼭대기예요. 여기서 자기 몫을 읽을 수 있고, 컨테이너를 아는 런타임(JVM, .NET, 프로세서에 관해서는 Go 1.25)은 실제로 읽어요."},
	},
	{
		ID:       "cg.free-lies.siblings",
		Expected: measured,
		So:       grade.Text{EN: "they are in the same tree of the kernel's ✓. The namespace decides from where on a process sees it: its own group is the top, what is below can be seen, and what lies beside or above has no path.", KO: "모두 커널의 같은 트리 안에 있어요 ✓ 네임스페이스는 어디서부터 보일지를 정해요. 자기 그룹이 꼭대기이고, 그 아래는 보이고, 옆이나 위에 있는 것은 경로가 없어요."},
	},
}
