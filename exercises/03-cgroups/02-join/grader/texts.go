//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A group is a directory. Making one limits nobody: a limit is a file in it, and who is limited is in another file of it. In version 1 all that is done in two trees.",
		KO: "그룹은 디렉터리예요. 만들기만 해서는 아무도 제한받지 않아요. 제한은 그 안의 파일 하나에, 제한받는 프로세스는 그 안의 다른 파일에 있어요. 버전 1이라면 이 일을 트리 두 개에서 해요.",
	},
	{
		EN: "memory.max and pids.max in version 2, memory.limit_in_bytes and pids.max in version 1; cgroup.procs in both takes one pid for each write. `go doc os/exec.Cmd.Start`: the pid is known after it. man 7 cgroups.",
		KO: "버전 2에서는 memory.max와 pids.max, 버전 1에서는 memory.limit_in_bytes와 pids.max예요. 두 버전 모두 cgroup.procs에 한 번 쓸 때마다 pid를 하나씩 받아요. pid는 명령을 시작한 뒤에 알 수 있어요(`go doc os/exec.Cmd.Start`). man 7 cgroups.",
	},
	{
		EN: "for memory and for pids: ask given.Tree; make the directory, which may be the same one; write the number to the limit's file, in bytes.  start the command; for each directory: its pid into cgroup.procs.  wait.  remove the directories.  look at every error.",
		KO: "memory와 pids 각각: given.Tree에 묻고, 디렉터리를 만들고(둘이 같은 디렉터리일 수 있어요), 제한 파일에 숫자를 쓰기(메모리는 바이트).  명령을 시작하고, 디렉터리마다 cgroup.procs에 그 pid 쓰기.  기다리기.  디렉터리 지우기.  에러는 하나도 빠뜨리지 말고 보기.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "cg.join.not-started",
		Expected: grade.Text{EN: "%[1]s running, in a group", KO: "그룹 안에서 실행 중인 %[1]s"},
		So:       grade.Text{EN: "no process was there that runs the command with its arguments, so there is nothing to look at yet. The program's own words are above.", KO: "주어진 인자로 명령을 실행하는 프로세스가 없어서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요."},
	},
	{
		ID:       "cg.join.other-version",
		Expected: grade.Text{EN: "the limit in the file that this version has: memory.max in version 2, memory.limit_in_bytes in version 1", KO: "이 버전에 있는 파일에 쓴 제한: 버전 2는 memory.max, 버전 1은 memory.limit_in_bytes"},
		So:       grade.Text{EN: "a group was made ✓. The file that was opened in it belongs to the other version of control groups, and there is none of that name here. That the kernel says \"permission denied\" and not \"no such file\" is because of the attempt to create it: in a group nobody creates files.", KO: "그룹을 만들었어요 ✓ 그런데 그 안에서 열려고 한 파일은 다른 버전의 컨트롤 그룹에 있는 것이라 여기에는 없어요. 커널이 \"no such file\"이 아니라 \"permission denied\"라고 할 때가 있는 것은 파일을 새로 만들려고 했기 때문이에요. 그룹 안에는 아무도 파일을 만들 수 없어요."},
	},
	{
		ID:       "cg.join.replaced",
		Expected: grade.Text{EN: "two processes: your program, and the command that it waits for", KO: "프로세스 둘: 여러분의 프로그램, 그리고 그것이 끝나기를 기다리는 명령"},
		So:       grade.Text{EN: "the command runs ✓, but in place of your program, which is gone: nobody is left who waits for the end and removes the group.", KO: "명령은 실행됐어요 ✓ 하지만 여러분의 프로그램 자리에서 실행돼서 그 프로그램은 사라졌어요. 끝나기를 기다렸다가 그룹을 지울 사람이 아무도 남지 않아요."},
	},
	{
		ID:       "cg.join.runtime",
		Expected: grade.Text{EN: "your own program in the group it was started in", KO: "시작할 때 있던 그룹에 그대로 있는 여러분의 프로그램"},
		So:       grade.Text{EN: "there is a process in the group ✓, and it is the runtime. Now the limits hold for it, too: a command that uses up the memory may take the runtime along, and a group that its own remover is in cannot be removed.", KO: "그룹에 프로세스가 있어요 ✓ 그런데 그게 런타임이에요. 이제 제한이 런타임에도 걸려요. 명령이 메모리를 다 쓰면 런타임까지 함께 죽을 수 있고, 그룹을 지울 프로그램이 그 안에 있으면 그룹을 지울 수도 없어요."},
	},
	{
		ID:       "cg.join.no-group",
		Expected: grade.Text{EN: "the command in a group called %[1]s", KO: "이름이 %[1]s인 그룹 안에 있는 명령"},
		So:       grade.Text{EN: "the command runs ✓, in the group that it was born into. No group of that name was made in a tree of control groups: a directory elsewhere is a directory.", KO: "명령은 실행됐어요 ✓ 하지만 태어난 그룹에 그대로 있어요. 컨트롤 그룹 트리에 그런 이름의 그룹이 없어요. 다른 곳에 만든 디렉터리는 그냥 디렉터리예요."},
	},
	{
		ID:       "cg.join.empty-group",
		Expected: grade.Text{EN: "the command in the group %[1]s", KO: "그룹 %[1]s 안에 있는 명령"},
		So:       grade.Text{EN: "the group is there ✓ and the command runs ✓, but not in it: whatever limits are set, they hold for a group of nobody. A child is born into the group of its parent and stays there until somebody moves it.", KO: "그룹도 있고 ✓ 명령도 실행됐어요 ✓ 하지만 명령이 그 안에 없어요. 무슨 제한을 걸었든 빈 그룹에 걸린 거예요. 자식은 부모의 그룹에서 태어나고, 누가 옮길 때까지 거기에 있어요."},
	},
	{
		ID:       "cg.join.no-limit",
		Expected: grade.Text{EN: "%[1]s bytes, and %[2]s processes", KO: "메모리 %[1]s바이트, 프로세스 %[2]s개"},
		So:       grade.Text{EN: "the command is in the group ✓, and the group limits nothing: its files say what a new group's say. Either nothing was written, or the kernel did not take it and nobody looked at what it answered.", KO: "명령이 그룹 안에 있어요 ✓ 그런데 이 그룹은 아무것도 제한하지 않아요. 제한 파일이 새 그룹의 것 그대로예요. 아무것도 쓰지 않았거나, 커널이 받아 주지 않았는데 그 대답을 아무도 보지 않았거나예요."},
	},
	{
		ID:       "cg.join.other-name",
		Expected: grade.Text{EN: "the command in a group called %[1]s", KO: "이름이 %[1]s인 그룹 안에 있는 명령"},
		So:       grade.Text{EN: "both limits hold for the command ✓, in a group of another name. Whoever runs two commands at once, or wants to look one of them up, has nothing but the name.", KO: "두 제한이 모두 명령에 걸려 있어요 ✓ 하지만 그룹의 이름이 달라요. 명령 두 개를 동시에 실행하거나 그중 하나를 찾으려면 이름으로 구분할 수밖에 없어요."},
	},
	{
		ID:       "cg.join.one-of-two",
		Expected: grade.Text{EN: "the command under both limits, in groups called %[1]s", KO: "이름이 %[1]s인 그룹에서 두 제한을 모두 받는 명령"},
		So:       grade.Text{EN: "one of the two limits holds for the command ✓, the other one does not. In version 2 both are files of one group. In version 1 each controller has a tree, and a process is in one group of each: to be in the group in one tree says nothing about the other.", KO: "두 제한 중 하나는 명령에 걸려 있어요 ✓ 다른 하나는 아니에요. 버전 2에서는 둘 다 한 그룹의 파일이에요. 버전 1에서는 컨트롤러마다 트리가 따로 있고, 프로세스는 트리마다 그룹 하나에 속해요. 한 트리에서 그룹에 들어갔다고 다른 트리에서도 들어간 것은 아니에요."},
	},
	{
		ID:       "cg.join.other-limit",
		Expected: grade.Text{EN: "the number that was asked for: %[1]s", KO: "주어진 숫자: %[1]s"},
		So:       grade.Text{EN: "the command is in the group ✓, and there is a limit ✓, but another one than was asked for. Both numbers are taken as they are: memory in bytes, processes one by one.", KO: "명령이 그룹 안에 있고 ✓ 제한도 있어요 ✓ 하지만 주어진 것과 다른 제한이에요. 두 숫자 모두 그대로 써요. 메모리는 바이트, 프로세스는 개수예요."},
	},
	{
		ID:       "cg.join.faked",
		Expected: grade.Text{EN: "what the command prints: %[1]s", KO: "명령이 출력하는 말: %[1]s"},
		So:       grade.Text{EN: "one command was in its group ✓. Of another one, under the name of one that had ended, something else was printed than it prints.", KO: "한 명령은 자기 그룹에 있었어요 ✓ 그런데 전에 쓴 그룹 이름으로 시작한 다른 명령에서는, 그 명령이 출력해야 할 것과 다른 것이 나왔어요."},
	},
	{
		ID:       "cg.join.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command is in its group ✓, but how it ended is lost on the way: who starts a container wants to know.", KO: "명령은 자기 그룹에 있어요 ✓ 하지만 어떻게 끝났는지가 도중에 사라져요. 컨테이너를 시작한 사람은 그걸 알고 싶어 해요."},
	},
	{
		ID:       "cg.join.left-behind",
		Expected: grade.Text{EN: "no group that was not there before", KO: "시작하기 전에 없던 그룹은 끝난 뒤에도 없음"},
		So:       grade.Text{EN: "the command was in its group ✓, under its limits ✓, and ended. The group is still there: nobody takes one away when its last process has gone, and after a thousand containers there are a thousand.", KO: "명령은 제한이 걸린 그룹에 있었고 ✓ ✓ 끝났어요. 그런데 그룹이 아직 있어요. 마지막 프로세스가 사라져도 그룹은 저절로 없어지지 않아서, 컨테이너를 천 번 실행하면 그룹도 천 개가 남아요."},
	},
}
