//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Version 1 grew controller by controller, each with names of its own. Version 2 was made in one go: the part before the dot is the controller (or cgroup, for what all have), the part after it the kind of thing: a wall, a brake, a share, numbers to read.",
		KO: "버전 1은 컨트롤러마다 따로 자라서 이름도 제각각이에요. 버전 2는 한 번에 설계했어요. 점 앞은 컨트롤러(모두에게 있는 것은 cgroup)이고, 점 뒤는 종류예요. 벽인지, 브레이크인지, 몫인지, 읽는 숫자인지.",
	},
	{
		EN: "The kernel's Documentation/admin-guide/cgroup-v2.rst, \"Conventions\", \"Core Interface Files\" and \"Controllers\"; beside it cgroup-v1/memory.rst and cgroups.rst, and scheduler/sched-bwc.rst. man 7 cgroups is about both versions.",
		KO: "커널의 Documentation/admin-guide/cgroup-v2.rst에서 \"Conventions\", \"Core Interface Files\", \"Controllers\". 옆에 있는 cgroup-v1/memory.rst와 cgroups.rst, 그리고 scheduler/sched-bwc.rst. man 7 cgroups는 두 버전을 모두 다뤄요.",
	},
	{
		EN: "for each file: does it limit, divide, count, or act? which controller? then look for CONTROLLER.KIND among the words. for each number: what exactly does it count, in which unit, from where? is that the same thing in both?",
		KO: "파일마다: 제한하나요, 나누나요, 세나요, 무언가를 하나요? 어느 컨트롤러인가요? 그러면 낱말 중에서 컨트롤러.종류를 찾으세요. 숫자마다: 정확히 무엇을, 어떤 단위로, 어디서부터 세나요? 두 버전에서 같은 것인가요?",
	},
}

