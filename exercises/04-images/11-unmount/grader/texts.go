//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noOverlay = grade.Text{
	EN: "this check mounts an overlay on a tmpfs inside a user namespace, and this kernel does not allow that: before Linux 5.11, or where a security module forbids it. `workshop doctor` tells what there is.",
	KO: "이 검사는 사용자 네임스페이스 안의 tmpfs에서 오버레이를 마운트하는데, 이 커널에서는 할 수 없어요. Linux 5.11보다 오래됐거나 보안 모듈이 막고 있어요. 무엇이 있는지는 `workshop doctor`가 알려 줘요.",
}

var hints = [3]grade.Text{
	{
		EN: "A mount has two lives: it has a name in a mount namespace, and it is in use. To take the name away does not end the use, and another mount namespace has names of its own.",
		KO: "마운트에는 두 가지 면이 있어요. 마운트 네임스페이스 안에서 이름을 갖는 것과, 사용되고 있는 것이에요. 이름을 없앤다고 사용이 끝나지 않고, 다른 마운트 네임스페이스에는 그곳의 이름이 따로 있어요.",
	},
	{
		EN: "umount(2) without a flag says EBUSY of a mount in use. /proc/self/mountinfo: the fifth field is the mount point, and the options of an overlay, at the end of the line, have its upperdir. /proc/PID/mountinfo is the list of that process's namespace.",
		KO: "플래그 없는 umount(2)는 사용 중인 마운트에 EBUSY라고 해요. /proc/self/mountinfo의 다섯 번째 필드가 마운트 지점이고, 줄 끝의 오버레이 옵션에 upperdir이 있어요. /proc/PID/mountinfo는 그 프로세스의 네임스페이스에 있는 목록이에요.",
	},
	{
		EN: "1. mount points that are dir/merged or begin with dir/merged/, from mountinfo  2. unmount them from the last to the first, an error ends it  3. any /proc/PID/mountinfo with upperdir=dir/upper? an error with that number  4. remove dir/work",
		KO: "1. mountinfo에서 dir/merged이거나 dir/merged/로 시작하는 마운트 지점  2. 마지막 것부터 거꾸로 언마운트, 에러면 끝  3. upperdir=dir/upper가 있는 /proc/PID/mountinfo? 그 번호를 넣은 에러  4. dir/work 지우기",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "img.unmount.killed",
		Expected: grade.Text{EN: "a process that goes on with its work", KO: "하던 일을 계속하는 프로세스"},
		So:       grade.Text{EN: "the overlay is not in use any more ✓, because who used it is dead. To stop a container is another command: here a user still has a shell in it.", KO: "오버레이를 더는 아무도 쓰지 않아요 ✓ 쓰던 프로세스를 죽였으니까요. 컨테이너를 멈추는 것은 다른 명령이에요. 지금은 사용자가 그 안에서 셸을 쓰고 있어요."},
	},
	{
		ID:       "img.unmount.detached",
		Expected: grade.Text{EN: "an error, and the overlay where it was", KO: "에러, 그리고 제자리에 그대로 있는 오버레이"},
		So:       grade.Text{EN: "mountinfo does not show the overlay any more ✓, but it is only out of sight: the process in it reads and writes as before. Who removes upper now, or mounts it once more, has two overlays on one directory.", KO: "mountinfo에는 오버레이가 더 보이지 않아요 ✓ 하지만 눈에만 보이지 않을 뿐, 그 안의 프로세스는 전처럼 읽고 써요. 이제 upper를 지우거나 다시 마운트하면 한 디렉터리에 오버레이가 둘이 돼요."},
	},
	{
		ID:       "img.unmount.left",
		Expected: grade.Text{EN: "no line for DIR/merged, or an error", KO: "DIR/merged의 줄이 없거나, 에러"},
		So:       grade.Text{EN: "the program says that all is done ✓, but something is still mounted there. Mounts can lie on one another and in one another.", KO: "프로그램은 다 했다고 해요 ✓ 하지만 아직 마운트된 것이 있어요. 마운트는 겹쳐 있을 수도, 다른 마운트 안에 있을 수도 있어요."},
	},
	{
		ID:       "img.unmount.work-gone",
		Expected: grade.Text{EN: "an overlay in use, with its work directory", KO: "사용 중인 오버레이와 그 작업 디렉터리"},
		So:       grade.Text{EN: "the error was told ✓, but the work directory is gone, and the overlay is not: the next file that somebody changes in there cannot be copied up.", KO: "에러를 알렸어요 ✓ 하지만 오버레이는 남아 있는데 작업 디렉터리가 없어졌어요. 그 안에서 다음에 바꾸는 파일은 카피업할 수 없어요."},
	},
	{
		ID:       "img.unmount.gave-up",
		Expected: grade.Text{EN: "exit status 0: nobody uses the overlay any more", KO: "종료 상태 0. 이제 오버레이를 아무도 쓰지 않음"},
		So:       grade.Text{EN: "while the overlay was in use it was left alone ✓, but now nobody uses it, and it cannot be unmounted either. The program's last word is above.", KO: "사용 중일 때는 오버레이를 그대로 뒀어요 ✓ 하지만 이제 아무도 쓰지 않는데도 언마운트하지 못했어요. 위의 줄이 프로그램이 마지막으로 한 말이에요."},
	},
	{
		ID:       "img.unmount.work-left",
		Expected: grade.Text{EN: "no DIR/work", KO: "DIR/work가 없음"},
		So:       grade.Text{EN: "the overlay is gone ✓, but its work directory is left behind. It was the kernel's, and nobody else can use it.", KO: "오버레이는 사라졌어요 ✓ 하지만 작업 디렉터리가 남았어요. 커널이 쓰던 것이고, 다른 누구에게도 쓸모가 없어요."},
	},
	{
		ID:       "img.unmount.not-again",
		Expected: grade.Text{EN: "exit status 0 when there is nothing left to do", KO: "할 일이 없을 때도 종료 상태 0"},
		So:       grade.Text{EN: "the overlay is gone ✓, but a second call is an error. After a crash nobody knows how far the last attempt came; cleaning up is done until it is done.", KO: "오버레이는 사라졌어요 ✓ 하지만 한 번 더 부르면 에러가 나요. 크래시 뒤에는 지난번 시도가 어디까지 갔는지 아무도 몰라요. 정리는 끝날 때까지 다시 하는 일이에요."},
	},
	{
		ID:       "img.unmount.elsewhere",
		Expected: grade.Text{EN: "an error with the process's number in it", KO: "그 프로세스의 번호가 든 에러"},
		So:       grade.Text{EN: "on the host the overlay is gone ✓, but not in the mount namespace of that process, which has a copy of each mount. The overlay lives on in there, with the same upper directory, and nothing tells who holds it.", KO: "호스트에서는 오버레이가 사라졌어요 ✓ 하지만 그 프로세스의 마운트 네임스페이스에는 남아 있어요. 마운트마다 복사본이 있으니까요. 오버레이는 거기서 같은 upper 디렉터리로 계속 살아 있고, 누가 붙들고 있는지 알 길이 없어요."},
	},
	{
		ID:       "img.unmount.by-place",
		Expected: grade.Text{EN: "an error with the process's number in it, and DIR/work", KO: "그 프로세스의 번호를 넣은 에러, 그리고 DIR/work"},
		So:       grade.Text{EN: "a process that has the overlay at DIR/merged is found ✓. This one has it at another place, as every container has its own at /. What stays the same is what was mounted, and not where.", KO: "오버레이를 DIR/merged에 가진 프로세스는 찾아요 ✓ 이 프로세스는 다른 자리에 갖고 있어요. 컨테이너는 모두 자기 것을 /에 갖고 있으니까요. 어디에 있든 바뀌지 않는 것은 무엇을 마운트했느냐예요."},
	},
	{
		ID:       "img.unmount.neighbour",
		Expected: grade.Text{EN: "the neighbour's overlay as it was", KO: "그대로 있는 이웃의 오버레이"},
		So:       grade.Text{EN: "mounts were taken away ✓, also one that belongs to another container: its directory's name only begins like this one's.", KO: "마운트를 없앴어요 ✓ 그런데 다른 컨테이너의 것까지 없앴어요. 그 디렉터리는 이름의 앞부분이 같을 뿐이에요."},
	},
	{
		ID:       "img.unmount.deleted",
		Expected: grade.Text{EN: "the volume's files and DIR/upper as they were", KO: "그대로 있는 볼륨의 파일과 DIR/upper"},
		So:       grade.Text{EN: "the program ran ✓, but it has deleted what is not its own: what the user keeps in a volume, or what the container has written, which a restart needs.", KO: "프로그램은 실행됐어요 ✓ 하지만 자기 것이 아닌 것을 지웠어요. 사용자가 볼륨에 둔 것이거나, 컨테이너가 써 둔 것이에요. 다시 시작할 때 필요해요."},
	},
}
