//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A key is a number that is looked up in a table of the kernel's, and each IPC namespace has a table. For queues there is besides a file system, and that remembers whose table it shows.",
		KO: "키는 커널의 표에서 찾는 번호이고, IPC 네임스페이스마다 표가 따로 있어요. 큐에는 그것을 보여 주는 파일 시스템도 있는데, 누구의 표를 보여 줄지는 파일 시스템이 기억해요.",
	},
	{
		EN: "CLONE_NEWIPC, man 7 ipc_namespaces; a mount of type mqueue, man 7 mq_overview; for a mount of one's own CLONE_NEWNS and what man 7 mount_namespaces says of shared.",
		KO: "CLONE_NEWIPC와 man 7 ipc_namespaces, mqueue 타입의 마운트와 man 7 mq_overview, 자기만의 마운트를 위한 CLONE_NEWNS와 man 7 mount_namespaces에서 shared에 대한 설명.",
	},
	{
		EN: "a new IPC and a new mount namespace; cut the mounts off from the host's; mount mqueue at /dev/mqueue, from inside the new IPC namespace; start the command there, wait.",
		KO: "새 IPC 네임스페이스와 새 마운트 네임스페이스 → 호스트의 마운트와 끊기 → 새 IPC 네임스페이스 안에서 /dev/mqueue에 mqueue 마운트 → 거기서 명령을 시작하고 기다리기.",
	},
}

var asBefore = grade.Text{EN: "the host as it was before", KO: "전과 같은 호스트"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.ipc.not-started",
		Expected: grade.Text{EN: "%[1]s running in an IPC namespace of its own", KO: "자기만의 IPC 네임스페이스에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above.", KO: "명령이 실행되지 않았어요. 위의 줄이 여러분의 프로그램이 마지막으로 한 말이에요."},
	},
	{
		ID:       "ns.ipc.deleted",
		Expected: asBefore,
		So:       grade.Text{EN: "the command does not see it any more, and neither does whoever it belonged to: it was taken away for everybody. On a real host this would have been a database's memory.", KO: "명령에는 이제 보이지 않아요. 그런데 주인에게도 보이지 않아요. 모두에게서 없어졌거든요. 진짜 호스트였다면 어느 데이터베이스의 메모리였을 거예요."},
	},
	{
		ID:       "ns.ipc.leaked",
		Expected: asBefore,
		So:       grade.Text{EN: "a mount was made for the command, and it appeared on the host as well: the host now sees the command's queues where its own were.", KO: "명령을 위해 한 마운트가 호스트에도 나타났어요. 이제 호스트는 자기 큐가 있던 자리에서 명령의 큐를 봐요."},
	},
	{
		ID:       "ns.ipc.same-again",
		Expected: grade.Text{EN: "at /dev/mqueue the queues of the command's own namespace", KO: "/dev/mqueue에 명령 자신의 네임스페이스의 큐"},
		So: grade.Text{
			EN: "the kernel refuses to mount a second time what lies there already (EBUSY). The file system of the queues is one for each IPC namespace, and whoever mounts gets that of the namespace it is in: here it was still the host's.",
			KO: "커널은 이미 거기 있는 것을 한 번 더 마운트해 주지 않아요(EBUSY). 큐의 파일 시스템은 IPC 네임스페이스마다 하나이고, 마운트하는 쪽은 자기가 있는 네임스페이스의 것을 받아요. 여기서는 아직 호스트의 것이었어요.",
		},
	},
	{
		ID:       "ns.ipc.shared",
		Expected: grade.Text{EN: "an IPC namespace of the command's own", KO: "명령 자신의 IPC 네임스페이스"},
		So: grade.Text{
			EN: "the command runs ✓, and every segment of the host can be found by it, by its key or by going through the numbers. Other walls, of files and mounts, do not stand in this way.",
			KO: "명령은 실행돼요 ✓ 그런데 키로든, 번호를 차례로 훑어서든 호스트의 모든 세그먼트를 찾을 수 있어요. 파일이나 마운트로 세운 벽은 이 길을 막지 못해요.",
		},
	},
	{
		ID:       "ns.ipc.mqueue-shared",
		Expected: grade.Text{EN: "at /dev/mqueue the queues of the command's own namespace", KO: "/dev/mqueue에 명령 자신의 네임스페이스의 큐"},
		So: grade.Text{
			EN: "the IPC namespace is the command's own ✓, so shared memory is apart ✓. But /dev/mqueue shows the host's queues: such a mount keeps showing the namespace that its maker was in when it was made, whoever looks.",
			KO: "IPC 네임스페이스는 명령 자신의 것이고 ✓ 공유 메모리도 따로예요 ✓ 하지만 /dev/mqueue가 호스트의 큐를 보여 줘요. 이런 마운트는 누가 보든, 마운트할 때 만든 쪽이 있던 네임스페이스를 계속 보여 줘요.",
		},
	},
	{
		ID:       "ns.ipc.mqueue-missing",
		Expected: grade.Text{EN: "a mount of type mqueue at /dev/mqueue", KO: "/dev/mqueue에 mqueue 타입의 마운트"},
		So:       grade.Text{EN: "the IPC namespace is the command's own ✓ and the host's queues are not seen ✓, but its own are not, either: nothing at /dev/mqueue shows them.", KO: "IPC 네임스페이스는 명령 자신의 것이고 ✓ 호스트의 큐도 보이지 않아요 ✓ 하지만 자기 큐도 보이지 않아요. /dev/mqueue에 그것을 보여 주는 것이 없어요."},
	},
	{
		ID:       "ns.ipc.output",
		Expected: grade.Text{EN: "the list of segments, with its head (%[1]s …) and without the host's", KO: "호스트의 것이 없는, 머리줄(%[1]s …)이 있는 세그먼트 목록"},
		So:       grade.Text{EN: "the namespace is right ✓, but what the command prints does not come out of your program.", KO: "네임스페이스는 맞아요 ✓ 하지만 명령이 출력한 것이 여러분의 프로그램에서 나오지 않아요."},
	},
	{
		ID:       "ns.ipc.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the namespace is right ✓, but whoever called your program does not learn how the command ended.", KO: "네임스페이스는 맞아요 ✓ 하지만 프로그램을 부른 쪽은 명령이 어떻게 끝났는지 알 수 없어요."},
	},
}
