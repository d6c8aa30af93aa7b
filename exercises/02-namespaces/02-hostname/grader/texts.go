//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "The name is a variable of the kernel, one for each UTS namespace. Whoever sets it sets it for everybody in the same namespace. So first there has to be one more.",
		KO: "이름은 커널의 변수이고, UTS 네임스페이스마다 하나씩 있어요. 누가 바꾸면 같은 네임스페이스에 있는 모두에게 바뀌어요. 그러니 먼저 네임스페이스가 하나 더 있어야 해요.",
	},
	{
		EN: "A child can begin in new namespaces: SysProcAttr.Cloneflags in package syscall, with the flags of clone(2). sethostname(2) works on the namespace of the process that calls it.",
		KO: "자식은 새 네임스페이스에서 시작할 수 있어요. syscall 패키지의 SysProcAttr.Cloneflags에 clone(2)의 플래그를 주면 돼요. sethostname(2)는 부른 프로세스의 네임스페이스에 작용해요.",
	},
	{
		EN: "startNamed: new uts namespace for again; run it.  becomeNamed: set the name; look the command up; replace this process by it",
		KO: "startNamed: again에게 새 UTS 네임스페이스를 주고 실행.  becomeNamed: 이름을 정하고, 명령의 경로를 찾아서, 이 프로세스를 그 명령으로 바꾸기",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.hostname.not-started",
		Expected: grade.Text{EN: "%[1]s running", KO: "실행 중인 %[1]s"},
		So:       grade.Text{EN: "no process was there that runs the command with its arguments, so there is nothing to look at yet. The program's own words are above.", KO: "주어진 인자로 명령을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "ns.hostname.host-renamed",
		Expected: grade.Text{EN: "a host that is called %[1]s", KO: "이름이 %[1]s인 호스트"},
		So:       grade.Text{EN: "a name was set ✓, and it is the host's: every process of the machine is called so now. Whoever set it was in the host's UTS namespace at that moment.", KO: "이름을 바꿨어요 ✓ 그런데 호스트의 이름이 바뀌었어요. 이제 머신의 모든 프로세스가 그 이름을 봐요. 이름을 바꾼 순간에 호스트의 UTS 네임스페이스에 있었기 때문이에요."},
	},
	{
		ID:       "ns.hostname.file",
		Expected: grade.Text{EN: "/etc/hostname of the host as it was: %[1]s", KO: "호스트의 /etc/hostname은 그대로: %[1]s"},
		So:       grade.Text{EN: "a file of the host was changed, and the name was not: the kernel never reads /etc/hostname. A program reads it once, when a machine starts.", KO: "호스트의 파일이 바뀌었고, 이름은 바뀌지 않았어요. 커널은 /etc/hostname을 읽지 않아요. 머신이 켜질 때 어떤 프로그램이 한 번 읽을 뿐이에요."},
	},
	{
		ID:       "ns.hostname.no-namespace",
		Expected: grade.Text{EN: "a UTS namespace that is not the host's", KO: "호스트의 것이 아닌 UTS 네임스페이스"},
		So:       grade.Text{EN: "the command runs ✓, and the host has kept its name ✓, but the command is in the host's UTS namespace: its name is the host's.", KO: "명령은 실행됐고 ✓ 호스트의 이름도 그대로예요 ✓ 하지만 명령이 호스트의 UTS 네임스페이스에 있어서, 이름도 호스트의 것이에요."},
	},
	{
		ID:       "ns.hostname.not-set",
		Expected: grade.Text{EN: "a name of its own: %[1]s", KO: "자기만의 이름: %[1]s"},
		So:       grade.Text{EN: "the command has a UTS namespace of its own ✓. Its name there is still the host's: a new namespace begins as a copy.", KO: "명령은 자기 UTS 네임스페이스에 있어요 ✓ 거기의 이름은 아직 호스트의 이름이에요. 새 네임스페이스는 복사본으로 시작하거든요."},
	},
	{
		ID:       "ns.hostname.other-name",
		Expected: grade.Text{EN: "the name that was asked for: %[1]s", KO: "주어진 이름: %[1]s"},
		So:       grade.Text{EN: "the command has a UTS namespace of its own ✓ with a name of its own ✓, but it is another one than the program was given.", KO: "명령은 자기 UTS 네임스페이스에 있고 ✓ 이름도 따로 있어요 ✓ 하지만 프로그램이 받은 이름이 아니에요."},
	},
	{
		ID:       "ns.hostname.faked",
		Expected: grade.Text{EN: "what the command prints: %[1]s, and then %[2]s", KO: "명령이 출력하는 말: %[1]s, 그다음 %[2]s"},
		So:       grade.Text{EN: "one command was started as it should be ✓. Of another one something else was printed than it prints.", KO: "한 명령은 제대로 시작됐어요 ✓ 다른 명령에서는 그 명령이 출력할 말과 다른 것이 나왔어요."},
	},
	{
		ID:       "ns.hostname.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command has its name ✓, but how it ended is lost on the way: who starts a container wants to know.", KO: "명령은 자기 이름을 가졌어요 ✓ 하지만 어떻게 끝났는지가 도중에 사라져요. 컨테이너를 시작한 사람은 그걸 알고 싶어 해요."},
	},
}
