//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "The kernel keeps books on every process that runs on it, and shows them to whoever is outside. It has no books on what runs on another kernel: that one's memory is all there is. So look for what there is an entry of, and read in it what the process may.",
		KO: "커널은 자기 위에서 도는 모든 프로세스의 장부를 쓰고, 바깥에 있는 쪽에게는 보여 줘요. 다른 커널 위에서 도는 것의 장부는 없어요. 그 커널의 메모리가 있을 뿐이에요. 그러니 장부에 있는 것을 찾고, 그 프로세스가 무엇을 할 수 있는지 거기서 읽으세요.",
	},
	{
		EN: "man 5 proc_pid_cmdline: how arguments are separated. man 5 proc_pid_status: NSpid, CapEff, Seccomp. man 5 proc_pid_ns and man 7 namespaces: two processes are in the same namespace if their links say the same. bits.OnesCount64.",
		KO: "man 5 proc_pid_cmdline: 인자를 무엇으로 나누는지. man 5 proc_pid_status: NSpid, CapEff, Seccomp. man 5 proc_pid_ns와 man 7 namespaces: 링크가 같으면 같은 네임스페이스. bits.OnesCount64.",
	},
	{
		EN: "find: for each directory of /proc that is a number and not our own: split cmdline at the zero bytes; is one piece the token? walls: number = last of NSpid; apart = each of the eight kinds whose link differs from that of /proc/self; capabilities = bits of CapEff that are set; filtered = Seccomp is 2.",
		KO: "find: /proc에서 숫자이고 우리 것이 아닌 디렉터리마다, cmdline을 0바이트로 나누고, 토큰과 같은 조각이 있는지. wallsOf: 번호 = NSpid의 마지막. apart = 여덟 종류 중 링크가 /proc/self의 것과 다른 것. capabilities = CapEff에서 켜진 비트 수. filtered = Seccomp가 2인지.",
	},
}

