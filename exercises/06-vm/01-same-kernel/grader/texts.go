//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Count the kernels. A container is processes of the host, a virtual machine is one process that runs a kernel. For each question ask which kernel answers it, and whether that kernel keeps the answer once or for each namespace.",
		KO: "커널이 몇 개인지 세어 보세요. 컨테이너는 호스트의 프로세스들이고, 가상 머신은 커널 하나를 돌리는 프로세스 하나예요. 질문마다 어느 커널이 답하는지, 그 커널이 그 답을 하나만 가지고 있는지 네임스페이스마다 가지고 있는지 생각해 보세요.",
	},
	{
		EN: "man 5 proc_sys_kernel (random/boot_id), man 2 uname, man 5 proc_uptime, man 5 proc_pid_stat (22), man 5 proc_meminfo, man 2 sched_getaffinity. man 7 namespaces has the list of what a namespace keeps. For the program: man 2 execve, its list of errors, and man 5 elf, e_machine.",
		KO: "man 5 proc_sys_kernel(random/boot_id), man 2 uname, man 5 proc_uptime, man 5 proc_pid_stat(22번), man 5 proc_meminfo, man 2 sched_getaffinity. 네임스페이스가 무엇을 따로 갖는지는 man 7 namespaces의 표에 있어요. 프로그램 문제는 man 2 execve의 에러 목록과 man 5 elf의 e_machine.",
	},
	{
		EN: "for each question: is it asked in the container? then the host's kernel answers. is there a namespace for it? if not, the answer is the host's, and neither a limit nor a restart changes it. is it asked in the machine? then the kernel answers that was loaded when the machine was switched on, about the memory and the processors that it was given.",
		KO: "질문마다: 컨테이너에서 묻나요? 그러면 호스트의 커널이 답해요. 그것을 위한 네임스페이스가 있나요? 없으면 답은 호스트의 것이고, 제한을 걸어도 다시 시작해도 바뀌지 않아요. 가상 머신에서 묻나요? 그러면 머신을 켤 때 올린 커널이, 자기가 받은 메모리와 프로세서에 대해 답해요.",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.same-kernel.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "vm.same-kernel.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "vm.same-kernel.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "vm.same-kernel.boot-id",
		Expected: measured,
		So:       grade.Text{EN: "the container has a name, processes and a network of its own ✓, but no kernel has started for it. The number was drawn when the host's kernel started, and everybody on the host reads the same one.", KO: "컨테이너에는 자기 이름, 자기 프로세스, 자기 네트워크가 있어요 ✓ 하지만 컨테이너를 위해 시작된 커널은 없어요. 이 값은 호스트의 커널이 시작할 때 뽑은 것이고, 호스트 위에서는 누구나 같은 값을 읽어요."},
	},
	{
		ID:       "vm.same-kernel.release",
		Expected: measured,
		So:       grade.Text{EN: "the image brings programs and libraries ✓, and never a kernel: uname(2) is answered by the one that is running. An image of Debian on a host with Fedora says Debian in /etc/os-release and Fedora's kernel here.", KO: "이미지에는 프로그램과 라이브러리가 들어 있어요 ✓ 하지만 커널은 들어 있지 않아요. uname(2)에는 지금 돌고 있는 커널이 답해요. 페도라 호스트에서 데비안 이미지를 돌리면 /etc/os-release는 데비안이라고 하고, 여기서는 페도라의 커널이 보여요."},
	},
	{
		ID:       "vm.same-kernel.restart",
		Expected: measured,
		So:       grade.Text{EN: "stopping a container ends its processes ✓, and starting it makes new ones. The kernel below has noticed nothing worth a new number. That is also why a restart takes milliseconds, and why it does not load an update of the kernel.", KO: "컨테이너를 멈추면 프로세스가 끝나고 ✓ 다시 시작하면 새 프로세스가 생겨요. 그 아래의 커널에게는 새 값을 뽑을 만한 일이 아니에요. 그래서 다시 시작하는 데 몇 밀리초밖에 안 걸리고, 커널 업데이트도 적용되지 않아요."},
	},
	{
		ID:       "vm.same-kernel.uptime",
		Expected: measured,
		So:       grade.Text{EN: "the container has a /proc of its own ✓, which lists its own processes. But uptime is no process: it counts from the start of the kernel. (A time namespace can shift it. Docker, Podman and Kubernetes make none unless told.)", KO: "컨테이너에는 자기 프로세스를 보여 주는 자기 /proc이 있어요 ✓ 하지만 uptime은 프로세스가 아니라서 커널이 시작한 때부터 세요. (시간 네임스페이스로 옮길 수는 있어요. 도커, 포드맨, 쿠버네티스는 따로 시키지 않으면 만들지 않아요.)"},
	},
	{
		ID:       "vm.same-kernel.age",
		Expected: measured,
		So:       grade.Text{EN: "/proc/uptime can be read in the container ✓, and is the age of the kernel that it shares. A process's start is counted from there as well, so the difference is how long the process has been running; the container is as old as its first one.", KO: "컨테이너에서도 /proc/uptime을 읽을 수 있어요 ✓ 하지만 함께 쓰는 커널의 나이예요. 프로세스의 시작 시각도 거기서부터 세니까, 둘의 차이가 그 프로세스가 돌아간 시간이에요. 컨테이너의 나이는 첫 프로세스의 나이와 같아요."},
	},
	{
		ID:       "vm.same-kernel.memory",
		Expected: measured,
		So:       grade.Text{EN: "the limit holds ✓, in the control group, and nobody tells /proc/meminfo of it. It describes the memory of the kernel, and the kernel is the host's.", KO: "제한은 컨트롤 그룹에서 지켜져요 ✓ 하지만 /proc/meminfo에는 아무도 알려 주지 않아요. 거기 있는 것은 커널의 메모리이고, 그 커널은 호스트의 것이에요."},
	},
	{
		ID:       "vm.same-kernel.processors",
		Expected: measured,
		So:       grade.Text{EN: "the container gets half a processor's time ✓, on any of the host's processors. nproc counts those that the process may run on, and the limit takes none of them away.", KO: "컨테이너는 프로세서 절반만큼의 시간을 받아요 ✓ 호스트의 어느 프로세서에서든요. nproc은 프로세스가 돌 수 있는 프로세서를 세는데, 이 제한은 그중 아무것도 빼앗지 않아요."},
	},
	{
		ID:       "vm.same-kernel.foreign",
		Expected: measured,
		So:       grade.Text{EN: "the file is found (no ENOENT ✓) and may be executed (no EACCES ✓). Its header says for which processor it was compiled, and the kernel, which is the host's, on the host's processor, knows no way to run it. Shells print \"exec format error\". So an image is for one kind of processor, and for Linux.", KO: "파일은 찾았고(ENOENT가 아니에요 ✓) 실행할 권한도 있어요(EACCES도 아니에요 ✓). 헤더에는 어느 프로세서용으로 컴파일했는지 적혀 있는데, 호스트의 프로세서 위에서 도는 호스트의 커널은 그것을 실행할 방법을 몰라요. 셸은 \"exec format error\"라고 해요. 그래서 이미지는 한 종류의 프로세서와 리눅스를 위한 것이에요."},
	},
	{
		ID:       "vm.same-kernel.vm-boot-id",
		Expected: measured,
		So:       grade.Text{EN: "the machine runs on the host, as a process ✓. In this process a second kernel has started, and has drawn a number of its own.", KO: "가상 머신은 호스트 위에서 프로세스로 돌아요 ✓ 그런데 이 프로세스 안에서 두 번째 커널이 시작했고, 자기 값을 뽑았어요."},
	},
	{
		ID:       "vm.same-kernel.vm-release",
		Expected: measured,
		So:       grade.Text{EN: "both run Linux ✓, each its own. The machine was started with a kernel of Debian's, and this kernel answers the programs in it. It may as well be an older one, or no Linux.", KO: "둘 다 리눅스를 돌려요 ✓ 하지만 각자의 것이에요. 머신은 데비안의 커널로 시작했고, 안의 프로그램에게는 그 커널이 답해요. 더 오래된 것이어도, 리눅스가 아니어도 돼요."},
	},
	{
		ID:       "vm.same-kernel.vm-restart",
		Expected: measured,
		So:       grade.Text{EN: "the files are the same ones as before ✓. But a machine that is switched on loads its kernel from the beginning, and every kernel that starts draws a number. That is the time which a container's start does not take.", KO: "파일은 전과 같아요 ✓ 하지만 머신을 켜면 커널을 처음부터 올리고, 커널은 시작할 때마다 값을 뽑아요. 컨테이너를 시작할 때는 들지 않는 시간이 바로 이것이에요."},
	},
	{
		ID:       "vm.same-kernel.vm-uptime",
		Expected: measured,
		So:       grade.Text{EN: "uptime is the age of the kernel that is asked ✓, and the machine's was loaded when it was switched on. What holds for containers, that uptime tells nothing about them, does not hold here.", KO: "uptime은 답하는 커널의 나이예요 ✓ 그리고 머신의 커널은 머신을 켤 때 올라왔어요. uptime이 컨테이너에 대해서는 아무것도 알려 주지 않지만, 여기서는 그렇지 않아요."},
	},
	{
		ID:       "vm.same-kernel.vm-memory",
		Expected: measured,
		So:       grade.Text{EN: "a container's limit does not show in free ✓. A machine's memory does: its kernel has found so much when it started, less what it has kept for itself, and knows of no other. Nothing needs to be enforced: there is no more.", KO: "컨테이너의 제한은 free에 나타나지 않아요 ✓ 하지만 머신의 메모리는 나타나요. 머신의 커널은 시작할 때 그만큼을 찾았고(자기가 쓸 것은 빼고요), 다른 메모리는 있는 줄도 몰라요. 지키게 할 필요도 없어요. 그것밖에 없으니까요."},
	},
}
