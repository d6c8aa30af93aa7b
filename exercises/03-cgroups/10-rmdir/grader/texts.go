//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A group looks like a directory with files, and is none: the files are what the kernel shows of it. So what has to be empty before a group can go is not the directory.",
		KO: "그룹은 파일이 든 디렉터리처럼 보이지만 그렇지 않아요. 그 파일들은 커널이 그룹을 보여 주는 방법이에요. 그러니 그룹을 없애기 전에 비어 있어야 하는 것은 디렉터리가 아니에요.",
	},
	{
		EN: "man 2 rmdir, EBUSY. man 7 cgroups, \"Creating cgroups and moving processes\" and \"Removing cgroups\". path/filepath.WalkDir, slices.Reverse, errors.Is, time.",
		KO: "man 2 rmdir의 EBUSY. man 7 cgroups의 \"Creating cgroups and moving processes\"와 \"Removing cgroups\". path/filepath.WalkDir, slices.Reverse, errors.Is, time.",
	},
	{
		EN: "list the directories below the group, itself included; from the deepest to the top: rmdir; as long as that is EBUSY and two seconds are not over: wait a moment, again; gone already: fine; anything else: return it, with the path",
		KO: "그룹과 그 아래의 디렉터리를 모두 적어 둬요. 가장 깊은 것부터 위로: rmdir. EBUSY이고 2초가 지나지 않았으면 잠깐 기다렸다가 다시. 이미 없으면 괜찮아요. 그 밖의 에러는 경로와 함께 돌려줘요.",
	},
}

var allGone = grade.Text{EN: "no GROUP, and nothing below it", KO: "GROUP도, 그 아래 것도 없음"}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.rmdir.neighbour",
		Expected: grade.Text{EN: "GROUP2, as it was", KO: "그대로 있는 GROUP2"},
		So:       grade.Text{EN: "groups were removed ✓, and one more than those below GROUP: another, whose name begins with the same letters. It might have been somebody's who is just about to start something there.", KO: "그룹을 없앴어요 ✓ 그런데 GROUP 아래에 있지 않은 것까지 없앴어요. 이름이 같은 글자로 시작하는 다른 그룹이에요. 누군가 막 거기서 무언가를 시작하려던 참이었을 수도 있어요."},
	},
	{
		ID:       "cg.rmdir.files",
		Expected: allGone,
		So:       grade.Text{EN: "the program has tried ✓, and the kernel refused: it wanted to delete the files in the group first. They are not files that somebody has put there but what the kernel shows of a group, and root cannot delete them either. Nor do they stand in the way: they go with the group.", KO: "없애려고 했지만 ✓ 커널이 거절했어요. 그룹 안의 파일부터 지우려고 했기 때문이에요. 그것은 누가 넣어 둔 파일이 아니라 커널이 그룹을 보여 주는 것이라서 root도 지울 수 없어요. 방해가 되지도 않아요. 그룹과 함께 사라져요."},
	},
	{
		ID:       "cg.rmdir.below",
		Expected: allGone,
		So:       grade.Text{EN: "nobody is in any of the groups ✓, and the kernel did not refuse because of files ✓. A group with groups below it is as busy as one with processes in it.", KO: "어느 그룹에도 아무도 없고 ✓ 파일 때문에 거절당한 것도 아니에요 ✓ 아래에 그룹이 있는 그룹은 안에 프로세스가 있는 그룹과 마찬가지로 쓰고 있는 거예요."},
	},
	{
		ID:       "cg.rmdir.top",
		Expected: allGone,
		So:       grade.Text{EN: "the groups below it are gone ✓, nobody is in it ✓, and it is still there.", KO: "아래 그룹들은 없어졌고 ✓ 안에 아무도 없는데 ✓ 그룹이 아직 있어요."},
	},
	{
		ID:       "cg.rmdir.error",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "all the groups are gone ✓, and the program says that it failed.", KO: "그룹이 모두 없어졌는데 ✓ 프로그램은 실패했다고 해요."},
	},
	{
		ID:       "cg.rmdir.again",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "the first time the groups were removed ✓. The second time there was nothing to do, and the program takes that for a failure. Who cleans up after a crash does not know how far the last one has got.", KO: "처음에는 그룹을 없앴어요 ✓ 두 번째에는 할 일이 없었는데 프로그램은 그것을 실패로 여겨요. 갑자기 죽은 뒤에 치우는 쪽은 지난번에 어디까지 했는지 알 수 없어요."},
	},
	{
		ID:       "cg.rmdir.killed",
		Expected: grade.Text{EN: "a process that lives", KO: "살아 있는 프로세스"},
		So:       grade.Text{EN: "a group with a process in it cannot be removed ✓, and so the process was ended. That was not asked for: who is in a group that is to go may be somebody who should not be there, and that is worth an error.", KO: "프로세스가 있는 그룹은 없앨 수 없어요 ✓ 그래서 프로세스를 끝냈는데, 그건 부탁한 일이 아니에요. 없앨 그룹에 누가 있다면 거기 있으면 안 되는 것이 있는지도 모르고, 그건 에러로 알려야 해요."},
	},
	{
		ID:       "cg.rmdir.gave-up",
		Expected: grade.Text{EN: "a program that waits a second at least, and then finds the group empty", KO: "적어도 1초는 기다리고, 그사이 빈 그룹을 없애는 프로그램"},
		So:       grade.Text{EN: "empty groups are removed ✓, and one with a process in it is not ✓. But this process was about to end. Everybody who kills one and removes its group next meets that: kill(2) returns before the process has ended, and until then the group is busy.", KO: "빈 그룹은 없애고 ✓ 프로세스가 있는 그룹은 그대로 둬요 ✓ 하지만 이 프로세스는 곧 끝날 참이었어요. 프로세스를 죽이고 바로 그룹을 없애는 쪽은 누구나 이 일을 겪어요. kill(2)는 프로세스가 끝나기 전에 돌아오고, 끝날 때까지 그룹은 쓰는 중이에요."},
	},
	{
		ID:       "cg.rmdir.endless",
		Expected: grade.Text{EN: "an end within four seconds, with an error", KO: "4초 안에 에러와 함께 끝남"},
		So:       grade.Text{EN: "groups are removed as soon as they are empty ✓. This one is not going to be, and the program waits for that without end: whoever started it hangs with it.", KO: "그룹이 비면 바로 없애요 ✓ 하지만 이 그룹은 비지 않을 텐데 프로그램이 끝없이 기다려요. 이 프로그램을 부른 쪽도 함께 멈춰 있어요."},
	},
	{
		ID:       "cg.rmdir.silent",
		Expected: grade.Text{EN: "an error: a group is still there", KO: "에러: 그룹이 아직 있음"},
		So:       grade.Text{EN: "groups are removed when they are empty ✓. This one is in use and still there, and the program says that all went well: nobody will look for it again.", KO: "빈 그룹은 없애요 ✓ 하지만 이 그룹은 쓰는 중이라 아직 있는데, 프로그램은 다 잘됐다고 해요. 이제 아무도 다시 찾아보지 않을 거예요."},
	},
	{
		ID:       "cg.rmdir.which",
		Expected: grade.Text{EN: "an error that names the group, GROUP/a/b", KO: "그룹 이름 GROUP/a/b가 들어 있는 에러"},
		So:       grade.Text{EN: "the program tells that it failed ✓, and not at which of the groups. It is the one fact that is needed to see who sits in it.", KO: "실패했다고 알려 줘요 ✓ 그런데 어느 그룹에서인지는 말하지 않아요. 누가 그 안에 있는지 보려면 꼭 필요한 한 가지예요."},
	},
}
