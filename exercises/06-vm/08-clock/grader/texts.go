//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A sysctl is a variable of the kernel's. Where the kernel keeps it with a namespace there are as many of it as namespaces; else there is one, whoever looks. The folder of /proc/sys that it is in does not tell. And which clock could run differently for two programs that write the same file?",
		KO: "sysctl은 커널의 변수예요. 커널이 그것을 네임스페이스에 딸려 두면 네임스페이스 수만큼 있고, 아니면 누가 보든 하나뿐이에요. /proc/sys의 어느 폴더에 있는지로는 알 수 없어요. 그리고 같은 파일에 쓰는 두 프로그램에게 서로 다르게 가도 되는 시계는 어느 것일까요?",
	},
	{
		EN: "man 7 ipc_namespaces, man 7 network_namespaces, man 7 uts_namespaces, man 7 pid_namespaces and man 7 time_namespaces say what is kept with each. man 5 proc_sys_fs, proc_sys_kernel and proc_sys_vm say what a sysctl is about: a thing of one of these, or memory, files and processors of the machine?",
		KO: "각각에 무엇이 딸려 있는지는 man 7 ipc_namespaces, network_namespaces, uts_namespaces, pid_namespaces, time_namespaces에 있어요. sysctl이 무엇에 관한 것인지는 man 5 proc_sys_fs, proc_sys_kernel, proc_sys_vm에 있어요. 그 네임스페이스의 것인가요, 머신의 메모리와 파일과 프로세서인가요?",
	},
	{
		EN: "for each sysctl: is it about something that a namespace of the list has instances of? its own; else shared.  for each clock: does time_namespaces(7) list it? own, in a time namespace only; else shared.  the machine: which kernel has this variable, which clock chip does it read?",
		KO: "sysctl마다: 목록에 있는 네임스페이스가 하나씩 갖는 것에 관한 것인가? 그러면 own, 아니면 shared.  시계마다: time_namespaces(7)의 목록에 있는가? 시간 네임스페이스가 있을 때만 own, 아니면 shared.  머신: 그 변수는 어느 커널의 것이고, 어느 시계 칩을 읽는가?",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.clock.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So: grade.Text{
			EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.",
			KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요.",
		},
	},
	{
		ID:       "vm.clock.word",
		Expected: grade.Text{EN: "a question of answer.txt, and own or shared", KO: "answer.txt에 있는 질문과, own 또는 shared"},
		So: grade.Text{
			EN: "the line has the right form ✓, but this question or this word is not in the list.",
			KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요.",
		},
	},
	{
		ID:       "vm.clock.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So: grade.Text{
			EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.",
			KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요.",
		},
	},
	{
		ID: "vm.clock.hostname", Expected: measured,
		So: grade.Text{
			EN: "the name can be read here as a sysctl ✓, and it is the same variable that sethostname(2) sets: it is kept with the UTS namespace.",
			KO: "이름을 sysctl로도 읽을 수 있어요 ✓ sethostname(2)이 바꾸는 바로 그 변수이고, UTS 네임스페이스에 딸려 있어요.",
		},
	},
	{
		ID: "vm.clock.ip-forward", Expected: measured,
		So: grade.Text{
			EN: "there is one kernel that forwards ✓, but it asks the network namespace that a packet is in. A container can be a router while its host is none. The value that a new namespace begins with may be the host's; that is a copy.",
			KO: "패킷을 넘겨 주는 커널은 하나예요 ✓ 하지만 커널은 패킷이 있는 네트워크 네임스페이스에 물어봐요. 호스트는 라우터가 아닌데 컨테이너는 라우터일 수 있어요. 새 네임스페이스가 호스트의 값으로 시작할 수도 있지만, 그건 복사본이에요.",
		},
	},
	{
		ID: "vm.clock.shmmax", Expected: measured,
		So: grade.Text{
			EN: "it stands below kernel, beside settings of the whole machine ✓. But System V shared memory belongs to an IPC namespace, and its limits come with it. (`docker run --sysctl kernel.shmmax=…` can be allowed for that reason.)",
			KO: "kernel 아래에, 머신 전체의 설정 옆에 있어요 ✓ 하지만 System V 공유 메모리는 IPC 네임스페이스의 것이고, 그 제한도 함께 딸려 있어요. (`docker run --sysctl kernel.shmmax=…`가 허용되는 까닭이에요.)",
		},
	},
	{
		ID: "vm.clock.msg-max", Expected: measured,
		So: grade.Text{
			EN: "almost all below fs is about the files of the whole machine ✓. This is about message queues, which belong to an IPC namespace: the folder does not decide.",
			KO: "fs 아래에 있는 것은 거의 다 머신 전체의 파일에 관한 것이에요 ✓ 이것은 메시지 큐에 관한 것이고, 메시지 큐는 IPC 네임스페이스의 것이에요. 폴더가 정해 주지 않아요.",
		},
	},
	{
		ID: "vm.clock.pid-max", Expected: measured,
		So: grade.Text{
			EN: "it was one for all for twenty years ✓, and many texts say so still. Since Linux 6.14 each PID namespace has one, and those of the namespaces around it hold as well. What is namespaced is a matter of the version: one measures it.",
			KO: "스무 해 동안 모두에게 하나였고 ✓ 아직 그렇게 적힌 글이 많아요. Linux 6.14부터는 PID 네임스페이스마다 하나씩 있고, 바깥 네임스페이스의 것도 함께 지켜져요. 무엇이 네임스페이스에 딸려 있는지는 버전에 따라 달라요. 그래서 재 봐야 해요.",
		},
	},
	{
		ID: "vm.clock.swappiness", Expected: measured,
		So: grade.Text{
			EN: "the container has a /proc of its own ✓, in which this file shows the machine's variable: memory has no namespace. Root of a user namespace may not even write it; the machine's own root, from within whatever container, would set it for everybody.",
			KO: "컨테이너에 자기 /proc이 있어요 ✓ 하지만 그 안의 이 파일은 머신의 변수를 보여 줘요. 메모리에는 네임스페이스가 없어요. 사용자 네임스페이스의 root는 쓸 수도 없고, 머신의 진짜 root가 쓰면 어느 컨테이너 안에서든 모두에게 바뀌어요.",
		},
	},
	{
		ID: "vm.clock.file-max", Expected: measured,
		So: grade.Text{
			EN: "each process has a limit of its own on open files, RLIMIT_NOFILE ✓. This one is for the whole kernel: who opens them is not asked.",
			KO: "열 수 있는 파일 수의 제한은 프로세스마다 있어요(RLIMIT_NOFILE) ✓ 이것은 커널 전체의 것이고, 누가 여는지 묻지 않아요.",
		},
	},
	{
		ID: "vm.clock.core-pattern", Expected: measured,
		So: grade.Text{
			EN: "the program that crashed is the container's ✓, the setting is the kernel's. It may name a program, and the kernel starts that one as root of the host, outside of every container. A container that could write here would be out: this is why runtimes have /proc/sys read-only.",
			KO: "죽은 프로그램은 컨테이너의 것이지만 ✓ 설정은 커널의 것이에요. 여기에 프로그램을 적을 수 있는데, 커널은 그것을 모든 컨테이너의 밖에서 호스트의 root로 실행해요. 여기에 쓸 수 있는 컨테이너는 밖으로 나온 거나 마찬가지예요. 런타임이 /proc/sys를 읽기 전용으로 두는 까닭이에요.",
		},
	},
	{
		ID: "vm.clock.uptime", Expected: measured,
		So: grade.Text{
			EN: "the container was started just now ✓, its kernel was not. Without a time namespace, which Docker does not make, /proc/uptime counts from the boot of the host. How old a container is, its first process knows.",
			KO: "컨테이너는 방금 시작했지만 ✓ 커널은 아니에요. 도커가 만들지 않는 시간 네임스페이스가 없으면 /proc/uptime은 호스트가 부팅된 때부터 세요. 컨테이너의 나이는 그 첫 프로세스가 알아요.",
		},
	},
	{
		ID: "vm.clock.boot-clock", Expected: measured,
		So: grade.Text{
			EN: "there is one hardware clock ✓. A time namespace adds a number of its own to what is read from it, so that a container that is moved to another machine does not find itself before its own birth.",
			KO: "하드웨어 시계는 하나예요 ✓ 시간 네임스페이스는 거기서 읽은 값에 자기만의 수를 더해요. 그래서 다른 머신으로 옮긴 컨테이너가 자기가 태어나기 전으로 가지 않아요.",
		},
	},
	{
		ID: "vm.clock.monotonic", Expected: measured,
		So: grade.Text{
			EN: "no program may set this clock ✓, but a time namespace can begin with another value of it: whoever waits for a timeout must not wait longer because it was moved to a machine that was started later.",
			KO: "이 시계는 어떤 프로그램도 맞출 수 없어요 ✓ 하지만 시간 네임스페이스는 다른 값에서 시작할 수 있어요. 나중에 켜진 머신으로 옮겨졌다고 해서 타임아웃을 더 오래 기다리면 안 되니까요.",
		},
	},
	{
		ID: "vm.clock.date", Expected: measured,
		So: grade.Text{
			EN: "a time namespace has clocks of its own ✓, this one is not among them. There is one date for all: it stands in files, certificates and messages that are passed between containers, and setting it is left to root of the machine.",
			KO: "시간 네임스페이스에 자기 시계가 있지만 ✓ 이 시계는 아니에요. 날짜는 모두에게 하나예요. 컨테이너끼리 주고받는 파일과 인증서와 메시지에 적히니까요. 맞추는 일은 머신의 root만 할 수 있어요.",
		},
	},
	{
		ID: "vm.clock.vm-swappiness", Expected: measured,
		So: grade.Text{
			EN: "in a container it is the host's ✓. A machine has a kernel, and with it every variable of one: not a single sysctl is shared. That is the simple half of what a machine is.",
			KO: "컨테이너에서는 호스트의 것이에요 ✓ 머신에는 커널이 있고, 커널의 변수도 모두 따라와요. 함께 쓰는 sysctl은 하나도 없어요. 머신이 무엇인지의 쉬운 절반이에요.",
		},
	},
	{
		ID: "vm.clock.vm-uptime", Expected: measured,
		So: grade.Text{
			EN: "in a container it counts from the boot of the host ✓. The machine was booted itself, seconds ago, and no namespace is needed for that.",
			KO: "컨테이너에서는 호스트가 부팅된 때부터 세요 ✓ 머신은 몇 초 전에 스스로 부팅했어요. 여기에는 네임스페이스가 필요 없어요.",
		},
	},
	{
		ID: "vm.clock.vm-date", Expected: measured,
		So: grade.Text{
			EN: "when it boots the machine reads the date from the host's ✓, through a clock chip that the hypervisor plays. From then on it keeps its own: set there, it changes nowhere else. It can also run away from the host's, and needs a time service of its own; a container never does.",
			KO: "부팅할 때는 하이퍼바이저가 흉내 내는 시계 칩을 통해 호스트의 날짜를 읽어요 ✓ 그 뒤로는 자기 것으로 가요. 거기서 바꿔도 다른 곳은 바뀌지 않아요. 호스트의 시계와 어긋날 수도 있어서 시간 서비스가 따로 있어야 해요. 컨테이너에는 필요 없어요.",
		},
	},
}
