//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Two files tell it together. /proc/PID/cgroup knows the path of the group within its tree, and which controllers have trees of version 1. mountinfo knows where that tree is mounted, and which of its groups the mount begins at.",
		KO: "두 파일을 합쳐야 알 수 있어요. /proc/PID/cgroup에는 트리 안에서 그룹의 경로와, 어느 컨트롤러가 버전 1의 트리에 있는지가 있어요. mountinfo에는 그 트리가 어디에 마운트됐는지, 마운트가 어느 그룹에서 시작하는지가 있어요.",
	},
	{
		EN: "man 7 cgroups, \"/proc files\": ID:CONTROLLERS:PATH. man 5 proc_pid_mountinfo: fields 4 (root) and 5 (mount point), any number of tags, \"-\", the type, and the options of the superblock in the end. `go doc path/filepath.Rel`.",
		KO: "man 7 cgroups의 \"/proc files\": ID:컨트롤러:경로. man 5 proc_pid_mountinfo: 4번째 필드(root)와 5번째 필드(마운트 지점), 개수가 정해지지 않은 태그, \"-\", 종류, 맨 끝의 슈퍼블록 옵션. `go doc path/filepath.Rel`.",
	},
	{
		EN: "the line whose list of controllers has the name: version 1; if none, the line with an empty list: version 2.  for each mount of that version's type (and, for 1, with the name among its options): the path, relative to the mount's root; if it does not lead up and out: mount point + that.  no such mount: an error.",
		KO: "컨트롤러 목록에 그 이름이 있는 줄이면 버전 1, 없으면 목록이 빈 줄이고 버전 2.  그 버전의 종류인 마운트마다(버전 1이면 옵션에 그 이름도 있어야 해요) 마운트의 root를 기준으로 한 경로를 구하고, 위로 빠져나가지 않으면 마운트 지점 + 그 경로.  그런 마운트가 없으면 에러.",
	},
}

var right = grade.Text{EN: "%[1]s", KO: "%[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.which.not-found",
		Expected: right,
		So:       grade.Text{EN: "both files were there, and the group is not the one that they tell of together.", KO: "두 파일이 다 있었는데, 둘이 함께 말하는 그룹이 아니에요."},
	},
	{
		ID:       "cg.which.version",
		Expected: right,
		So:       grade.Text{EN: "the tree that has this controller was not found. That a tree of one version is mounted says nothing about a controller: on a machine with both, each controller is in one of them, and those of version 1 are listed in /proc/PID/cgroup by name.", KO: "이 컨트롤러가 있는 트리를 찾지 못했어요. 어떤 버전의 트리가 마운트되어 있다고 해서 그 컨트롤러가 거기 있는 것은 아니에요. 두 버전이 다 있는 머신에서는 컨트롤러마다 둘 중 하나에 있고, 버전 1에 있는 것은 /proc/PID/cgroup에 이름이 나와요."},
	},
	{
		ID:       "cg.which.own-group",
		Expected: right,
		So:       grade.Text{EN: "the tree was found ✓, and its version ✓. The process is further down in it: a limit written at this place would be for everybody, or would not be allowed.", KO: "트리와 ✓ 버전을 찾았어요 ✓ 하지만 프로세스는 그 안에서 더 아래에 있어요. 이 자리에 제한을 쓰면 모두에게 걸리거나, 아예 쓸 수 없어요."},
	},
	{
		ID:       "cg.which.shared-tree",
		Expected: right,
		So:       grade.Text{EN: "a controller with a tree of its own is found ✓. In version 1 several can share one: then both files name them together, with commas.", KO: "트리를 혼자 쓰는 컨트롤러는 찾아요 ✓ 버전 1에서는 여러 컨트롤러가 트리 하나를 함께 쓸 수 있어요. 그러면 두 파일 모두 이름을 쉼표로 이어서 적어요."},
	},
	{
		ID:       "cg.which.substring",
		Expected: right,
		So:       grade.Text{EN: "most controllers are found ✓. The name of this one is also a part of another one's, and the lines of that one were taken.", KO: "컨트롤러를 대부분 찾아요 ✓ 그런데 이 컨트롤러의 이름은 다른 컨트롤러 이름의 일부이기도 해서, 그쪽 줄을 골랐어요."},
	},
	{
		ID:       "cg.which.assumed-mount",
		Expected: right,
		So:       grade.Text{EN: "on usual machines the group is found ✓. Here the tree is mounted somewhere else, as mountinfo says; nothing ties control groups to /sys/fs/cgroup.", KO: "보통 머신에서는 그룹을 찾아요 ✓ 여기서는 mountinfo에 적힌 대로 트리가 다른 곳에 마운트되어 있어요. 컨트롤 그룹이 꼭 /sys/fs/cgroup에 있어야 하는 것은 아니에요."},
	},
	{
		ID:       "cg.which.mount-root",
		Expected: right,
		So:       grade.Text{EN: "where the whole tree is mounted the group is found ✓. A mount can begin at a group further down: then the path of /proc/PID/cgroup, which counts from the top of the tree, is not the path below the mount point.", KO: "트리 전체가 마운트된 곳에서는 그룹을 찾아요 ✓ 마운트는 더 아래의 그룹에서 시작할 수도 있어요. 그러면 트리 꼭대기부터 센 /proc/PID/cgroup의 경로는 마운트 지점 아래의 경로와 달라요."},
	},
	{
		ID:       "cg.which.escape",
		Expected: right,
		So:       grade.Text{EN: "the mount was found ✓. In mountinfo blanks separate the fields, so the kernel writes one within a path in another way.", KO: "마운트를 찾았어요 ✓ mountinfo에서는 빈칸이 필드를 나누기 때문에, 커널은 경로 안의 빈칸을 다르게 적어요."},
	},
	{
		ID:       "cg.which.colon",
		Expected: right,
		So:       grade.Text{EN: "the line was found ✓. Its first two colons separate; a name of a group may have more.", KO: "줄을 찾았어요 ✓ 앞의 콜론 두 개만 구분하는 것이고, 그룹 이름에는 콜론이 더 있을 수 있어요."},
	},
	{
		ID:       "cg.which.unreachable",
		Expected: grade.Text{EN: "an error: no mount shows this group", KO: "에러: 이 그룹을 보여 주는 마운트가 없음"},
		So:       grade.Text{EN: "groups that can be reached are found ✓. This one cannot: its tree is not mounted, or another part of it is. A directory of that name is something else, or somebody else's.", KO: "닿을 수 있는 그룹은 찾아요 ✓ 하지만 이 그룹에는 닿을 수 없어요. 트리가 마운트되지 않았거나 다른 부분이 마운트됐어요. 그 이름의 디렉터리가 있다면 다른 것이거나 남의 것이에요."},
	},
}
