//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Two things go on at once: signals come in from outside, and children end. For the children there is one question only, asked again and again: who has ended? Only one of the answers is the end of your program.",
		KO: "두 가지 일이 함께 일어나요. 바깥에서 시그널이 오고, 자식들이 끝나요. 자식에 대해서는 질문이 하나뿐이고, 계속 되풀이해요. 누가 끝났지? 그 대답 가운데 하나만 여러분의 프로그램이 끝날 때예요.",
	},
	{
		EN: "wait4(2) with pid -1 waits for any child. os/signal.Notify gives signals to a channel. exec.Cmd.Wait waits for a child, too, and the kernel gives each status to one waiter only: syscall.ForkExec starts a process and leaves the waiting to you.",
		KO: "wait4(2)에 pid로 -1을 주면 아무 자식이나 기다려요. os/signal.Notify는 시그널을 채널로 줘요. exec.Cmd.Wait도 자식을 기다리는데, 커널은 종료 상태를 기다리는 쪽 하나에게만 줘요. syscall.ForkExec는 프로세스를 시작만 하고 기다리는 일은 여러분에게 맡겨요.",
	},
	{
		EN: "notify a channel of the three signals; start command; a goroutine kills the command with each signal that comes; loop: wait4(-1): is it the command? exited: return its status; signalled: return 128+signal; anybody else: go on",
		KO: "세 시그널을 채널로 받기. command 시작. 고루틴 하나가 오는 시그널마다 명령에게 kill. 반복: wait4(-1). 명령인가? 스스로 끝났으면 그 종료 상태를, 시그널로 끝났으면 128+시그널을 돌려주기. 다른 프로세스라면 계속",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.init.not-started",
		Expected: grade.Text{EN: "the command running", KO: "실행 중인 명령"},
		So:       grade.Text{EN: "no process was there that runs the command with its arguments, so there is nothing to look at yet. The program's own words are above.", KO: "주어진 인자로 명령을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "ns.init.replaced",
		Expected: grade.Text{EN: "an init as process 1, and the command as its child", KO: "1번 프로세스인 init과, 그 자식인 명령"},
		So:       grade.Text{EN: "the command runs ✓, but in place of the init: it is process 1 itself now, and has to reap orphans and to handle signals, of which it knows nothing.", KO: "명령은 실행됐어요 ✓ 하지만 init의 자리에서 실행돼요. 이제 명령 자신이 1번이라서 고아를 거두고 시그널을 다뤄야 하는데, 명령은 그런 일을 몰라요."},
	},
	{
		ID:       "ns.init.zombie",
		Expected: grade.Text{EN: "no trace of the %[1]s orphans that have ended", KO: "끝난 고아 프로세스 %[1]s개의 흔적이 없음"},
		So:       grade.Text{EN: "the command runs as a child of process 1 ✓. Orphans of it became children of process 1, and ended all at once, and at least one of them is still a zombie: nobody has fetched its status. Signals of the same kind that arrive together arrive as one.", KO: "명령은 1번의 자식으로 실행돼요 ✓ 명령이 남긴 고아들이 1번의 자식이 되어 한꺼번에 끝났는데, 적어도 하나가 아직 좀비예요. 아무도 종료 상태를 가져가지 않았어요. 같은 종류의 시그널이 한꺼번에 오면 하나로 도착해요."},
	},
	{
		ID:       "ns.init.too-early",
		Expected: grade.Text{EN: "the command going on", KO: "계속 실행되는 명령"},
		So:       grade.Text{EN: "an orphan's status was fetched ✓, and taken for the command's: process 1 has ended, and the kernel has killed everything in the namespace, the command first.", KO: "고아 프로세스의 종료 상태를 가져갔어요 ✓ 그런데 그것을 명령의 것으로 알았어요. 1번이 끝났고, 커널이 네임스페이스의 모든 프로세스를, 명령까지 죽였어요."},
	},
	{
		ID:       "ns.init.too-late",
		Expected: grade.Text{EN: "an end as soon as the command has ended", KO: "명령이 끝나면 바로 끝남"},
		So:       grade.Text{EN: "orphans are reaped ✓, but the end of the command is not the end: process 1 waits for an orphan that may sleep for ever. Nobody needs it any more, and the kernel would end it with process 1.", KO: "고아를 거두어요 ✓ 하지만 명령이 끝나도 끝나지 않아요. 1번이 영원히 잘지도 모르는 고아를 기다려요. 그 고아는 이제 아무에게도 필요 없고, 1번이 끝나면 커널이 끝내 줘요."},
	},
	{
		ID:       "ns.init.status-lost",
		Expected: grade.Text{EN: "the command's exit status", KO: "명령의 종료 상태"},
		So:       grade.Text{EN: "orphans are reaped ✓ and the end comes in time ✓, but the command's exit status is lost on the way. The kernel hands out each status once, to one waiter.", KO: "고아를 거두고 ✓ 제때 끝나요 ✓ 하지만 명령의 종료 상태가 도중에 사라져요. 커널은 종료 상태를 한 번만, 기다리는 쪽 하나에게만 줘요."},
	},
	{
		ID:       "ns.init.signal-status",
		Expected: grade.Text{EN: "exit status 137, that is 128 and 9 for SIGKILL", KO: "종료 상태 137, 곧 128에 SIGKILL의 9를 더한 값"},
		So:       grade.Text{EN: "an exit status is passed on ✓. A command that a signal has ended has none: which signal it was is said in another part of what wait tells.", KO: "종료 상태는 그대로 전해요 ✓ 시그널로 끝난 명령에게는 종료 상태가 없어요. 어느 시그널이었는지는 wait이 알려 주는 것의 다른 부분에 있어요."},
	},
	{
		ID:       "ns.init.signal-lost",
		Expected: grade.Text{EN: "a command that gets the %[1]s, and decides itself", KO: "%[1]s 시그널을 받아 스스로 결정하는 명령"},
		So:       grade.Text{EN: "orphans and ends are dealt with ✓. A signal that was sent to process 1 did not reach the command: whoever stops a container sends it there, and waits for the program to put its things in order.", KO: "고아와 종료는 잘 다뤄요 ✓ 1번에게 보낸 시그널이 명령에게 닿지 않았어요. 컨테이너를 멈추는 쪽은 1번에게 시그널을 보내고, 프로그램이 뒷정리하기를 기다려요."},
	},
	{
		ID:       "ns.init.other-signal",
		Expected: grade.Text{EN: "a command that gets the %[1]s, and decides itself", KO: "%[1]s 시그널을 받아 스스로 결정하는 명령"},
		So:       grade.Text{EN: "orphans and ends are dealt with ✓, and a signal reaches the command ✓, but another one than was sent: a program may do something else at each of them, read its settings again at one and end at the other.", KO: "고아와 종료는 잘 다루고 ✓ 시그널이 명령에 닿아요 ✓ 하지만 보낸 것과 다른 시그널이에요. 프로그램은 시그널마다 다른 일을 할 수 있어요. 하나에는 설정을 다시 읽고, 다른 하나에는 끝나고요."},
	},
}
