//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "chroot changes one thing: where this process, and those it starts, begin to look when a path begins with \"/\". For each question ask whether the answer is found by such a path.",
		KO: "chroot가 바꾸는 것은 하나예요. 이 프로세스와 자식들이 \"/\"로 시작하는 경로를 어디서부터 찾는지예요. 질문마다 답이 그런 경로로 찾아지는 것인지 생각해 보세요.",
	},
	{
		EN: "man 2 chroot, DESCRIPTION, answers three of them in so many words. For the rest: which part of the kernel is asked? uname(2), kill(2), proc(5), open(2) with O_CREAT, credentials(7).",
		KO: "man 2 chroot의 DESCRIPTION에 셋의 답이 그대로 있어요. 나머지는 커널의 어느 부분에 묻는지 생각해 보세요. uname(2), kill(2), proc(5), O_CREAT를 쓰는 open(2), credentials(7).",
	},
	{
		EN: "for each question: which system call gets the answer? does it take a path? if so: absolute, or relative to a working directory, and where is that? if not: chroot has nothing to do with it.",
		KO: "질문마다: 어느 시스템 콜이 답을 얻나요? 그 시스템 콜이 경로를 받나요? 받는다면 절대 경로인가요, 작업 디렉터리 기준인가요, 그 디렉터리는 어디인가요? 받지 않는다면 chroot와는 관계가 없어요.",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.etc-hostname.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "chroot.etc-hostname.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the two words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 두 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "chroot.etc-hostname.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "chroot.etc-hostname.cwd-outside",
		Expected: measured,
		So:       grade.Text{EN: "chroot moved the root ✓ and nothing else: the working directory stayed outside. \"..\" stops at the root directory only, and from outside the new root is never met on the way up.", KO: "chroot는 루트를 옮겼어요 ✓ 그리고 그것뿐이에요. 작업 디렉터리는 밖에 그대로 있어요. \"..\"은 루트 디렉터리에서만 멈추는데, 밖에서 올라가면 새 루트를 만나지 않아요."},
	},
	{
		ID:       "chroot.etc-hostname.cwd-inside",
		Expected: measured,
		So:       grade.Text{EN: "the working directory is inside ✓, and at the root directory \"..\" leads to itself, however often it is repeated: the kernel compares each directory with the process's root.", KO: "작업 디렉터리가 안에 있어요 ✓ 루트 디렉터리에서 \"..\"은 몇 번을 반복해도 자기 자신이에요. 커널이 디렉터리마다 프로세스의 루트와 비교하거든요."},
	},
	{
		ID:       "chroot.etc-hostname.hostname",
		Expected: measured,
		So:       grade.Text{EN: "the container has an /etc/hostname of its own ✓, but `hostname` does not read it: it asks the kernel (uname), and the kernel has one name for all processes of a UTS namespace. That file is read once, when a machine starts.", KO: "컨테이너에는 자기 /etc/hostname이 있어요 ✓ 하지만 `hostname`은 그 파일을 읽지 않고 커널에 물어요(uname). 커널은 같은 UTS 네임스페이스의 모든 프로세스에게 하나의 이름을 알려 줘요. 그 파일은 머신이 켜질 때 한 번 읽혀요."},
	},
	{
		ID:       "chroot.etc-hostname.host-ps",
		Expected: measured,
		So:       grade.Text{EN: "the jailed process sees other files ✓, but it is an ordinary process of the host's kernel, with a pid there. A container is a process, not a machine.", KO: "갇힌 프로세스에게는 다른 파일이 보여요 ✓ 하지만 호스트 커널의 평범한 프로세스이고 거기에 pid가 있어요. 컨테이너는 머신이 아니라 프로세스예요."},
	},
	{
		ID:       "chroot.etc-hostname.container-ps",
		Expected: measured,
		So:       grade.Text{EN: "/proc is there ✓, and shows the processes of the PID namespace it was mounted in. chroot makes none, so there is only the host's: whom one sees is no question of files. Lesson 2 is about that.", KO: "/proc은 있어요 ✓ 그리고 마운트한 쪽의 PID 네임스페이스에 있는 프로세스를 보여 줘요. chroot는 PID 네임스페이스를 만들지 않으니 호스트의 것뿐이에요. 누가 보이는지는 파일의 문제가 아니고, 레슨 2에서 다뤄요."},
	},
	{
		ID:       "chroot.etc-hostname.dev-null",
		Expected: measured,
		So:       grade.Text{EN: "the shell did what it was told ✓: it opened a path, and as nothing was there the kernel made an ordinary file, which now keeps what was to be thrown away. A device is a special file that somebody has to put there.", KO: "셸은 시킨 대로 했어요 ✓ 경로를 열었는데 아무것도 없어서 커널이 일반 파일을 만들었고, 버리려던 내용이 거기 남아 있어요. 장치는 누군가 그 자리에 놓아야 하는 특별한 파일이에요."},
	},
	{
		ID:       "chroot.etc-hostname.uid",
		Expected: measured,
		So:       grade.Text{EN: "it is root inside ✓, and the very same root outside: chroot knows nothing of users. That root is nobody outside is what a user namespace does.", KO: "안에서 root예요 ✓ 그리고 밖에서도 똑같은 그 root예요. chroot는 사용자를 몰라요. 안의 root가 밖에서 아무도 아니게 되는 것은 사용자 네임스페이스가 하는 일이에요."},
	},
	{
		ID:       "chroot.etc-hostname.kill",
		Expected: measured,
		So:       grade.Text{EN: "kill takes a number and no path. The kernel asks which user sends the signal, not what its root directory is, and finds the number in the one list of processes there is.", KO: "kill은 경로가 아니라 번호를 받아요. 커널은 누가 시그널을 보내는지 볼 뿐 루트 디렉터리는 보지 않고, 하나뿐인 프로세스 목록에서 그 번호를 찾아요."},
	},
	{
		ID:       "chroot.etc-hostname.escape",
		Expected: measured,
		So:       grade.Text{EN: "a process has one root directory, and the second chroot replaced the first. It lies below the working directory, so \"..\" never meets it on the way up, and ends at the real top. For root a chroot is no wall.", KO: "프로세스의 루트 디렉터리는 하나뿐이라 두 번째 chroot가 첫 번째를 대신했어요. 새 루트가 작업 디렉터리 아래에 있으니 \"..\"은 올라가면서 그것을 만나지 않고 진짜 꼭대기에서 끝나요. root에게 chroot는 벽이 아니에요."},
	},
}
