//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A process never changes the PID namespace that it is in. A new one is for children, its first child is process 1 there, and it lives exactly as long as that one. Which process of yours lives as long as all lines together?",
		KO: "프로세스는 자기가 속한 PID 네임스페이스를 바꾸지 못해요. 새것은 자식들의 것이고, 첫 자식이 거기의 1번이고, 네임스페이스는 그 1번이 사는 동안만 살아요. 여러분의 프로세스 가운데 모든 명령줄이 끝날 때까지 사는 것은 어느 것인가요?",
	},
	{
		EN: "pid_namespaces(7), \"The namespace init process\". SysProcAttr.Cloneflags makes a child that is in the new namespace itself. again is a process that can be had for the asking.",
		KO: "pid_namespaces(7)의 \"The namespace init process\". SysProcAttr.Cloneflags는 자식 자신이 새 네임스페이스에 있게 해요. again이라는 프로세스를 바로 쓸 수 있어요.",
	},
	{
		EN: "inTurn: again gets a new PID namespace, as its process 1; run it, its status is the result.  helpInTurn: for each line: run /bin/sh -c line with our streams, keep the status; return the last one",
		KO: "inTurn: again이 새 PID 네임스페이스의 1번이 되게 하고 실행. 그 종료 상태가 결과.  helpInTurn: 명령줄마다 우리 스트림으로 /bin/sh -c line을 실행하고 종료 상태를 기억. 마지막 것을 돌려주기",
	},
}

