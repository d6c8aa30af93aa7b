//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A kernel has drivers, a log, a list of file systems and a table of system calls. Count the kernels, and you know how many of each there are. Then ask what a namespace was made for: it gives a group of processes a table of their own, of one thing.",
		KO: "커널에는 드라이버와 로그와 파일 시스템 목록과 시스템 콜 표가 있어요. 커널이 몇 개인지 세면 이것들이 몇 벌인지 알 수 있어요. 그다음에는 무엇을 위한 네임스페이스가 있는지 생각해 보세요. 네임스페이스는 어느 한 가지의 표를 프로세스들에게 따로 주는 거예요.",
	},
	{
		EN: "man 2 init_module (errors), man 7 capabilities (CAP_SYS_MODULE), man 2 syslog, man 5 sysfs, man 5 proc_filesystems, man 2 syscall and its error ENOSYS. man 7 network_namespaces says what else hangs on a network namespace than addresses.",
		KO: "man 2 init_module(에러), man 7 capabilities(CAP_SYS_MODULE), man 2 syslog, man 5 sysfs, man 5 proc_filesystems, man 2 syscall과 에러 ENOSYS. 네트워크 네임스페이스에 주소 말고 또 무엇이 딸려 있는지는 man 7 network_namespaces.",
	},
	{
		EN: "in the container: is it a thing that some namespace has for itself (network devices)? its own. anything else of the kernel's? the host's. would it change the kernel for everybody? then a capability that containers do not get. in the machine: ask its own kernel.",
		KO: "컨테이너 안이라면: 어느 네임스페이스가 따로 갖는 것(네트워크 장치)인가요? 그러면 자기 것. 그 밖에 커널의 것인가요? 그러면 호스트의 것. 모두의 커널을 바꾸는 일인가요? 그러면 컨테이너에는 주지 않는 캐퍼빌리티가 필요해요. 머신 안이라면: 그 머신의 커널에게.",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.modules.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "vm.modules.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the two words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 두 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "vm.modules.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "vm.modules.modules",
		Expected: measured,
		So:       grade.Text{EN: "the container has its own /proc ✓, with its own processes. Modules are parts of a kernel, and there is one: what is loaded is loaded for everybody, whoever did it.", KO: "컨테이너에는 자기 프로세스가 보이는 자기 /proc이 있어요 ✓ 하지만 모듈은 커널의 일부이고 커널은 하나예요. 누가 올렸든 올린 것은 모두에게 올라가요."},
	},
	{
		ID:       "vm.modules.load",
		Expected: measured,
		So:       grade.Text{EN: "it is root ✓, and owns all that is in the container. The kernel is not in the container: a module loaded here would run in the host's, with every right. So containers do not get this capability. Whoever gives it, as --privileged does, gives the host.", KO: "root이고 ✓ 컨테이너 안의 것은 모두 root의 것이에요. 그런데 커널은 컨테이너 안에 있지 않아요. 여기서 올린 모듈은 호스트의 커널 안에서 모든 권한으로 돌 거예요. 그래서 컨테이너에는 이 캐퍼빌리티를 주지 않아요. --privileged처럼 이것을 주는 것은 호스트를 주는 것과 같아요."},
	},
	{
		ID:       "vm.modules.log",
		Expected: measured,
		So:       grade.Text{EN: "a container's programs have their own output ✓, but dmesg prints the log of the kernel, and it keeps one. Whoever may read it reads of the host's hardware, and of what is killed in other containers. (Many hosts allow it to nobody but their root: dmesg_restrict.)", KO: "컨테이너 안의 프로그램들은 출력이 따로 있어요 ✓ 하지만 dmesg가 출력하는 것은 커널의 로그이고, 커널은 로그를 하나만 써요. 이것을 읽을 수 있으면 호스트의 하드웨어도, 다른 컨테이너에서 무엇이 죽었는지도 읽게 돼요. (호스트의 root에게만 허용하는 곳이 많아요. dmesg_restrict예요.)"},
	},
	{
		ID:       "vm.modules.disks",
		Expected: measured,
		So:       grade.Text{EN: "the container has its own root file system ✓, made of directories on the host's disks. /sys shows what the kernel's drivers have found, and no namespace divides disks. Seeing them is not opening them: that is up to /dev and the device rules of the group.", KO: "컨테이너에는 자기 루트 파일 시스템이 있어요 ✓ 호스트의 디스크에 있는 디렉터리로 만든 것이에요. /sys에는 커널의 드라이버가 찾은 것이 보이고, 디스크를 나누는 네임스페이스는 없어요. 보이는 것과 열 수 있는 것은 달라서, 여는 것은 /dev와 그룹의 장치 규칙에 달렸어요."},
	},
	{
		ID:       "vm.modules.links",
		Expected: measured,
		So:       grade.Text{EN: "most of /sys is the host's ✓. Network devices are the exception: each belongs to a network namespace, and a sysfs shows those of the one it was mounted in.", KO: "/sys의 대부분은 호스트의 것이에요 ✓ 네트워크 장치는 예외예요. 장치마다 속한 네트워크 네임스페이스가 있고, sysfs는 마운트한 네임스페이스의 것을 보여 줘요."},
	},
	{
		ID:       "vm.modules.filesystems",
		Expected: measured,
		So:       grade.Text{EN: "an image may bring mkfs and mount for any file system ✓. Who reads the disk is the kernel, and it can only read what it has a driver for. No image brings one.", KO: "이미지에는 어떤 파일 시스템의 mkfs와 mount든 들어 있을 수 있어요 ✓ 하지만 디스크를 읽는 것은 커널이고, 드라이버가 있는 것만 읽을 수 있어요. 드라이버를 가지고 오는 이미지는 없어요."},
	},
	{
		ID:       "vm.modules.newer",
		Expected: measured,
		So:       grade.Text{EN: "the program and its libraries come from the image ✓, whatever the host has installed. A system call goes to the kernel that is there: what its table does not have is ENOSYS. This is where \"it runs everywhere\" ends.", KO: "프로그램과 라이브러리는 호스트에 무엇이 설치되어 있든 이미지에서 와요 ✓ 하지만 시스템 콜은 지금 있는 커널로 가고, 그 커널의 표에 없으면 ENOSYS예요. \"어디서나 돌아간다\"는 여기까지예요."},
	},
	{
		ID:       "vm.modules.vm-modules",
		Expected: measured,
		So:       grade.Text{EN: "the hypervisor is a process of the host ✓. In it runs another kernel, with modules of its own; root of the machine loads and removes them as it likes.", KO: "하이퍼바이저는 호스트의 프로세스예요 ✓ 그 안에서는 다른 커널이 자기 모듈을 가지고 돌고, 머신의 root는 마음대로 올리고 내려요."},
	},
	{
		ID:       "vm.modules.vm-log",
		Expected: measured,
		So:       grade.Text{EN: "a container reads the host's log ✓. The machine's kernel writes one itself, from the first line on: which processor and how much memory it has found, all of it given by the hypervisor.", KO: "컨테이너는 호스트의 로그를 읽어요 ✓ 머신의 커널은 자기 로그를 첫 줄부터 스스로 써요. 어떤 프로세서와 얼마만큼의 메모리를 찾았는지 적혀 있는데, 모두 하이퍼바이저가 준 것이에요."},
	},
	{
		ID:       "vm.modules.vm-calls",
		Expected: measured,
		So:       grade.Text{EN: "in the end the host's processor does the work ✓. But a system call of a program in the machine goes to the machine's kernel, and no further: what reaches the host from there is what the devices are asked to do. That is the smaller door.", KO: "결국 일은 호스트의 프로세서가 해요 ✓ 하지만 머신 안의 프로그램이 부른 시스템 콜은 머신의 커널까지만 가요. 거기서 호스트까지 오는 것은 장치에 시킨 일뿐이에요. 훨씬 작은 문이죠."},
	},
	{
		ID:       "vm.modules.vm-crash",
		Expected: measured,
		So:       grade.Text{EN: "a kernel that crashes takes down all that runs on it ✓, and on this one runs the machine, nothing else. The hypervisor ends or waits, as any process might. A kernel that is made to crash from a container is the host's.", KO: "커널이 크래시하면 그 위에서 도는 것이 모두 멈춰요 ✓ 그런데 이 커널 위에서 도는 것은 그 머신뿐이에요. 하이퍼바이저는 여느 프로세스처럼 끝나거나 기다려요. 컨테이너에서 커널을 크래시시키면 그것은 호스트의 커널이에요."},
	},
}