var documented = grade.Text{EN: "%[2]s; you said %[1]s", KO: "%[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.v1-map.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "cg.v1-map.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the words that it can be answered with", KO: "answer.txt에 있는 질문과, 그 질문에 쓸 수 있는 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "cg.v1-map.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong one costs nothing.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없어요."},
	},
	{
		ID:       "cg.v1-map.limit",
		Expected: documented,
		So:       grade.Text{EN: "version 2 has two limits for memory ✓, and only one is a wall: above .high the group is slowed down and its memory taken back, and nobody is killed; above .max there is the OOM killer. Version 1 had the wall alone.", KO: "버전 2에는 메모리 제한이 두 가지 있고 ✓ 그중 하나만 벽이에요. .high를 넘으면 느려지고 메모리를 되돌려 줘야 할 뿐 아무도 죽지 않아요. .max를 넘으면 OOM 킬러가 와요. 버전 1에는 벽만 있었어요."},
	},
	{
		ID:       "cg.v1-map.quota",
		Expected: documented,
		So:       grade.Text{EN: "cpu is the controller ✓, and the quota is a wall: it holds on an idle machine, too. A weight is none, and cpu.stat can only be read.", KO: "컨트롤러는 cpu이고 ✓ 할당량은 벽이에요. 머신이 한가해도 넘을 수 없어요. weight는 벽이 아니고, cpu.stat은 읽을 수만 있어요."},
	},
	{
		ID:       "cg.v1-map.period",
		Expected: documented,
		So:       grade.Text{EN: "the period has not gone away ✓: it stands beside the quota, in the same file. One write changes both, and nobody runs under a new quota with an old period in between.", KO: "주기가 없어진 것은 아니에요 ✓ 할당량과 같은 파일에 나란히 있어요. 한 번 쓰면 둘이 함께 바뀌니까, 새 할당량과 옛 주기가 섞인 채로 도는 순간이 없어요."},
	},
	{
		ID:       "cg.v1-map.shares",
		Expected: documented,
		So:       grade.Text{EN: "shares are no limit ✓: they say how a processor is divided among groups that all want it. Version 2 calls that a weight, with other numbers.", KO: "shares는 제한이 아니에요 ✓ 모두가 프로세서를 쓰고 싶어 할 때 어떻게 나눌지를 정해요. 버전 2에서는 weight라고 부르고 숫자도 달라요."},
	},
	{
		ID:       "cg.v1-map.usage",
		Expected: documented,
		So:       grade.Text{EN: "time is still counted ✓, in every group, also where the cpu controller is off. cpuacct as a controller is gone; the number is a line, usage_usec, in a file of the cpu's, in microseconds instead of nanoseconds.", KO: "시간은 여전히 세고 있어요 ✓ cpu 컨트롤러가 꺼진 그룹에서도 세요. cpuacct라는 컨트롤러는 없어졌고, 그 숫자는 cpu의 파일에 usage_usec라는 줄로 있어요. 나노초가 아니라 마이크로초예요."},
	},
	{
		ID:       "cg.v1-map.tasks",
		Expected: documented,
		So:       grade.Text{EN: "both versions list what is in a group ✓. The word task means a thread here. cgroup.procs, which both have, lists processes: one line, however many threads a process has.", KO: "두 버전 모두 그룹 안에 있는 것을 보여 줘요 ✓ 여기서 task는 스레드예요. 두 버전 모두에 있는 cgroup.procs는 프로세스를 보여 줘요. 스레드가 몇 개든 한 줄이에요."},
	},
	{
		ID:       "cg.v1-map.freezer",
		Expected: documented,
		So:       grade.Text{EN: "freezing outlived the freezer ✓. It is no controller any more but something every group can do, so its file begins with cgroup; written is 1 and 0, and no longer FROZEN and THAWED.", KO: "freezer는 없어졌지만 얼리는 기능은 남았어요 ✓ 이제 컨트롤러가 아니라 모든 그룹이 할 수 있는 일이라서 파일 이름이 cgroup으로 시작해요. FROZEN과 THAWED 대신 1과 0을 써요."},
	},
	{
		ID:       "cg.v1-map.devices",
		Expected: documented,
		So:       grade.Text{EN: "devices can still be forbidden ✓, though not by a file: a small program (bpf) is attached to the group, and the kernel asks it at each open and mknod.", KO: "장치는 여전히 막을 수 있어요 ✓ 하지만 파일로 하지는 않아요. 작은 프로그램(bpf)을 그룹에 붙여 두면, 커널이 open과 mknod 때마다 그것에게 물어봐요."},
	},
	{
		ID:       "cg.v1-map.kill",
		Expected: documented,
		So:       grade.Text{EN: "version 1 can list the processes of a group and freeze them ✓, and the killing is left to whoever reads the list. cgroup.kill came with Linux 5.14, for version 2 only.", KO: "버전 1도 그룹의 프로세스를 보여 주고 얼릴 수는 있어요 ✓ 죽이는 일은 목록을 읽은 쪽이 직접 해야 해요. cgroup.kill은 Linux 5.14에서, 버전 2에만 생겼어요."},
	},
	{
		ID:       "cg.v1-map.two-groups",
		Expected: documented,
		So:       grade.Text{EN: "on version 1 each hierarchy is a tree of its own ✓, and a process has a place in each. Version 2 is one tree: a process has one place, and which controllers count there is switched per group. That is why /proc/self/cgroup is one line then.", KO: "버전 1에서는 계층마다 트리가 따로 있고 ✓ 프로세스는 트리마다 한 자리씩 있어요. 버전 2는 트리가 하나예요. 프로세스의 자리도 하나이고, 거기서 어떤 컨트롤러를 쓸지는 그룹마다 켜요. 그래서 /proc/self/cgroup이 한 줄이에요."},
	},
	{
		ID:       "cg.v1-map.no-limit",
		Expected: documented,
		So:       grade.Text{EN: "no limit has a spelling in each version ✓, and it is not the same: version 2 says it with one word in all its files, as pids.max did already. A 0 would be a limit, the smallest, and -1 is refused.", KO: "두 버전 모두 제한 없음을 적는 방법이 있고 ✓ 서로 달라요. 버전 2는 모든 파일에서 한 낱말로 적어요. pids.max는 원래부터 그랬어요. 0은 가장 작은 제한이고, -1은 거절돼요."},
	},
	{
		ID:       "cg.v1-map.half",
		Expected: documented,
		So:       grade.Text{EN: "25000 of every 50000 microseconds is half a processor ✓. In one file both numbers stand, quota first. The quota alone would be read with the period that is there, 100000 in a new group: a quarter.", KO: "50000마이크로초마다 25000이면 프로세서의 절반이에요 ✓ 파일 하나에 두 숫자가 할당량부터 차례로 있어요. 할당량만 쓰면 이미 있는 주기를 그대로 써요. 새 그룹이라면 100000이니 4분의 1이 돼요."},
	},
	{
		ID:       "cg.v1-map.swap",
		Expected: documented,
		So:       grade.Text{EN: "the group may use 64 MiB of memory and, with swap, 96 MiB in all ✓. memsw counted both together; version 2 counts swap by itself. Copied as it is, the number would give the group too much.", KO: "그룹은 메모리 64 MiB, 스왑까지 합쳐 96 MiB를 쓸 수 있어요 ✓ memsw는 둘을 합쳐서 셌고, 버전 2는 스왑만 따로 세요. 숫자를 그대로 옮기면 너무 많이 주게 돼요."},
	},
	{
		ID:       "cg.v1-map.weight",
		Expected: documented,
		So:       grade.Text{EN: "both begin in the middle, as one share beside others that are new ✓. Shares went from 2 to 262144 around 1024, weights go from 1 to 10000 around 100. Runtimes that spread the one range evenly over the other made 39 of 1024 for years, less than a neighbour got without asking; runc 1.3.2 and crun 1.23 bend the line so that the defaults meet.", KO: "둘 다 새로 생긴 이웃과 같은 몫에서 시작해요 ✓ shares는 2에서 262144까지이고 기본은 1024, weight는 1에서 10000까지이고 기본은 100이에요. 범위를 고르게 늘려 옮기던 런타임들은 오랫동안 1024를 39로 바꿨어요. 아무것도 부탁하지 않은 이웃보다 적은 몫이에요. runc 1.3.2와 crun 1.23부터는 기본값끼리 만나게 옮겨요."},
	},
}
