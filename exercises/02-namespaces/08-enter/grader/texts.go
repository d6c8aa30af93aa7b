//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "To join is to take over what another process has: its namespaces, and besides them its root, its working directory and its environment. In Linux namespaces belong to a thread, and one kind of them counts only for whoever is born afterwards.",
		KO: "들어간다는 것은 다른 프로세스가 가진 것을 넘겨받는 일이에요. 네임스페이스를, 그리고 그 밖에 루트와 작업 디렉터리와 환경 변수를요. 리눅스에서 네임스페이스는 스레드의 것이고, 그중 한 종류는 그 뒤에 태어나는 자식에게만 통해요.",
	},
	{
		EN: "setns(2), with descriptors of /proc/PID/ns/* or with a pidfd; what man 2 setns says of mount namespaces and of CLONE_FS; man 7 pid_namespaces on setns; fchdir(2) to /proc/PID/root; runtime.LockOSThread; O_CLOEXEC.",
		KO: "/proc/PID/ns/*의 디스크립터나 pidfd를 받는 setns(2), man 2 setns에서 마운트 네임스페이스와 CLONE_FS에 대한 부분, man 7 pid_namespaces에서 setns에 대한 부분, /proc/PID/root로 가는 fchdir(2), runtime.LockOSThread, O_CLOEXEC.",
	},
	{
		EN: "keep the goroutine on its thread; open all of pid: namespaces, root, cwd, environ; give the thread a working directory of its own; join; go into the opened root, make it the root, go into the opened cwd; start the command as a child, wait.",
		KO: "고루틴을 스레드에 붙잡기 → pid의 것을 모두 열어 두기: 네임스페이스, root, cwd, environ → 스레드가 작업 디렉터리를 따로 갖게 하기 → 들어가기 → 열어 둔 root로 가서 그곳을 루트로 삼고, 열어 둔 cwd로 가기 → 명령을 자식으로 시작하고 기다리기.",
	},
}