var asTheKernel = grade.Text{EN: "%[1]s", KO: "%[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "vm.who-sees-whom.gave-up",
		Expected: grade.Text{EN: "a list of processes", KO: "프로세스 목록"},
		So:       grade.Text{EN: "the program runs ✓, and ends with an error before it has a list. On a host, processes come and go while one looks.", KO: "프로그램은 돌아요 ✓ 하지만 목록을 만들기 전에 에러로 끝나요. 호스트에서는 보고 있는 동안에도 프로세스가 생기고 없어져요."},
	},
	{
		ID:       "vm.who-sees-whom.part",
		Expected: grade.Text{EN: "processes with the token as a whole argument", KO: "토큰이 인자 하나 전체인 프로세스"},
		So:       grade.Text{EN: "the token is looked for in the arguments ✓, but this process has it only as a part of one. It is not the program that was asked for.", KO: "인자에서 토큰을 찾고 있어요 ✓ 하지만 이 프로세스에는 인자의 일부로만 들어 있어요. 찾던 프로그램이 아니에요."},
	},
	{
		ID:       "vm.who-sees-whom.guest",
		Expected: grade.Text{EN: "processes with the token as a whole argument", KO: "토큰이 인자 하나 전체인 프로세스"},
		So:       grade.Text{EN: "the container's processes are found ✓. This one is a hypervisor: what it is called with is one argument, spaces and all, a message for the kernel that starts in it. What runs in there, with the token among its arguments, is nowhere in the host's /proc. A list with the hypervisor in it says that the host looks into the machine, which it does not.", KO: "컨테이너의 프로세스는 찾았어요 ✓ 그런데 이것은 하이퍼바이저예요. 빈칸까지 포함해서 인자 하나이고, 안에서 시작하는 커널에게 전하는 말이에요. 토큰을 인자로 받아 그 안에서 도는 것은 호스트의 /proc 어디에도 없어요. 하이퍼바이저가 목록에 있으면 호스트가 머신 안을 들여다본다는 말이 되는데, 그렇지 않아요."},
	},
	{
		ID:       "vm.who-sees-whom.itself",
		Expected: grade.Text{EN: "other processes than the one that looks", KO: "보고 있는 프로세스가 아닌 것들"},
		So:       grade.Text{EN: "processes are found by the token ✓, and whoever looks for it has it among its own arguments. That is no sight of anybody.", KO: "토큰으로 프로세스를 찾고 있어요 ✓ 그런데 찾는 쪽도 토큰을 인자로 가지고 있어요. 그것은 누구를 본 것이 아니에요."},
	},
	{
		ID:       "vm.who-sees-whom.missed",
		Expected: grade.Text{EN: "every process that has the token as an argument, wherever it runs", KO: "어디서 돌든, 토큰을 인자로 가진 모든 프로세스"},
		So:       grade.Text{EN: "processes are found ✓, but not this one, and the host's kernel has it in its books like any other. A PID namespace hides what is outside from those inside; the other way round it hides nothing.", KO: "프로세스를 찾기는 해요 ✓ 하지만 이것은 빠졌어요. 호스트의 커널 장부에는 다른 것과 똑같이 있어요. PID 네임스페이스는 바깥의 것을 안에서 못 보게 하지만, 반대로는 아무것도 가리지 않아요."},
	},
	{
		ID:       "vm.who-sees-whom.number",
		Expected: asTheKernel,
		So:       grade.Text{EN: "the process is found ✓. It has a number in each PID namespace from ours to its own, and the one by which it knows itself is the innermost.", KO: "프로세스는 찾았어요 ✓ 프로세스에는 우리 것부터 자기 것까지 PID 네임스페이스마다 번호가 있고, 자기가 아는 번호는 가장 안쪽의 것이에요."},
	},
	{
		ID:       "vm.who-sees-whom.namespaces",
		Expected: asTheKernel,
		So:       grade.Text{EN: "the process is found ✓, with its number. A namespace is a wall only if it is another one than ours: every process has one of each kind, and most share them. (The links that end with _for_children are about processes that are not there yet.)", KO: "프로세스와 그 번호는 찾았어요 ✓ 네임스페이스는 우리 것과 다를 때만 벽이에요. 프로세스마다 종류별로 하나씩 있고, 대부분은 함께 써요. (_for_children으로 끝나는 링크는 아직 없는 프로세스에 관한 것이에요.)"},
	},
	{
		ID:       "vm.who-sees-whom.capabilities",
		Expected: asTheKernel,
		So:       grade.Text{EN: "the namespaces are right ✓. Of the sets of capabilities that a process has, only the effective one is asked when it does something. The others say what it could take up, or hand on.", KO: "네임스페이스는 맞아요 ✓ 프로세스에는 캐퍼빌리티 집합이 여럿 있는데, 무언가를 할 때 커널이 보는 것은 유효(effective) 집합뿐이에요. 나머지는 다시 켤 수 있거나 물려줄 수 있는 것을 말해요."},
	},
	{
		ID:       "vm.who-sees-whom.filter",
		Expected: asTheKernel,
		So:       grade.Text{EN: "the capabilities are right ✓. A filter for system calls is a thing of its own: the promise to gain no new privileges is often made beside it, and neither follows from the other. Without a filter a process may try every system call of the host's kernel. That, and not what it sees, is the difference to a machine, whose programs never get to make one.", KO: "캐퍼빌리티는 맞아요 ✓ 시스템 콜 필터는 별개의 것이에요. 새 권한을 얻지 않겠다는 약속을 함께 하는 경우가 많지만, 하나가 있다고 다른 하나가 있는 것은 아니에요. 필터가 없으면 프로세스는 호스트 커널의 시스템 콜을 모두 시도해 볼 수 있어요. 머신과의 차이는 무엇이 보이는지가 아니라 바로 이것이에요. 머신 안의 프로그램은 호스트의 시스템 콜을 한 번도 부르지 못해요."},
	},
}
