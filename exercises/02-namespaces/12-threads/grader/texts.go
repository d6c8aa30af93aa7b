//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Draw threads as columns and goroutines as lines that jump between them. Which thread is moved, which one is asked which namespace it is in, and what becomes of the moved one when your goroutine is done?",
		KO: "스레드를 세로줄로, 고루틴을 그 사이를 뛰어다니는 선으로 그려 보세요. 어느 스레드가 옮겨지나요? 어느 스레드에게 어느 네임스페이스에 있는지 묻나요? 고루틴이 끝나면 옮겨진 스레드는 어떻게 되나요?",
	},
	{
		EN: "runtime.LockOSThread, and what its documentation says of a goroutine that ends locked; /proc/thread-self/ns/net; unshare(2) and setns(2) with CLONE_NEWNET.",
		KO: "runtime.LockOSThread와, 잠근 채 끝나는 고루틴에 대한 설명. /proc/thread-self/ns/net. CLONE_NEWNET을 주는 unshare(2)와 setns(2).",
	},
	{
		EN: "tie the goroutine to its thread; open the thread's own namespace; make a new one; open that; bring the thread back to the first, close that file; only now untie. (Or: do it in a goroutine that ends tied, and hand the file over by a channel.)",
		KO: "고루틴을 스레드에 묶기 → 그 스레드의 네임스페이스를 열어 두기 → 새로 만들기 → 그것을 열기 → 스레드를 처음 곳으로 돌려보내고 그 파일을 닫기 → 이제야 풀기. (또는 묶인 채 끝나는 고루틴에서 하고, 파일은 채널로 넘기기.)",
	},
}

var distinct = grade.Text{EN: "%[1]s open files, each a network namespace of its own", KO: "열린 파일 %[1]s개, 저마다 다른 네트워크 네임스페이스"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.threads.not-made",
		Expected: grade.Text{EN: "network namespaces, and then the command", KO: "네트워크 네임스페이스, 그다음에 명령"},
		So:       grade.Text{EN: "newNetwork has returned an error, or the program has ended; its last words are above.", KO: "newNetwork가 에러를 돌려줬거나 프로그램이 끝났어요. 마지막으로 한 말이 위에 있어요."},
	},
	{
		ID:       "ns.threads.left-behind",
		Expected: grade.Text{EN: "all threads in one namespace, the host's", KO: "모든 스레드가 한 네임스페이스, 곧 호스트의 것에 있음"},
		So: grade.Text{
			EN: "namespaces were made ✓, and threads were left in them. They are not yours alone: Go gives them to whatever goroutine comes next, and what that one opens, connects or starts is then in a network without a cable.",
			KO: "네임스페이스는 만들어졌어요 ✓ 그런데 스레드들이 그 안에 남았어요. 그 스레드는 여러분만 쓰는 것이 아니에요. Go는 다음에 오는 아무 고루틴에게나 그 스레드를 주고, 그 고루틴이 열고 연결하고 시작하는 것은 모두 선 하나 없는 네트워크에서 일어나요.",
		},
	},
	{
		ID:       "ns.threads.moved",
		Expected: grade.Text{EN: "a program, and a command, in the host's network namespace", KO: "호스트의 네트워크 네임스페이스에 있는 프로그램과 명령"},
		So:       grade.Text{EN: "namespaces were made ✓, but the program's first thread went along, and what it starts is born in the wrong network.", KO: "네임스페이스는 만들어졌어요 ✓ 하지만 프로그램의 첫 스레드가 함께 가 버려서, 거기서 시작한 것은 엉뚱한 네트워크에서 태어나요."},
	},
	{
		ID:       "ns.threads.host",
		Expected: distinct,
		So: grade.Text{
			EN: "all threads are where they were ✓, but a file that is held open as a new namespace is the host's: the file that was opened showed the namespace of another thread than the one that was moved, or was opened before or after it.",
			KO: "스레드는 모두 제자리에 있어요 ✓ 하지만 새 네임스페이스라고 열어 둔 파일이 호스트의 것이에요. 옮겨진 스레드가 아니라 다른 스레드의 네임스페이스를 보여 주는 파일을 열었거나, 옮기기 전이나 돌아온 뒤에 열었어요.",
		},
	},
	{
		ID:       "ns.threads.same",
		Expected: distinct,
		So:       grade.Text{EN: "all threads are where they were ✓, but different callers have been handed the same network namespace: what was to be kept apart would meet there.", KO: "스레드는 모두 제자리에 있어요 ✓ 하지만 서로 다른 호출이 같은 네트워크 네임스페이스를 받았어요. 떼어 놓으려던 것들이 거기서 만나게 돼요."},
	},
	{
		ID:       "ns.threads.not-open",
		Expected: distinct,
		So:       grade.Text{EN: "all threads are where they were ✓, but namespaces are missing: nobody is in them, so what keeps one alive is an open file of it.", KO: "스레드는 모두 제자리에 있어요 ✓ 하지만 네임스페이스가 모자라요. 안에 아무도 없으니, 살려 두는 것은 그것을 연 파일뿐이에요."},
	},
	{
		ID:       "ns.threads.open-file",
		Expected: grade.Text{EN: "no open file but the results", KO: "결과 말고는 열린 파일이 없음"},
		So:       grade.Text{EN: "threads and namespaces are right ✓, but a file is left open that is no result: where each call leaves one, a program that runs for weeks runs out of descriptors.", KO: "스레드도 네임스페이스도 맞아요 ✓ 하지만 결과가 아닌 파일이 열린 채 남아 있어요. 부를 때마다 하나씩 남는다면, 몇 주 동안 도는 프로그램은 디스크립터가 바닥나요."},
	},
	{
		ID:       "ns.threads.process",
		Expected: grade.Text{EN: "no process but the command", KO: "명령 말고는 프로세스가 없음"},
		So:       grade.Text{EN: "threads and namespaces are right ✓, but a process that helped to make them is still there, running or as a zombie.", KO: "스레드도 네임스페이스도 맞아요 ✓ 하지만 만드는 일을 도운 프로세스가 아직 남아 있어요. 돌고 있거나, 좀비로요."},
	},
}
