//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A new network namespace has one interface, lo, and nobody has switched it on. Who can: only somebody who is in there. And who is in there is a thread, not your program.",
		KO: "새 네트워크 네임스페이스에는 인터페이스가 lo 하나뿐이고, 아직 아무도 켜지 않았어요. 그 안에 있는 쪽만 켤 수 있어요. 그리고 그 안에 있는 것은 프로그램이 아니라 스레드예요.",
	},
	{
		EN: "unshare(2) with CLONE_NEWNET; go doc runtime.LockOSThread, all of it; netlink.LinkByName and netlink.LinkSetUp. A child is born where the thread is that starts it.",
		KO: "CLONE_NEWNET을 주는 unshare(2). go doc runtime.LockOSThread를 끝까지. netlink.LinkByName과 netlink.LinkSetUp. 자식은 자기를 시작한 스레드가 있는 곳에서 태어나요.",
	},
	{
		EN: "in a goroutine of its own: tie it to its thread; make a network; switch lo on; start the command and wait for it; hand the result over by a channel; end, still tied. Outside: wait for the result.",
		KO: "따로 만든 고루틴에서: 스레드에 묶기 → 네트워크 만들기 → lo 켜기 → 명령을 시작하고 기다리기 → 결과를 채널로 넘기기 → 묶인 채 끝나기. 바깥에서는 결과를 기다리기.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.lo.not-run",
		Expected: grade.Text{EN: "%[1]s commands at once, with the program's stdout, and a program that goes on when they have ended", KO: "프로그램의 stdout에 쓰면서 동시에 실행되는 명령 %[1]s개와, 명령이 끝난 뒤에도 계속 도는 프로그램"},
		So:       grade.Text{EN: "alone has returned an error, or the program has ended, or the commands are others than it was given; its last words are above.", KO: "alone이 에러를 돌려줬거나, 프로그램이 끝났거나, 받은 것과 다른 명령을 실행했어요. 프로그램이 마지막으로 한 말이 위에 있어요."},
	},
	{
		ID:       "net.lo.host",
		Expected: grade.Text{EN: "%[1]s networks, none of them the host's", KO: "호스트의 것이 아닌 네트워크 %[1]s개"},
		So:       grade.Text{EN: "the commands run ✓, but in the host's network: they see its interfaces and can take its ports.", KO: "명령은 실행됐어요 ✓ 하지만 호스트의 네트워크에 있어요. 호스트의 인터페이스가 보이고, 호스트의 포트도 차지할 수 있어요."},
	},
	{
		ID:       "net.lo.shared",
		Expected: grade.Text{EN: "%[1]s networks, one for each command", KO: "명령마다 하나씩, 네트워크 %[1]s개"},
		So:       grade.Text{EN: "the commands are not in the host's network ✓, but all in the same one: the second that wants port 80 does not get it.", KO: "명령이 호스트의 네트워크에 있지 않아요 ✓ 하지만 모두 같은 네트워크에 있어요. 80번 포트를 두 번째로 쓰려는 명령은 쓸 수 없어요."},
	},
	{
		ID:       "net.lo.down",
		Expected: grade.Text{EN: "lo <LOOPBACK,UP,LOWER_UP>", KO: "lo <LOOPBACK,UP,LOWER_UP>"},
		So:       grade.Text{EN: "each command has a network of its own ✓, but its loopback is off, as the kernel has made it. A program in there cannot even reach itself.", KO: "명령마다 자기 네트워크가 있어요 ✓ 하지만 루프백이 꺼져 있어요. 커널은 꺼진 채로 만들어 줘요. 그 안의 프로그램은 자기 자신에게도 닿을 수 없어요."},
	},
	{
		ID:       "net.lo.late",
		Expected: grade.Text{EN: "lo on in each network when the command begins, and each of the %[1]s commands heard on the program's stdout", KO: "명령이 시작할 때 이미 켜져 있는 lo, 그리고 프로그램의 stdout에 나오는 명령 %[1]s개의 출력"},
		So:       grade.Text{EN: "lo is on in the end ✓, but some command had begun before. Who asks 127.0.0.1 first thing gets \"network is unreachable\", now and then, and nobody can say why.", KO: "lo가 결국 켜져요 ✓ 하지만 명령이 먼저 시작한 적이 있어요. 시작하자마자 127.0.0.1에 묻는 프로그램은 어쩌다 한 번씩 \"network is unreachable\"을 받고, 아무도 까닭을 몰라요."},
	},
	{
		ID:       "net.lo.not-waited",
		Expected: grade.Text{EN: "no zombies: alone has waited for each command", KO: "좀비 없음. alone이 명령을 하나하나 기다림"},
		So:       grade.Text{EN: "the commands ran, each in its own network ✓, but nobody has taken their exit status. alone returned before the command had ended, and could not say how it ended.", KO: "명령마다 자기 네트워크에서 실행됐어요 ✓ 하지만 종료 상태를 아무도 가져가지 않았어요. alone이 명령이 끝나기 전에 돌아와서, 어떻게 끝났는지 말해 줄 수 없었어요."},
	},
	{
		ID:       "net.lo.threads",
		Expected: grade.Text{EN: "%[1]s networks, lo up in each, and all threads of the program in the host's", KO: "저마다 lo가 켜진 네트워크 %[1]s개, 그리고 모두 호스트의 네트워크에 있는 프로그램의 스레드"},
		So:       grade.Text{EN: "networks were made ✓, but not every goroutine was where it thought it was. A network namespace belongs to a thread; Go runs a goroutine now on this thread and now on that, and gives a thread that was left in another network to whoever comes next. It goes well a thousand times, and then a container's commands run on the host.", KO: "네트워크는 만들어졌어요 ✓ 하지만 고루틴이 모두 생각한 곳에 있었던 것은 아니에요. 네트워크 네임스페이스는 스레드의 것이에요. Go는 고루틴을 이 스레드 저 스레드로 옮겨 가며 돌리고, 다른 네트워크에 남겨진 스레드를 다음에 오는 아무에게나 줘요. 천 번 괜찮다가 한 번은 컨테이너의 명령이 호스트에서 돌아요."},
	},
}
