//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.cleanup.volume-deleted",
		Expected: grade.Text{EN: "the volume's files as they were", KO: "볼륨의 파일은 그대로"},
		So:       grade.Text{EN: "the cleanup deleted files of a mounted volume: they were the user's, and are gone. The path was the container's, the files behind it were not.", KO: "정리하면서 마운트된 볼륨의 파일을 지웠어요. 사용자의 파일이었는데 이제 없어요. 경로는 컨테이너의 것이었지만, 그 뒤의 파일은 아니었어요."},
	},
	{
		ID:       "chroot.cleanup.link-followed",
		Expected: grade.Text{EN: "what a symlink in the container points to untouched", KO: "컨테이너 안의 심볼릭 링크가 가리키는 것은 그대로"},
		So:       grade.Text{EN: "a symlink in the container was followed, and what it points to on the host was deleted. Whoever writes the image decides where its links point.", KO: "컨테이너 안의 심볼릭 링크를 따라가서 호스트에서 링크가 가리키는 것을 지웠어요. 링크가 어디를 가리킬지는 이미지를 만든 사람이 정해요."},
	},
	{
		ID:       "chroot.cleanup.neighbour-unmounted",
		Expected: grade.Text{EN: "the mount at /work/R-2/data still there", KO: "/work/R-2/data의 마운트는 그대로"},
		So:       grade.Text{EN: "another container's mount was taken away: /work/R-2 begins with the same letters as /work/R, and is not below it.", KO: "다른 컨테이너의 마운트를 없앴어요. /work/R-2라는 이름은 /work/R로 시작하지만 /work/R 아래에 있는 것은 아니에요."},
	},
	{
		ID:       "chroot.cleanup.escaped-name",
		Expected: grade.Text{EN: "no mount at or below /work/R", KO: "/work/R과 그 아래에 마운트가 없음"},
		So:       grade.Text{EN: "the other mounts are gone ✓; one whose name has a space is left. The kernel writes the space in another way, so that it does not end the field.", KO: "다른 마운트는 없어졌어요 ✓ 이름에 공백이 있는 마운트가 남았어요. 커널은 공백이 필드를 끝내지 않도록 다른 방식으로 적어요."},
	},
	{
		ID:       "chroot.cleanup.busy",
		Expected: grade.Text{EN: "the mount gone; or an error, and every file where it was", KO: "마운트가 없어짐. 아니면 에러를 돌려주고 파일은 모두 그대로"},
		So:       grade.Text{EN: "an idle container is cleaned up ✓. In this one a process was at work in the mounted volume, so that not every kind of unmounting was possible, and what is still mounted was deleted through as if it were not.", KO: "아무도 쓰지 않는 컨테이너는 잘 정리해요 ✓ 이번에는 마운트된 볼륨 안에서 프로세스가 일하고 있어서 아무 방법으로나 언마운트할 수는 없었어요. 그런데 아직 마운트되어 있는 것을 그렇지 않은 것처럼 지웠어요."},
	},
	{
		ID:       "chroot.cleanup.mount-left",
		Expected: grade.Text{EN: "no mount at or below /work/R", KO: "/work/R과 그 아래에 마운트가 없음"},
		So:       grade.Text{EN: "the volume's files are safe ✓, but mounts are left behind. They keep the directory busy, and the next container finds them there.", KO: "볼륨의 파일은 무사해요 ✓ 하지만 마운트가 남았어요. 디렉터리를 계속 붙잡고 있고, 다음 컨테이너가 그걸 보게 돼요."},
	},
	{
		ID:       "chroot.cleanup.directory-left",
		Expected: grade.Text{EN: "no /work/R", KO: "/work/R이 없음"},
		So:       grade.Text{EN: "the mounts are gone ✓ and the volume is safe ✓; the container's own files are still there.", KO: "마운트는 없어졌고 ✓ 볼륨도 무사해요 ✓ 하지만 컨테이너 자신의 파일이 아직 있어요."},
	},
	{
		ID:       "chroot.cleanup.not-again",
		Expected: grade.Text{EN: "exit status 0 for a root that is gone already", KO: "이미 없어진 루트에 대해서도 종료 상태 0"},
		So:       grade.Text{EN: "everything was removed ✓; but a second time is an error. Who cleans up after a crash cannot know how far the first time came.", KO: "모두 지웠어요 ✓ 하지만 두 번째에는 에러가 나요. 크래시 뒤에 정리하는 쪽은 첫 번째가 어디까지 갔는지 알 수 없어요."},
	},
	{
		ID:       "chroot.cleanup.gave-up",
		Expected: grade.Text{EN: "exit status 0", KO: "종료 상태 0"},
		So:       grade.Text{EN: "nothing of others was harmed ✓; the cleanup ended with an error, and something is left.", KO: "남의 것은 무사해요 ✓ 하지만 정리가 에러로 끝났고, 남은 것이 있어요."},
	},
}
