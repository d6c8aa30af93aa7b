//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A bind mount is a new mount of old files. A mount has flags, and so has the file system behind it. mountinfo shows both: those of the mount in the sixth field, those of the file system at the end.",
		KO: "바인드 마운트는 있던 파일의 새 마운트예요. 마운트에도 플래그가 있고, 그 뒤의 파일 시스템에도 있어요. mountinfo에는 둘 다 나와요. 여섯 번째 필드가 마운트의 것이고, 맨 끝이 파일 시스템의 것이에요.",
	},
	{
		EN: "mount(2), \"Creating a bind mount\", says which of the other flags are looked at. \"Remounting an existing mount\" says what one more flag changes about whose flags are meant, and what becomes of flags that are not named. statfs(2) tells which there are.",
		KO: "mount(2)의 \"Creating a bind mount\"에 다른 플래그 가운데 어느 것을 보는지 나와 있어요. \"Remounting an existing mount\"에는 플래그 하나를 더하면 누구의 플래그를 바꾸는지, 적지 않은 플래그는 어떻게 되는지가 있어요. 지금 어떤 것이 있는지는 statfs(2)가 알려 줘요.",
	},
	{
		EN: "1. bind source to target  2. read the flags that target has now  3. remount that one mount (bind and remount together): nosuid, nodev, noexec as they are, and read-only",
		KO: "1. source를 target에 바인드 마운트  2. target이 지금 가진 플래그 읽기  3. 그 마운트 하나만 다시 마운트(bind와 remount 함께): nosuid, nodev, noexec은 있는 그대로, 거기에 읽기 전용",
	},
}

var view = grade.Text{EN: "/work/view with ro,nosuid,nodev,noexec", KO: "ro,nosuid,nodev,noexec인 /work/view"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.readonly.not-started",
		Expected: grade.Text{EN: "%[1]s running, with the files of /work/disk/data at /work/view", KO: "/work/view에서 /work/disk/data의 파일을 보며 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above.", KO: "명령이 실행되지 않았어요. 위의 줄이 여러분의 프로그램이 마지막으로 한 말이에요."},
	},
	{
		ID:       "ns.readonly.superblock",
		Expected: grade.Text{EN: "a source that the host can write to as before", KO: "호스트가 전처럼 쓸 수 있는 source"},
		So:       grade.Text{EN: "the view is read-only ✓, and so is everything else on that file system, on the host, too: it was the file system's own flag that was changed, and not that of one mount.", KO: "target은 읽기 전용이에요 ✓ 그런데 그 파일 시스템에 있는 다른 것도 모두, 호스트에서까지 읽기 전용이 됐어요. 마운트 하나의 플래그가 아니라 파일 시스템 자체의 플래그를 바꿨기 때문이에요."},
	},
	{
		ID:       "ns.readonly.not-mounted",
		Expected: view,
		So:       grade.Text{EN: "the command runs ✓, but nothing is mounted at the target.", KO: "명령은 실행됐어요 ✓ 하지만 target에 아무것도 마운트되어 있지 않아요."},
	},
	{
		ID:       "ns.readonly.copy",
		Expected: grade.Text{EN: "at the target the very files of the source", KO: "target에 source의 바로 그 파일"},
		So:       grade.Text{EN: "something is mounted at the target ✓, but they are other files: what changes at the source is not seen there.", KO: "target에 무언가 마운트되어 있어요 ✓ 하지만 다른 파일이에요. source에서 바뀐 것이 거기서 보이지 않아요."},
	},
	{
		ID:       "ns.readonly.writable",
		Expected: view,
		So:       grade.Text{EN: "the files of the source are at the target ✓, and can be written there: the container changes the host's files. If the flag was given, it was passed over: the kernel does not say so.", KO: "source의 파일이 target에 있어요 ✓ 그런데 거기서 쓸 수 있어요. 컨테이너가 호스트의 파일을 바꿔요. 플래그를 줬다면 무시된 거예요. 커널은 그렇다고 말해 주지 않아요."},
	},
	{
		ID:       "ns.readonly.flags-lost",
		Expected: view,
		So:       grade.Text{EN: "the view is read-only ✓, but %[1]s is gone, which the mount of the source has: with it a wall fell that somebody had put up. A mount's flags are all set anew.", KO: "target은 읽기 전용이에요 ✓ 하지만 source의 마운트에 있는 %[1]s 플래그가 없어졌어요. 누군가 세워 둔 벽이 함께 무너졌어요. 마운트의 플래그는 한꺼번에 모두 새로 정해져요."},
	},
	{
		ID:       "ns.readonly.both",
		Expected: grade.Text{EN: "a source that is as it was, in the namespace, too", KO: "네임스페이스 안에서도 그대로인 source"},
		So:       grade.Text{EN: "at the target nothing can be written ✓, and at the source neither: the flag was put on the mount that the source is seen through, and there it holds for everybody in the namespace.", KO: "target에는 쓸 수 없어요 ✓ 그런데 source에도 쓸 수 없어요. source가 보이는 마운트에 플래그를 걸어서, 네임스페이스 안의 모두에게 그렇게 됐어요."},
	},
}
