//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "For each ask: does the kernel have one of these, or a table of them? Somebody had to change the kernel for every thing that a container can have of its own, and has done so kind by kind.",
		KO: "질문마다 생각해 보세요. 커널은 이것을 하나만 가지고 있을까요, 여러 개를 표로 가지고 있을까요? 컨테이너가 따로 가질 수 있는 것 하나하나를 위해 누군가 커널을 고쳐야 했고, 종류별로 그렇게 해 왔어요.",
	},
	{
		EN: "The table in man 7 namespaces, and the page of each kind: uts_, ipc_, pid_, network_, mount_ and user_namespaces(7). man 5 proc_sys says little; the directory below /proc/sys says more.",
		KO: "man 7 namespaces의 표와 종류별 페이지: uts_, ipc_, pid_, network_, mount_, user_namespaces(7). man 5 proc_sys에는 별로 없고, /proc/sys 아래의 어느 디렉터리인지를 보는 편이 나아요.",
	},
	{
		EN: "for each: a name of the machine? a number of a process? a key of System V? something with an address or a port? a mount? an id? If none of these: is there one for the whole machine? For yes and no: to whom does the thing belong?",
		KO: "질문마다: 머신의 이름인가요? 프로세스의 번호인가요? System V의 키인가요? 주소나 포트가 있는 것인가요? 마운트인가요? ID인가요? 모두 아니라면 머신 전체에 하나뿐인가요? 예, 아니요로 답하는 것은: 그것은 누구의 것인가요?",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.not-namespaced.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "ns.not-namespaced.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the words that it can be answered with", KO: "answer.txt에 있는 질문과, 그 질문에 쓸 수 있는 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "ns.not-namespaced.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong one costs nothing.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없어요."},
	},
	{
		ID:       "ns.not-namespaced.hostname",
		Expected: measured,
		So:       grade.Text{EN: "the name is no file and no part of the network ✓: the kernel keeps it, once for each UTS namespace. Where that one is shared, whoever renames the container renames the host.", KO: "이 이름은 파일도 아니고 네트워크의 일부도 아니에요 ✓ 커널이 UTS 네임스페이스마다 하나씩 가지고 있어요. 그것을 함께 쓰면 컨테이너의 이름을 바꾸는 사람이 호스트의 이름을 바꾸게 돼요."},
	},
	{
		ID:       "ns.not-namespaced.signal",
		Expected: measured,
		So:       grade.Text{EN: "a signal goes to a number ✓, and a number is looked up in the sender's PID namespace. Who is not in there has no number that one could try. Users and mounts do not come into it.", KO: "시그널은 번호로 보내고 ✓ 번호는 보내는 쪽의 PID 네임스페이스에서 찾아요. 거기 없는 프로세스에게는 대 볼 번호가 없어요. 사용자나 마운트와는 관계가 없어요."},
	},
	{
		ID:       "ns.not-namespaced.shared-memory",
		Expected: measured,
		So:       grade.Text{EN: "shared memory of System V is found by a key, in a table ✓, and each IPC namespace has a table. It lies in no directory, so no mount hides it.", KO: "System V 공유 메모리는 표에서 키로 찾고 ✓ IPC 네임스페이스마다 표가 따로 있어요. 어느 디렉터리에도 있지 않으니 마운트로는 가릴 수 없어요."},
	},
	{
		ID:       "ns.not-namespaced.port",
		Expected: measured,
		So:       grade.Text{EN: "a port is half of an address ✓, and addresses, interfaces, routes and the table of who listens where are all in the network namespace. That is why a hundred containers can listen on port 80.", KO: "포트는 주소의 반쪽이고 ✓ 주소, 인터페이스, 라우팅, 누가 어디서 기다리는지의 표는 모두 네트워크 네임스페이스에 있어요. 그래서 컨테이너 백 개가 모두 80번 포트에서 기다릴 수 있어요."},
	},
	{
		ID:       "ns.not-namespaced.ttl",
		Expected: measured,
		So:       grade.Text{EN: "/proc/sys looks like one tree ✓, but it is put together for whoever reads it: what lies below net/ is in large part the reader's network namespace's own.", KO: "/proc/sys는 하나의 트리처럼 보여요 ✓ 하지만 읽는 쪽에 맞춰 짜 맞춘 거예요. net/ 아래에 있는 것은 대부분 읽는 쪽의 네트워크 네임스페이스의 것이에요."},
	},
	{
		ID:       "ns.not-namespaced.swappiness",
		Expected: measured,
		So:       grade.Text{EN: "parts of /proc/sys belong to a namespace ✓, this one does not: how the kernel treats memory it decides once, for all. Whoever may write it changes it for every container.", KO: "/proc/sys에는 네임스페이스의 것인 부분도 있어요 ✓ 하지만 이것은 아니에요. 메모리를 어떻게 다룰지 커널은 모두를 위해 한 번만 정해요. 이것을 쓸 수 있는 사람은 모든 컨테이너의 것을 바꾸게 돼요."},
	},
	{
		ID:       "ns.not-namespaced.clock",
		Expected: measured,
		So:       grade.Text{EN: "there is a time namespace in Linux ✓, but it shifts the clocks that count from the start of the machine. The time of day is one for all, and who may set it sets it for everybody.", KO: "리눅스에는 시간 네임스페이스가 있어요 ✓ 하지만 그것이 옮기는 것은 머신이 켜진 때부터 세는 시계들이에요. 지금 시각은 모두에게 하나뿐이라서, 맞출 수 있는 사람은 모두의 시각을 맞추게 돼요."},
	},
	{
		ID:       "ns.not-namespaced.memory",
		Expected: measured,
		So:       grade.Text{EN: "a container can be given a limit ✓, by a cgroup and by no namespace, and /proc/meminfo knows nothing of it: it tells of the machine. Programs that size themselves by it grow too large.", KO: "컨테이너의 사용량을 제한할 수는 있어요 ✓ 네임스페이스가 아니라 cgroup으로요. 그런데 /proc/meminfo는 그것을 모르고 머신 이야기만 해요. 이 값을 보고 크기를 정하는 프로그램은 너무 커져 버려요."},
	},
	{
		ID:       "ns.not-namespaced.host-sees",
		Expected: measured,
		So:       grade.Text{EN: "PID 1 inside is a process outside, with another number. PID namespaces lie in each other: whoever is further out sees all that is within. Containers do not hide from the host.", KO: "안의 PID 1은 밖에서는 번호가 다른 프로세스예요. PID 네임스페이스는 겹겹이 들어 있어서 바깥쪽에 있으면 안쪽이 모두 보여요. 컨테이너는 호스트로부터 숨지 못해요."},
	},
	{
		ID:       "ns.not-namespaced.mknod",
		Expected: measured,
		So:       grade.Text{EN: "it has every capability ✓, over what its user namespace owns. Devices belong to the machine, so the kernel asks for the capability in the first user namespace, and there this root is nobody.", KO: "캐퍼빌리티는 모두 있어요 ✓ 하지만 자기 사용자 네임스페이스가 가진 것에만 통해요. 장치는 머신의 것이라서 커널은 맨 처음 사용자 네임스페이스에서의 캐퍼빌리티를 묻는데, 거기서 이 root는 아무도 아니에요."},
	},
}