var allOf = grade.Text{EN: "mnt, uts, ipc, net, cgroup, pid: all the container's", KO: "mnt, uts, ipc, net, cgroup, pid 모두 컨테이너의 것"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.enter.not-started",
		Expected: grade.Text{EN: "%[1]s running in the container", KO: "컨테이너에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above, and how far it had come.", KO: "명령이 실행되지 않았어요. 프로그램이 마지막으로 한 말과, 그때까지 어디까지 왔는지가 위에 있어요."},
	},
	{
		ID:       "ns.enter.threads",
		Expected: allOf,
		So: grade.Text{
			EN: "the mount namespace could not be joined (EINVAL). The container is not the reason: your thread shares its root and working directory with the other threads of the Go program, and a thread that shares them has to stay where the others are.",
			KO: "마운트 네임스페이스에 들어가지 못했어요(EINVAL). 컨테이너 때문이 아니에요. 여러분의 스레드가 Go 프로그램의 다른 스레드들과 루트와 작업 디렉터리를 함께 쓰고 있는데, 함께 쓰는 동안에는 그 스레드만 다른 곳으로 갈 수 없어요.",
		},
	},
	{
		ID:       "ns.enter.user",
		Expected: grade.Text{EN: "the namespaces that differ from your program's", KO: "여러분 프로그램의 것과 다른 네임스페이스"},
		So: grade.Text{
			EN: "how far the program came is above ✓. Then something was to be joined that cannot be (EINVAL): the user namespace is the one that your program is in already, and no process with several threads may change it.",
			KO: "프로그램이 어디까지 들어갔는지는 위에 있어요 ✓ 그다음에 들어갈 수 없는 곳에 들어가려 했어요(EINVAL). 사용자 네임스페이스는 여러분의 프로그램이 이미 있는 그곳이고, 스레드가 여럿인 프로세스는 바꿀 수도 없어요.",
		},
	},
	{
		ID:       "ns.enter.too-late",
		Expected: allOf,
		So: grade.Text{
			EN: "the mount namespace is joined ✓, and from that moment every path is looked up among the container's mounts. The host's /proc, and with it the PID that you were given, is not there.",
			KO: "마운트 네임스페이스에는 들어갔어요 ✓ 그런데 그 순간부터 모든 경로는 컨테이너의 마운트에서 찾아요. 거기에는 호스트의 /proc도, 건네받은 PID도 없어요.",
		},
	},
	{
		ID:       "ns.enter.nothing",
		Expected: allOf,
		So:       grade.Text{EN: "the command runs ✓, on the host: not one of the container's namespaces has been joined.", KO: "명령은 실행돼요 ✓ 그런데 호스트에서 실행돼요. 컨테이너의 네임스페이스에 하나도 들어가지 않았어요."},
	},
	{
		ID:       "ns.enter.made-new",
		Expected: allOf,
		So: grade.Text{
			EN: "the command runs ✓, in namespaces that were made for it and that nobody else is in: it has something like the container, and not the container. The container's are there already.",
			KO: "명령은 실행돼요 ✓ 그런데 명령을 위해 새로 만든, 다른 아무도 없는 네임스페이스에 있어요. 컨테이너와 비슷하기는 해도 그 컨테이너는 아니에요. 컨테이너의 네임스페이스는 이미 있어요.",
		},
	},
	{
		ID:       "ns.enter.other-thread",
		Expected: allOf,
		So: grade.Text{
			EN: "one thread of your program is in the container's namespaces ✓, but the command was not born of that thread there. A command gets the namespaces that the thread which starts it has at that moment, and a goroutine moves between threads unless it is tied to one.",
			KO: "여러분 프로그램의 스레드 하나는 컨테이너의 네임스페이스에 들어갔어요 ✓ 하지만 명령은 거기 있는 그 스레드에서 태어나지 않았어요. 명령은 자기를 시작한 스레드가 그 순간에 가진 네임스페이스를 받아요. 그리고 고루틴은 묶어 두지 않으면 스레드를 옮겨 다녀요.",
		},
	},
	{
		ID:       "ns.enter.no-fork",
		Expected: allOf,
		So: grade.Text{
			EN: "the PID namespace was joined ✓, for children only: whoever joins one keeps the number and the processes it had before. The command is that very process, and has no number in the container.",
			KO: "PID 네임스페이스에 들어갔어요 ✓ 그런데 자식에게만 통해요. 들어간 쪽은 전에 있던 번호와 프로세스들을 그대로 가져요. 명령이 바로 그 프로세스라서 컨테이너 안에 번호가 없어요.",
		},
	},
	{
		ID:       "ns.enter.missing",
		Expected: allOf,
		So: grade.Text{
			EN: "part of the container is entered ✓. Of the host's is still: %[1]s. There is nothing that joins them all for you, and nothing that complains of a half.",
			KO: "컨테이너의 일부에는 들어갔어요 ✓ 아직 호스트의 것인 네임스페이스: %[1]s. 한꺼번에 알아서 들어가 주는 것도, 반만 들어갔다고 불평하는 것도 없어요.",
		},
	},
	{
		ID:       "ns.enter.root",
		Expected: grade.Text{EN: "the root directory of the container's first process", KO: "컨테이너 첫 프로세스의 루트 디렉터리"},
		So: grade.Text{
			EN: "all namespaces are joined ✓. Whoever joins a mount namespace begins at that namespace's own root; this container's first process has another one, and the command sees what lies around it.",
			KO: "네임스페이스에는 모두 들어갔어요 ✓ 마운트 네임스페이스에 들어가면 그 네임스페이스 자신의 루트에서 시작해요. 이 컨테이너의 첫 프로세스는 다른 루트를 가지고 있고, 명령에는 그 바깥이 보여요.",
		},
	},
	{
		ID:       "ns.enter.cwd",
		Expected: grade.Text{EN: "the working directory of the container's first process", KO: "컨테이너 첫 프로세스의 작업 디렉터리"},
		So:       grade.Text{EN: "all namespaces are joined ✓ and the root is right ✓, but relative paths begin elsewhere than those of the container's own program.", KO: "네임스페이스에 모두 들어갔고 ✓ 루트도 맞아요 ✓ 하지만 상대 경로가 컨테이너 자신의 프로그램과 다른 곳에서 시작해요."},
	},
	{
		ID:       "ns.enter.descriptor",
		Expected: grade.Text{EN: "the descriptors 0, 1 and 2 alone", KO: "디스크립터 0, 1, 2뿐"},
		So: grade.Text{
			EN: "namespaces, root and working directory are the container's ✓, but a file that was opened on the host went along through execve(2). By a descriptor of a directory the container walks out, past every wall (CVE-2024-21626).",
			KO: "네임스페이스도 루트도 작업 디렉터리도 컨테이너의 것이에요 ✓ 하지만 호스트에서 연 파일이 execve(2)를 지나 따라왔어요. 디렉터리의 디스크립터 하나면 어떤 벽이든 지나쳐 밖으로 나갈 수 있어요(CVE-2024-21626).",
		},
	},
	{
		ID:       "ns.enter.environment",
		Expected: grade.Text{EN: "the environment of the container's first process, and no variable of the host's", KO: "컨테이너 첫 프로세스의 환경 변수가 있고, 호스트의 변수는 없음"},
		So: grade.Text{
			EN: "namespaces, root and working directory are the container's ✓. The environment belongs to no namespace: it is a list that is handed from process to process, and this one was handed by the wrong one.",
			KO: "네임스페이스도 루트도 작업 디렉터리도 컨테이너의 것이에요 ✓ 환경 변수는 어느 네임스페이스에도 속하지 않아요. 프로세스에서 프로세스로 건네지는 목록인데, 엉뚱한 쪽이 건넸어요.",
		},
	},
	{
		ID:       "ns.enter.output",
		Expected: grade.Text{EN: "%[1]s on your program's stdout", KO: "여러분 프로그램의 stdout에 %[1]s"},
		So:       grade.Text{EN: "/bin/sleep was started right ✓. A command that is in the container alone, and prints, was not, or its output does not come out of your program.", KO: "/bin/sleep은 제대로 시작했어요 ✓ 하지만 컨테이너에만 있고 출력을 하는 명령은 시작하지 못했거나, 출력이 여러분의 프로그램에서 나오지 않아요."},
	},
	{
		ID:       "ns.enter.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command runs in the container ✓, but whoever called your program does not learn how it ended.", KO: "명령은 컨테이너에서 실행돼요 ✓ 하지만 프로그램을 부른 쪽은 명령이 어떻게 끝났는지 알 수 없어요."},
	},
	{
		ID:       "ns.enter.ended",
		Expected: grade.Text{EN: "a container that goes on running", KO: "계속 돌아가는 컨테이너"},
		So:       grade.Text{EN: "the command ran in the container ✓, and the container did not survive it.", KO: "명령은 컨테이너에서 실행됐어요 ✓ 하지만 컨테이너가 살아남지 못했어요."},
	},
}