var inside = grade.Text{EN: "a PID namespace that is not the host's", KO: "호스트의 것이 아닌 PID 네임스페이스"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.fork.not-started",
		Expected: grade.Text{EN: "the first line running", KO: "실행 중인 첫째 명령줄"},
		So:       grade.Text{EN: "no process was there that runs the first line, so there is nothing to look at yet. The program's own words are above.", KO: "첫째 명령줄을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "ns.fork.no-threads",
		Expected: grade.Text{EN: "the first line running", KO: "실행 중인 첫째 명령줄"},
		So:       grade.Text{EN: "a new PID namespace was made ✓, by a process that is not in it and never will be. All threads of a process are in one PID namespace, so the kernel refuses such a process a new thread (EINVAL), and a Go program cannot begin without.", KO: "새 PID 네임스페이스를 만들었어요 ✓ 만든 프로세스 자신은 그 안에 있지 않고 앞으로도 들어갈 수 없어요. 한 프로세스의 스레드는 모두 한 PID 네임스페이스에 있어야 해서, 커널은 그런 프로세스에게 새 스레드를 주지 않아요(EINVAL). Go 프로그램은 스레드 없이 시작할 수 없어요."},
	},
	{
		ID:       "ns.fork.no-namespace",
		Expected: inside,
		So:       grade.Text{EN: "the line runs ✓, but as one of the host's processes. If something was called that makes a namespace, it was for another process or another thread than the one that has forked.", KO: "명령줄은 실행됐어요 ✓ 하지만 호스트의 프로세스 가운데 하나예요. 네임스페이스를 만드는 무언가를 불렀다면, fork를 한 것과는 다른 프로세스나 다른 스레드에 작용한 거예요."},
	},
	{
		ID:       "ns.fork.not-in-it",
		Expected: inside,
		So:       grade.Text{EN: "a new PID namespace was made ✓, but the process that made it is not in it, and neither is what it becomes by exec: it is for children only, and no child was born into it.", KO: "새 PID 네임스페이스를 만들었어요 ✓ 하지만 만든 프로세스는 그 안에 있지 않고, exec로 바뀐 다음에도 마찬가지예요. 자식들만의 것인데, 거기서 태어난 자식이 없어요."},
	},
	{
		ID:       "ns.fork.at-once",
		Expected: grade.Text{EN: "the second line only when the first has ended", KO: "둘째 명령줄은 첫째가 끝난 다음에"},
		So:       grade.Text{EN: "the first line runs in a new PID namespace ✓, and the second has begun before it has ended.", KO: "첫째 명령줄이 새 PID 네임스페이스에서 실행돼요 ✓ 그런데 그것이 끝나기 전에 둘째가 시작됐어요."},
	},
	{
		ID:       "ns.fork.not-waited",
		Expected: grade.Text{EN: "a program that ends when the last line has ended", KO: "마지막 명령줄이 끝나면 끝나는 프로그램"},
		So:       grade.Text{EN: "the first line runs in a new PID namespace ✓, but nobody waits for its end: whoever has started your program takes it for done.", KO: "첫째 명령줄이 새 PID 네임스페이스에서 실행돼요 ✓ 하지만 그 끝을 기다리는 쪽이 없어요. 프로그램을 시작한 쪽은 일이 끝난 줄 알아요."},
	},
	{
		ID:       "ns.fork.first-ended",
		Expected: grade.Text{EN: "one more process in the same namespace", KO: "같은 네임스페이스에 프로세스 하나 더"},
		So:       grade.Text{EN: "a new PID namespace was made ✓ and a child was born into it ✓. That child was process 1, and it has ended, and with it the namespace: the kernel lets nobody be born in there any more. It says so with an error that has nothing to do with memory.", KO: "새 PID 네임스페이스를 만들었고 ✓ 거기서 자식이 태어났어요 ✓ 그 자식이 1번 프로세스였는데 이제 끝났고, 네임스페이스도 함께 끝났어요. 커널은 거기서 더는 아무도 태어나지 못하게 해요. 에러의 말은 메모리와 아무 관계가 없어요."},
	},
	{
		ID:       "ns.fork.gave-up",
		Expected: grade.Text{EN: "the %[1]s line in its turn", KO: "차례가 되어 실행된 명령줄(%[1]s)"},
		So:       grade.Text{EN: "the line before ran as it should ✓, and was ended by a signal. After that the next one was not run. How a line ends is its own affair.", KO: "앞의 명령줄은 제대로 실행됐고 ✓ 시그널로 끝났어요. 그다음 것이 실행되지 않았어요. 명령줄이 어떻게 끝나는지는 그 명령줄의 일이에요."},
	},
	{
		ID:       "ns.fork.two-namespaces",
		Expected: grade.Text{EN: "both lines in the same PID namespace", KO: "두 명령줄이 같은 PID 네임스페이스에 있음"},
		So:       grade.Text{EN: "both lines ran ✓, each in a new PID namespace ✓, but each in one of its own.", KO: "두 명령줄이 모두 실행됐고 ✓ 새 PID 네임스페이스에 있었어요 ✓ 하지만 저마다 다른 네임스페이스였어요."},
	},
	{
		ID:       "ns.fork.streams",
		Expected: grade.Text{EN: "what the third line prints: %[1]s", KO: "셋째 명령줄이 출력하는 말: %[1]s"},
		So:       grade.Text{EN: "two lines ran in one namespace ✓. What the third one prints does not arrive at your program's stdout: either it was not run, or it was given other streams.", KO: "명령줄 둘이 한 네임스페이스에서 실행됐어요 ✓ 셋째가 출력하는 말이 여러분 프로그램의 stdout에 나오지 않아요. 실행되지 않았거나 다른 스트림을 받은 거예요."},
	},
	{
		ID:       "ns.fork.status-lost",
		Expected: grade.Text{EN: "exit status 7, the last line's", KO: "마지막 명령줄의 종료 상태 7"},
		So:       grade.Text{EN: "all lines ran in one namespace ✓, but how the last one ended is lost on the way.", KO: "모든 명령줄이 한 네임스페이스에서 실행됐어요 ✓ 하지만 마지막 것이 어떻게 끝났는지가 도중에 사라져요."},
	},
	{
		ID:       "ns.fork.left",
		Expected: grade.Text{EN: "nobody in the namespace any more", KO: "네임스페이스에 아무도 남지 않음"},
		So:       grade.Text{EN: "all lines ran in one namespace ✓, and your program has ended ✓, but somebody is still in there, and keeps it alive for nobody.", KO: "모든 명령줄이 한 네임스페이스에서 실행됐고 ✓ 여러분의 프로그램도 끝났어요 ✓ 하지만 안에 누군가 남아서, 아무도 쓰지 않는 네임스페이스를 살려 두고 있어요."},
	},
}
