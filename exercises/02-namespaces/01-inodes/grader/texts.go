//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A new process is in the namespaces of its parent, all of them, but for those kinds that were asked for by name. And a namespace is an object of the kernel like an open file: it is there as long as somebody refers to it.",
		KO: "새 프로세스는 부모의 네임스페이스에 모두 그대로 있어요. 이름을 대고 새로 달라고 한 종류만 달라요. 그리고 네임스페이스는 열린 파일처럼 커널의 객체라서, 누군가 가리키고 있는 동안 살아 있어요.",
	},
	{
		EN: "man 7 namespaces, \"The /proc/pid/ns/ directory\" and \"Namespace lifetime\". man 2 unshare says which flag is about the caller, and which is about its children. man 7 pid_namespaces, \"The namespace init process\".",
		KO: "man 7 namespaces의 \"The /proc/pid/ns/ directory\"와 \"Namespace lifetime\". 어느 플래그가 부른 프로세스에 관한 것이고 어느 것이 그 자식에 관한 것인지는 man 2 unshare에 있어요. man 7 pid_namespaces의 \"The namespace init process\".",
	},
	{
		EN: "for each question about links: which kinds were asked for? of those: for the process itself, or for its children? for each question about time: what refers to the namespace now? and is it one that needs a process 1?",
		KO: "링크에 관한 질문마다: 어느 종류를 새로 달라고 했나요? 그것은 프로세스 자신의 것인가요, 자식들의 것인가요? 시간에 관한 질문마다: 지금 무엇이 그 네임스페이스를 가리키고 있나요? 1번 프로세스가 있어야 하는 종류인가요?",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.inodes.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "ns.inodes.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the two words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 두 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "ns.inodes.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "ns.inodes.siblings",
		Expected: measured,
		So:       grade.Text{EN: "the two shells are two processes ✓, with files and users of their own perhaps, but in the same namespaces: each process is in those of its parent, and both descend from process 1. Without containers there is one namespace of each kind.", KO: "두 셸은 서로 다른 프로세스예요 ✓ 하지만 같은 네임스페이스에 있어요. 프로세스는 부모의 네임스페이스에 그대로 있고, 둘 다 1번 프로세스의 자손이에요. 컨테이너가 없다면 네임스페이스는 종류마다 하나뿐이에요."},
	},
	{
		ID:       "ns.inodes.unshare-uts",
		Expected: measured,
		So:       grade.Text{EN: "unshare makes a new namespace and puts the caller into it at once. It begins as a copy, with the same host name, and is another one all the same.", KO: "unshare는 새 네임스페이스를 만들고 부른 프로세스를 바로 그 안에 넣어요. 같은 호스트 이름을 가진 복사본으로 시작하지만, 그래도 다른 네임스페이스예요."},
	},
	{
		ID:       "ns.inodes.unshare-mnt",
		Expected: measured,
		So:       grade.Text{EN: "the process has a UTS namespace of its own ✓, and nothing else of its own. Each kind is asked for by itself: there is no such thing as a container to the kernel, only processes with more or fewer links that differ.", KO: "프로세스는 자기만의 UTS 네임스페이스에 있어요 ✓ 그것뿐이에요. 네임스페이스는 종류마다 따로 달라고 해야 해요. 커널에게 컨테이너라는 것은 없고, 다른 링크가 많거나 적은 프로세스가 있을 뿐이에요."},
	},
	{
		ID:       "ns.inodes.unshare-pid",
		Expected: measured,
		So:       grade.Text{EN: "a new PID namespace was made ✓, but not for the process that made it: its number may not change while it lives, so it stays where it is numbered. Its next child is the first one in there.", KO: "새 PID 네임스페이스가 생겼어요 ✓ 하지만 만든 프로세스의 것이 아니에요. 프로세스의 번호는 살아 있는 동안 바뀌면 안 되니까, 번호를 받은 곳에 그대로 있어요. 다음에 낳는 자식이 거기의 첫 프로세스예요."},
	},
	{
		ID:       "ns.inodes.pid-for-children",
		Expected: measured,
		So:       grade.Text{EN: "of all kinds this one has two links, because a process and its children may be in different ones: pid says where the process is numbered, pid_for_children where the next one that it starts will be.", KO: "이 종류에만 링크가 두 개 있어요. 프로세스와 그 자식들이 서로 다른 곳에 있을 수 있기 때문이에요. pid는 프로세스 자신의 번호가 속한 곳이고, pid_for_children은 다음에 시작할 자식의 번호가 속할 곳이에요."},
	},
	{
		ID:       "ns.inodes.container-net",
		Expected: measured,
		So:       grade.Text{EN: "four kinds were asked for ✓, and the network was not among them: the container has the host's interfaces and ports. `docker run --net=host` is just that.", KO: "네 종류를 새로 달라고 했고 ✓ 네트워크는 그중에 없어요. 컨테이너가 호스트의 인터페이스와 포트를 그대로 써요. `docker run --net=host`가 바로 그것이에요."},
	},
	{
		ID:       "ns.inodes.descriptor",
		Expected: measured,
		So:       grade.Text{EN: "no process is in it any more ✓, but a namespace is kept by whatever refers to it, and an open file does. With it lives all that belongs to it, the host name, too.", KO: "안에 프로세스가 하나도 없어요 ✓ 하지만 네임스페이스는 그것을 가리키는 무언가가 있는 동안 살아 있고, 열린 파일도 가리키는 것이에요. 호스트 이름처럼 거기 속한 것도 함께 살아 있어요."},
	},
	{
		ID:       "ns.inodes.bind",
		Expected: measured,
		So:       grade.Text{EN: "no process is in it and nobody has it open ✓, but a mount refers to it: it lives until that is unmounted. `ip netns add` keeps networks like that, below /run/netns.", KO: "안에 프로세스도 없고 열어 둔 쪽도 없어요 ✓ 하지만 마운트가 가리키고 있어요. 언마운트할 때까지 살아 있어요. `ip netns add`가 /run/netns 아래에 네트워크를 그렇게 남겨 둬요."},
	},
	{
		ID:       "ns.inodes.dead-pid",
		Expected: measured,
		So:       grade.Text{EN: "the open file keeps the namespace ✓, but this kind lives with its process 1: the kernel ended all others with it, and lets nobody be born where orphans would have no parent.", KO: "열린 파일이 네임스페이스를 붙잡고 있어요 ✓ 하지만 이 종류는 1번 프로세스와 운명을 같이해요. 커널은 1번이 끝날 때 나머지도 모두 끝냈고, 고아의 부모가 될 프로세스가 없는 곳에서는 아무도 태어나지 못하게 해요."},
	},
}
