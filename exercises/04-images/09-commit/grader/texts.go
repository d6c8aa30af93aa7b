//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noOverlay = grade.Text{
	EN: "this check mounts an overlay on a tmpfs inside a user namespace, and this kernel does not allow that: before Linux 5.11, or where a security module forbids it. `workshop doctor` tells what there is.",
	KO: "이 검사는 사용자 네임스페이스 안의 tmpfs에서 오버레이를 마운트하는데, 이 커널에서는 할 수 없어요. Linux 5.11보다 오래됐거나 보안 모듈이 막고 있어요. 무엇이 있는지는 `workshop doctor`가 알려 줘요.",
}

var noMarks = grade.Text{
	EN: "on this kernel a tmpfs does not take the extended attributes that mark a replaced directory: it does since Linux 6.6.",
	KO: "이 커널의 tmpfs에는 통째로 바뀐 디렉터리를 표시하는 확장 속성을 붙일 수 없어요. Linux 6.6부터 할 수 있어요.",
}

var hints = [3]grade.Text{
	{
		EN: "The upper directory already is the difference, and a layer is a difference. What differs between the two is how they say that something is not there: the kernel with devices and attributes, an image with files of special names.",
		KO: "upper 디렉터리는 이미 차이이고, 레이어도 차이예요. 둘이 다른 것은 '없다'고 말하는 방법이에요. 커널은 장치와 속성으로, 이미지는 특별한 이름의 파일로 말해요.",
	},
	{
		EN: "filepath.WalkDir follows no symlinks. archive/tar: FileInfoHeader, Writer.WriteHeader, Close. os.FileInfo.Sys gives a *syscall.Stat_t with Rdev. unix.Lgetxattr. In the image-spec: layer.md, \"Whiteouts\" and \"Opaque Whiteout\".",
		KO: "filepath.WalkDir은 심볼릭 링크를 따라가지 않아요. archive/tar의 FileInfoHeader, Writer.WriteHeader, Close. os.FileInfo의 Sys는 Rdev가 있는 *syscall.Stat_t를 줘요. unix.Lgetxattr. image-spec에서는 layer.md의 \"Whiteouts\"와 \"Opaque Whiteout\".",
	},
	{
		EN: "for each path in upper: 1. a character device with Rdev 0? an empty file .wh.NAME in its place, and on to the next  2. its header, with the name from upper on and a symlink's target  3. a directory with the attribute? an empty file .wh..wh..opq in it  4. an ordinary file? its content. After all paths: close the tar.",
		KO: "upper의 경로마다: 1. Rdev가 0인 문자 장치면, 그 자리에 빈 파일 .wh.이름을 쓰고 다음 경로로  2. 헤더 쓰기. 이름은 upper 아래부터, 심볼릭 링크면 가리키는 곳도  3. 속성이 있는 디렉터리면, 그 안에 빈 파일 .wh..wh..opq  4. 보통 파일이면, 내용 쓰기. 경로가 끝나면 tar 닫기.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "img.commit.not-written",
		Expected: grade.Text{EN: "a tar in FILE.tar, and exit status 0", KO: "FILE.tar에 있는 tar와 종료 상태 0"},
		So:       grade.Text{EN: "the program was run ✓, but no layer came of it. In an upper directory there are files that cannot be opened, since they are marks.", KO: "프로그램은 실행됐어요 ✓ 하지만 레이어가 나오지 않았어요. upper 디렉터리에는 열 수 없는 파일도 있어요. 그것은 표시니까요."},
	},
	{
		ID:       "img.commit.not-a-tar",
		Expected: grade.Text{EN: "a tar that can be read to its end, not compressed", KO: "끝까지 읽을 수 있는, 압축하지 않은 tar"},
		So:       grade.Text{EN: "something was written ✓, but whoever unpacks it stops in the middle.", KO: "무언가 쓰기는 했어요 ✓ 하지만 푸는 쪽이 중간에 멈춰요."},
	},
	{
		ID:       "img.commit.names",
		Expected: grade.Text{EN: "etc/motd: names from the container's root on", KO: "etc/motd. 컨테이너의 루트부터 시작하는 이름"},
		So:       grade.Text{EN: "the tar can be read ✓, but its names begin elsewhere: in the next container the changed files stand in a directory where nobody looks, and absolute names are refused by careful unpackers.", KO: "tar를 읽을 수 있어요 ✓ 하지만 이름이 다른 곳에서 시작해요. 다음 컨테이너에서는 바뀐 파일이 아무도 보지 않는 디렉터리에 놓여요. 절대 경로로 된 이름은 조심스러운 프로그램이 거절해요."},
	},
	{
		ID:       "img.commit.whole-image",
		Expected: grade.Text{EN: "what the container has changed, and nothing else", KO: "컨테이너가 바꾼 것만"},
		So:       grade.Text{EN: "the changed files are in the layer ✓, but so are those of the image below. It works, once; each commit weighs as much as the image, and what was deleted can no longer be told.", KO: "바뀐 파일이 레이어에 있어요 ✓ 하지만 아래 이미지의 파일까지 들어 있어요. 한 번은 통하지만 커밋마다 이미지만큼 무거워지고, 무엇을 지웠는지도 더는 말할 수 없어요."},
	},
	{
		ID:       "img.commit.device",
		Expected: grade.Text{EN: "etc/.wh.doomed and .wh.opt, empty files", KO: "빈 파일 etc/.wh.doomed와 .wh.opt"},
		So:       grade.Text{EN: "the layer has only what was changed ✓, but what was deleted is in it as overlay marks it. In an image that is a device named doomed: others unpack it as one, or cannot.", KO: "레이어에 바뀐 것만 있어요 ✓ 하지만 지운 것이 오버레이의 표시 그대로 들어 있어요. 이미지에서 그것은 doomed라는 장치일 뿐이에요. 다른 도구는 장치로 풀거나, 아예 풀지 못해요."},
	},
	{
		ID:       "img.commit.deletion-lost",
		Expected: grade.Text{EN: "etc/.wh.doomed and .wh.opt, empty files", KO: "빈 파일 etc/.wh.doomed와 .wh.opt"},
		So:       grade.Text{EN: "the layer has only what was changed ✓, but it does not say what is gone: what was deleted in the container is back in the next one.", KO: "레이어에 바뀐 것만 있어요 ✓ 하지만 무엇이 없어졌는지 말하지 않아요. 컨테이너에서 지운 것이 다음 컨테이너에서 되살아나요."},
	},
	{
		ID:       "img.commit.opaque-lost",
		Expected: grade.Text{EN: "var/cache/.wh..wh..opq, an empty file", KO: "빈 파일 var/cache/.wh..wh..opq"},
		So:       grade.Text{EN: "deleted files are marked ✓, but var/cache was removed as a whole and made anew, and the layer says only that something is in it: what was there before shows again. An extended attribute of overlay's means nothing to those who unpack images.", KO: "지운 파일에는 표시가 있어요 ✓ 하지만 var/cache는 통째로 지우고 새로 만든 디렉터리인데, 레이어는 그 안에 무엇이 있다고만 말해요. 그래서 전에 있던 것이 다시 보여요. 오버레이의 확장 속성은 이미지를 푸는 쪽에게 아무 뜻이 없어요."},
	},
	{
		ID:       "img.commit.hides",
		Expected: grade.Text{EN: "marks for what is gone, and no others", KO: "없어진 것의 표시만"},
		So:       grade.Text{EN: "what is gone is marked ✓, but so is something that is still there: the next container will not see files of the image that nobody has deleted.", KO: "없어진 것에는 표시가 있어요 ✓ 하지만 남아 있는 것에도 표시가 있어요. 아무도 지우지 않은 이미지의 파일이 다음 컨테이너에 보이지 않게 돼요."},
	},
	{
		ID:       "img.commit.missing",
		Expected: grade.Text{EN: "every file and directory that was made or changed", KO: "만들거나 바꾼 파일과 디렉터리가 모두 있음"},
		So:       grade.Text{EN: "the marks are right ✓, but something that the container has made or changed is not in the layer as it is.", KO: "표시는 맞아요 ✓ 하지만 컨테이너가 만들거나 바꾼 것 가운데 그대로 들어 있지 않은 것이 있어요."},
	},
	{
		ID:       "img.commit.symlink",
		Expected: grade.Text{EN: "etc/link -> motd, a symbolic link", KO: "심볼릭 링크 etc/link -> motd"},
		So:       grade.Text{EN: "the marks are right ✓, but a symbolic link became something else. Followed by the host, a link of a container's can lead to any file of the host, and that is in the image then.", KO: "표시는 맞아요 ✓ 하지만 심볼릭 링크가 다른 것이 됐어요. 호스트가 컨테이너의 링크를 따라가면 호스트의 아무 파일에나 이를 수 있고, 그 파일이 이미지에 들어가요."},
	},
	{
		ID:       "img.commit.metadata",
		Expected: grade.Text{EN: "modes and times as in the container", KO: "컨테이너에 있는 그대로의 모드와 시각"},
		So:       grade.Text{EN: "all files are there with their content ✓, but not as they were: programs look at the mode, also at setuid, and at the time.", KO: "파일이 모두 내용과 함께 있어요 ✓ 하지만 있던 그대로가 아니에요. 프로그램은 모드도, setuid도, 시각도 봐요."},
	},
	{
		ID:       "img.commit.upper-changed",
		Expected: grade.Text{EN: "an upper directory as it was", KO: "그대로인 upper 디렉터리"},
		So:       grade.Text{EN: "the layer is right ✓, but the container has paid for it: it may still be running, and its overlay does not know files named .wh.", KO: "레이어는 맞아요 ✓ 하지만 컨테이너를 망가뜨렸어요. 컨테이너는 아직 실행 중일 수 있고, 오버레이는 .wh.로 시작하는 파일을 몰라요."},
	},
}
