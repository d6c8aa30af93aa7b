//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A mount namespace is a list of mounts. Whether mounts in two lists tell each other what happens below them is a property of each single mount, not of the namespace. mountinfo shows it.",
		KO: "마운트 네임스페이스는 마운트의 목록이에요. 두 목록에 있는 마운트가 자기 아래에서 일어난 일을 서로 알려 주는지는 네임스페이스가 아니라 마운트 하나하나의 성질이에요. mountinfo에 나와요.",
	},
	{
		EN: "mount(2) changes this property of mounts that are there: \"Changing the propagation type of an existing mount\". It does so for one mount, or for a whole tree. proc_pid_mountinfo(5) explains the fields shared, master.",
		KO: "mount(2)는 이미 있는 마운트의 이 성질을 바꿀 수 있어요. \"Changing the propagation type of an existing mount\"를 보세요. 마운트 하나만 바꿀 수도, 트리 전체를 바꿀 수도 있어요. proc_pid_mountinfo(5)가 shared, master 필드를 설명해요.",
	},
	{
		EN: "1. change the propagation of \"/\", and of everything mounted below it, to private (or slave)  2. mount a tmpfs on dir",
		KO: "1. \"/\"와 그 아래에 마운트된 모든 것의 전파를 private로(slave도 돼요) 바꾸기  2. dir에 tmpfs 마운트",
	},
}

var untouched = grade.Text{EN: "the host's mounts as they were", KO: "호스트의 마운트는 그대로"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.propagation.not-started",
		Expected: grade.Text{EN: "%[1]s running in the new mount namespace", KO: "새 마운트 네임스페이스에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above.", KO: "명령이 실행되지 않았어요. 위의 줄이 여러분의 프로그램이 마지막으로 한 말이에요."},
	},
	{
		ID:       "ns.propagation.unmounted-host",
		Expected: untouched,
		So:       grade.Text{EN: "what was unmounted in the new namespace was unmounted on the host as well: at that moment the two mounts were still peers, and peers do everything together.", KO: "새 네임스페이스에서 언마운트한 것이 호스트에서도 언마운트됐어요. 그 순간에 두 마운트가 아직 피어였고, 피어는 모든 일을 함께 해요."},
	},
	{
		ID:       "ns.propagation.leaked",
		Expected: untouched,
		So:       grade.Text{EN: "the command has a mount namespace of its own ✓, and what was mounted in it appeared on the host: when it was mounted, the mount below was still the peer of the host's. There it stays when the container is gone.", KO: "명령은 자기 마운트 네임스페이스에 있어요 ✓ 그런데 거기서 마운트한 것이 호스트에도 나타났어요. 마운트할 때 그 아래의 마운트가 아직 호스트의 것과 피어였기 때문이에요. 컨테이너가 끝나도 호스트에 남아요."},
	},
	{
		ID:       "ns.propagation.not-recursive",
		Expected: untouched,
		So:       grade.Text{EN: "the mount at / is cut off from the host's ✓. The directory lies on another one, %[1]s, which is still the peer of the host's: each mount is shared or private for itself, whatever the one above it is.", KO: "/의 마운트는 호스트와 끊겼어요 ✓ 하지만 이 디렉터리는 다른 마운트 %[1]s 위에 있고, 그것은 아직 호스트의 것과 피어예요. 마운트는 하나하나가 따로 shared이거나 private이고, 위에 있는 마운트가 무엇인지는 상관없어요."},
	},
	{
		ID:       "ns.propagation.not-mounted",
		Expected: grade.Text{EN: "a new, empty tmpfs on %[1]s in the command's mounts", KO: "명령의 마운트에 %[1]s의 새로 만든 빈 tmpfs"},
		So:       grade.Text{EN: "the command runs ✓ and the host's mounts are as they were ✓, but the command has no scratch directory of its own there.", KO: "명령이 실행됐고 ✓ 호스트의 마운트도 그대로예요 ✓ 하지만 명령에게 자기만의 임시 디렉터리가 생기지 않았어요."},
	},
	{
		ID:       "ns.propagation.not-empty",
		Expected: grade.Text{EN: "a new, empty tmpfs on %[1]s in the command's mounts", KO: "명령의 마운트에 %[1]s의 새로 만든 빈 tmpfs"},
		So:       grade.Text{EN: "the command has a tmpfs of its own there ✓ and the host has not got it ✓, but somebody has put something into it before the command.", KO: "명령에게 자기만의 tmpfs가 생겼고 ✓ 호스트에는 나타나지 않았어요 ✓ 하지만 명령보다 먼저 누군가 그 안에 무언가를 넣었어요."},
	},
	{
		ID:       "ns.propagation.mounts-lost",
		Expected: grade.Text{EN: "%[1]s mounted in the namespace as it was", KO: "네임스페이스 안에 그대로 마운트되어 있는 %[1]s"},
		So:       grade.Text{EN: "the scratch directory stays inside ✓, but something that was mounted before is missing or covered in the namespace: what the command needs may be just that.", KO: "임시 디렉터리는 밖으로 나가지 않아요 ✓ 하지만 전에 마운트되어 있던 것이 네임스페이스에서 없어졌거나 가려졌어요. 명령에게 필요한 것이 바로 그것일 수 있어요."},
	},
	{
		ID:       "ns.propagation.later",
		Expected: untouched,
		So:       grade.Text{EN: "your own mount stays inside ✓. What the command mounted afterwards, on %[1]s, did not: that place lies on a mount that is still the peer of the host's.", KO: "여러분이 한 마운트는 밖으로 나가지 않았어요 ✓ 하지만 명령이 그다음에 %[1]s 위에 한 마운트는 나갔어요. 그 자리의 마운트가 아직 호스트의 것과 피어이기 때문이에요."},
	},
}
