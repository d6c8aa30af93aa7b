//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "What `ps` shows is decided twice: by the PID namespace a process is in, and by which procfs lies at /proc. Each can be right while the other is wrong. Not every complaint is about `ps`.",
		KO: "`ps`에 무엇이 보이는지는 두 번 정해져요. 프로세스가 있는 PID 네임스페이스로, 그리고 /proc에 있는 procfs가 어느 것인지로요. 하나는 맞고 하나는 틀릴 수 있어요. 모든 불평이 `ps` 이야기인 것도 아니에요.",
	},
	{
		EN: "Compare the two columns of links: which number is on both sides? In mountinfo the third field is the device, the fourth what of it is mounted, the fifth where. man 7 user_namespaces on an empty uid_map.",
		KO: "링크의 두 열을 비교해 보세요. 양쪽에 같은 번호가 있나요? mountinfo의 세 번째 필드는 장치, 네 번째는 그중 어디를 마운트했는지, 다섯 번째는 마운트한 자리예요. 빈 uid_map에 대해서는 man 7 user_namespaces를 보세요.",
	},
	{
		EN: "for each file: a link that is the host's, though it should not be? if none: a user namespace, and no map? a line for /proc? whose device? if the host's: did the rest of the host come along, or only this?",
		KO: "파일마다: 호스트의 것이면 안 되는데 호스트의 것인 링크가 있나요? 없다면: 사용자 네임스페이스가 있는데 매핑이 없나요? /proc 줄이 있나요? 누구의 장치인가요? 호스트의 것이라면: 호스트의 나머지도 함께 왔나요, 이것만 왔나요?",
	},
}

var sixLines = grade.Text{EN: "a line NAME = CAUSE for each file of scene/", KO: "scene/의 파일마다 이름 = 원인 한 줄"}

// found is what stands in a right answer's place: the word is the learner's to find.
var found = grade.Text{EN: "a cause for %[1]s that fits all that was observed", KO: "위에서 본 것에 모두 맞는 %[1]s의 원인"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.ps.form",
		Expected: sixLines,
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요."},
	},
	{
		ID:       "ns.ps.word",
		Expected: grade.Text{EN: "one of the seven words in answer.txt", KO: "answer.txt에 있는 일곱 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but the word on its right is none of those that are listed.", KO: "줄의 형식은 맞아요 ✓ 하지만 오른쪽 낱말이 목록에 없어요."},
	},
	{
		ID:       "ns.ps.no-such-container",
		Expected: grade.Text{EN: "names as `ls scene` shows them", KO: "`ls scene`에 보이는 그대로의 이름"},
		So:       grade.Text{EN: "no scene has a container of the name %[1]s. A slip of the pen?", KO: "%[1]s 컨테이너는 어느 scene에도 없어요. 잘못 옮겨 적은 건 아닐까요?"},
	},
	{
		ID:       "ns.ps.unanswered",
		Expected: sixLines,
		So:       grade.Text{EN: "what is there can be read ✓, but there are six containers, each with another mistake, and some have no line yet.", KO: "적힌 것은 읽을 수 있어요 ✓ 하지만 잘못이 서로 다른 컨테이너가 여섯 개인데, 아직 줄이 없는 것이 있어요."},
	},
	{
		ID:       "ns.ps.no-pid-namespace",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. Its procfs is new ✓, and shows the processes of the namespace in which it was mounted. Look at which one that is, and at how many numbers the process has.", KO: "여러분의 답: %[1]s = %[2]s. procfs는 새로 마운트한 것이고 ✓ 마운트한 쪽의 네임스페이스에 있는 프로세스를 보여 줘요. 그게 어느 네임스페이스인지, 그리고 프로세스의 번호가 몇 개인지 보세요."},
	},
	{
		ID:       "ns.ps.proc-missing",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The namespaces are the container's own ✓. `ps` asks no namespace, but reads a directory, and that one is empty.", KO: "여러분의 답: %[1]s = %[2]s. 네임스페이스는 컨테이너 자신의 것이에요 ✓ `ps`는 네임스페이스에 묻지 않고 디렉터리를 읽는데, 그 디렉터리가 비어 있어요."},
	},
	{
		ID:       "ns.ps.proc-inherited",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The PID namespace is the container's own ✓, and `ps` still reads the procfs of another one. Look at what else of the host's is in the list of mounts, and at where its root lies.", KO: "여러분의 답: %[1]s = %[2]s. PID 네임스페이스는 컨테이너 자신의 것이에요 ✓ 그런데 `ps`는 아직 다른 네임스페이스의 procfs를 읽어요. 마운트 목록에 호스트의 것이 또 무엇이 있는지, 루트가 어디인지 보세요."},
	},
	{
		ID:       "ns.ps.proc-bound",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The PID namespace is the container's own ✓ and so is its root ✓. Somebody has put a procfs there, and its device number tells where it comes from.", KO: "여러분의 답: %[1]s = %[2]s. PID 네임스페이스도 컨테이너 자신의 것이고 ✓ 루트도 그래요 ✓ 누군가 거기에 procfs를 두었는데, 어디서 온 것인지는 장치 번호가 말해 줘요."},
	},
	{
		ID:       "ns.ps.no-map",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. PID namespace and procfs are the container's own ✓. Who one is, and what one may change, is decided by another kind, and a file about that one is empty.", KO: "여러분의 답: %[1]s = %[2]s. PID 네임스페이스와 procfs는 컨테이너 자신의 것이에요 ✓ 누구인지, 무엇을 바꿀 수 있는지는 다른 종류가 정하는데, 그것에 대한 파일 하나가 비어 있어요."},
	},
	{
		ID:       "ns.ps.no-uts-namespace",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. PID namespace and procfs are the container's own ✓. One of the links has the same number on both sides, and it is about names.", KO: "여러분의 답: %[1]s = %[2]s. PID 네임스페이스와 procfs는 컨테이너 자신의 것이에요 ✓ 링크 하나가 양쪽에서 번호가 같은데, 이름에 대한 것이에요."},
	},
}
