//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A cgroup namespace has a top, and that is the group its maker was in when making it. And a mount shows the tree as it is seen by who mounts, not by who looks.",
		KO: "cgroup 네임스페이스에는 꼭대기가 있고, 그것은 만들 때 만든 쪽이 있던 그룹이에요. 그리고 마운트는 보는 쪽이 아니라 마운트한 쪽에서 보이는 트리를 보여 줘요.",
	},
	{
		EN: "man 7 cgroup_namespaces. unshare(2) with CLONE_NEWCGROUP and CLONE_NEWNS; mount(2) with the type and options that you were given, and before it MS_REC|MS_PRIVATE on /.",
		KO: "man 7 cgroup_namespaces. CLONE_NEWCGROUP과 CLONE_NEWNS를 주는 unshare(2). 받은 종류와 옵션으로 하는 mount(2), 그 전에 /에 MS_REC|MS_PRIVATE.",
	},
	{
		EN: "write 0 to the group's cgroup.procs; unshare(CLONE_NEWCGROUP|CLONE_NEWNS); make / private, with all below; mount kind on at, with options",
		KO: "그룹의 cgroup.procs에 0을 써요. unshare(CLONE_NEWCGROUP|CLONE_NEWNS). /와 그 아래를 모두 private으로 만들어요. kind를 options와 함께 at에 마운트해요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.view.not-started",
		Expected: grade.Text{EN: "the command, running", KO: "실행 중인 명령"},
		So:       grade.Text{EN: "the group is there ✓, and enterView has returned an error: the command was not started.", KO: "그룹은 있어요 ✓ 하지만 enterView가 에러를 돌려줘서 명령이 시작되지 않았어요."},
	},
	{
		ID:       "cg.view.outside",
		Expected: grade.Text{EN: "the command in GROUP", KO: "GROUP 안에 있는 명령"},
		So:       grade.Text{EN: "the command runs ✓, and not in the group. A namespace changes what one sees, and not where one is.", KO: "명령은 돌고 있지만 ✓ 그룹 안에 있지 않아요. 네임스페이스는 보이는 것을 바꾸지, 있는 곳을 바꾸지 않아요."},
	},
	{
		ID:       "cg.view.no-namespace",
		Expected: grade.Text{EN: "a cgroup namespace of its own", KO: "자기만의 cgroup 네임스페이스"},
		So:       grade.Text{EN: "the command is in the group ✓, in the host's cgroup namespace: it reads its whole path in /proc/self/cgroup, and a tree that is mounted there is the host's.", KO: "명령은 그룹 안에 있어요 ✓ 그런데 호스트의 cgroup 네임스페이스를 써요. /proc/self/cgroup에서 전체 경로가 보이고, 거기서 마운트한 트리는 호스트의 것이에요."},
	},
	{
		ID:       "cg.view.wrong-top",
		Expected: grade.Text{EN: "the name / for it", KO: "그룹의 이름이 /"},
		So:       grade.Text{EN: "the command is in the group ✓, in a cgroup namespace of its own ✓. But its top is another group, the one in which it was made: the command joined later, and what is beside it can be seen as before.", KO: "명령은 그룹 안에 있고 ✓ 자기만의 cgroup 네임스페이스도 있어요 ✓ 하지만 그 꼭대기는 네임스페이스를 만들 때 있던 다른 그룹이에요. 그룹에는 그 뒤에 들어갔고, 옆에 있는 것이 전처럼 보여요."},
	},
	{
		ID:       "cg.view.not-mounted",
		Expected: grade.Text{EN: "the tree at AT", KO: "AT에 마운트된 트리"},
		So:       grade.Text{EN: "in the namespace the group is the top ✓. But no tree is mounted in it: the mounts that are there are the host's, and show what they showed before.", KO: "네임스페이스에서 그룹이 꼭대기예요 ✓ 하지만 그 안에서 마운트한 트리가 없어요. 있는 마운트는 호스트의 것이고, 전과 같은 것을 보여 줘요."},
	},
	{
		ID:       "cg.view.siblings",
		Expected: grade.Text{EN: "AT without the group beside GROUP", KO: "GROUP의 옆 그룹이 없는 AT"},
		So:       grade.Text{EN: "in the namespace the group is the top ✓, and there is a tree at AT ✓: the host's. What a mount shows was decided when it was made, and this one was made outside. The container can read how other groups are limited, and root may write there.", KO: "네임스페이스에서 그룹이 꼭대기이고 ✓ AT에 트리가 있어요 ✓ 그런데 호스트의 것이에요. 마운트가 보여 주는 것은 마운트할 때 정해지는데, 이것은 밖에서 만든 것이에요. 컨테이너가 다른 그룹의 제한을 읽을 수 있고, root라면 쓸 수도 있어요."},
	},
	{
		ID:       "cg.view.other",
		Expected: grade.Text{EN: "the group below GROUP, directly in AT", KO: "AT 바로 아래에 있는 GROUP의 아래 그룹"},
		So:       grade.Text{EN: "in the namespace the group is the top ✓, and there is a tree of groups at AT ✓. It is not this group's, or is seen from another place in it.", KO: "네임스페이스에서 그룹이 꼭대기이고 ✓ AT에 그룹 트리가 있어요 ✓ 그런데 이 그룹의 트리가 아니거나, 그 안의 다른 곳에서 본 거예요."},
	},
	{
		ID:       "cg.view.leaked",
		Expected: grade.Text{EN: "no mount at AT on the host", KO: "호스트의 AT에는 마운트가 없음"},
		So:       grade.Text{EN: "inside, all is as it should be ✓. But the host has got the mount, too, and it will be there when the container is long gone.", KO: "안에서는 모두 제대로예요 ✓ 하지만 호스트에도 마운트가 생겼고, 컨테이너가 사라진 뒤에도 남아 있을 거예요."},
	},
}
