//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A static program needs no other file. What it needs is to be found: inside, every path begins at the new root, and the paths of the host mean nothing there.",
		KO: "정적 프로그램은 다른 파일이 필요 없어요. 필요한 건 찾을 수 있게 하는 것뿐이에요. 안에서는 모든 경로가 새 루트에서 시작하고, 호스트의 경로는 아무 뜻이 없어요.",
	},
	{
		EN: "See man 1 mkdir (-p), man 1 cp, man 1 ln, and in man 7 symlink where a relative link begins. A new file has no x in `ls -l` unless something gives it one.",
		KO: "man 1 mkdir(-p), man 1 cp, man 1 ln을 보세요. 상대 경로 링크가 어디에서 시작하는지는 man 7 symlink에 있어요. 새로 만든 파일에는 따로 주지 않으면 실행 권한(`ls -l`의 x)이 없어요.",
	},
	{
		EN: "make ROOT and its bin; copy PROGRAM into it under any name; for each of sh, ls, cat: a name in bin that leads to the copy, also when ROOT is \"/\".",
		KO: "ROOT와 그 안의 bin을 만들어요. PROGRAM을 아무 이름으로나 그 안에 복사해요. sh, ls, cat이라는 이름을 bin 안에 하나씩 만들되, ROOT가 \"/\"일 때도 복사본으로 이어지게 해요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.static.no-root",
		Expected: grade.Text{EN: "a directory at %[1]s", KO: "%[1]s 디렉터리"},
		So:       grade.Text{EN: "when the script had ended there was no directory of its own at ROOT, so there is nothing to look into yet. If the script complained, its last words are above.", KO: "스크립트가 끝났는데 ROOT에 새 디렉터리가 없어서 아직 들여다볼 것이 없어요. 스크립트가 에러를 냈다면 위의 마지막 줄이 그 메시지예요."},
	},
	{
		ID:       "chroot.static.mounted",
		Expected: grade.Text{EN: "files of ROOT's own, and no mount", KO: "ROOT 자신의 파일. 마운트는 없음"},
		So:       grade.Text{EN: "ROOT shows the host's files, it does not hold any: whoever is root inside writes to the host, and the mount stays when the script has ended.", KO: "ROOT가 호스트의 파일을 비춰 보일 뿐 자기 파일은 없어요. 안에서 root인 사람이 쓰면 호스트에 써지고, 스크립트가 끝나도 마운트가 남아요."},
	},
	{
		ID:       "chroot.static.empty",
		Expected: grade.Text{EN: "the program in %[1]s", KO: "%[1]s 안의 프로그램"},
		So:       grade.Text{EN: "the directory is there ✓, but no file is in it. A process whose root this is has nothing to run.", KO: "디렉터리는 있어요 ✓ 하지만 그 안에 파일이 없어요. 이곳이 루트인 프로세스는 실행할 것이 없어요."},
	},
	{
		ID:       "chroot.static.dangling",
		Expected: grade.Text{EN: "%[1]s leading to a file inside", KO: "안에 있는 파일로 이어지는 %[1]s"},
		So:       grade.Text{EN: "the link %[1]s is there ✓, but it leads to %[2]s, and inside nothing is there: a link is only a text, read by whoever follows it, from that process's root or from the link's own directory.", KO: "%[1]s 링크는 있어요 ✓ 하지만 링크에 적힌 경로는 %[2]s인데, 안에서는 그 자리에 아무것도 없어요. 링크는 글자일 뿐이고, 따라가는 프로세스의 루트나 링크가 놓인 디렉터리를 기준으로 읽혀요."},
	},
	{
		ID:       "chroot.static.no-name",
		Expected: grade.Text{EN: "files at %[1]s, seen from inside", KO: "안에서 본 %[1]s 자리의 파일"},
		So:       grade.Text{EN: "files are in ROOT ✓, but nothing inside has the path %[1]s. The kernel runs what is at the path it is given, and the program looks at the name it was started under.", KO: "ROOT 안에 파일은 있어요 ✓ 하지만 안에서 %[1]s 경로에는 아무것도 없어요. 커널은 받은 경로에 있는 것을 실행하고, 프로그램은 자기가 어떤 이름으로 시작됐는지를 봐요."},
	},
	{
		ID:       "chroot.static.not-a-file",
		Expected: grade.Text{EN: "a file at %[1]s", KO: "%[1]s 자리에 파일"},
		So:       grade.Text{EN: "there is something of the name %[1]s ✓, but it is no file, and the kernel executes files only. If it is a directory: what is copied to a directory ends up below it.", KO: "%[1]s 자리에 무언가 있어요 ✓ 하지만 파일이 아니에요. 커널은 파일만 실행해요. 디렉터리라면, 디렉터리로 복사한 것은 그 아래에 놓여요."},
	},
	{
		ID:       "chroot.static.not-executable",
		Expected: grade.Text{EN: "an x among the rights of %[1]s", KO: "%[1]s의 권한에 x"},
		So:       grade.Text{EN: "%[1]s is in its place ✓, but nobody may execute it, not even root.", KO: "%[1]s 파일은 제자리에 있어요 ✓ 하지만 아무도 실행할 수 없어요. root도요."},
	},
	{
		ID:       "chroot.static.other-program",
		Expected: grade.Text{EN: "PROGRAM itself under the name %[1]s", KO: "%[1]s 자리에 있는 PROGRAM"},
		So:       grade.Text{EN: "a file is at %[1]s ✓, but it is not the program that was given. This exercise is about what a single static file can do.", KO: "%[1]s에 파일이 있어요 ✓ 하지만 주어진 그 프로그램이 아니에요. 이 연습 문제는 정적 파일 하나로 무엇을 할 수 있는지를 다뤄요."},
	},
	{
		ID:       "chroot.static.faked",
		Expected: grade.Text{EN: "%[2]s printed by %[1]s", KO: "%[1]s의 출력: %[2]s"},
		So:       grade.Text{EN: "%[1]s starts ✓, but does not do the work of its name: what was asked for was made up a moment before, and no fixed answer can know it.", KO: "%[1]s 명령은 시작돼요 ✓ 하지만 이름에 맞는 일을 하지 않아요. 방금 지어낸 것을 물었기 때문에 미리 정해 둔 답으로는 알 수 없어요."},
	},
	{
		ID:       "chroot.static.moved",
		Expected: grade.Text{EN: "%[1]s where it was", KO: "원래 자리에 있는 %[1]s"},
		So:       grade.Text{EN: "everything works inside ✓, but the host has lost its program. A container gets files of its own and takes none away.", KO: "안에서는 모두 잘 돼요 ✓ 하지만 호스트가 자기 프로그램을 잃었어요. 컨테이너는 자기 파일을 받을 뿐, 남의 것을 가져가지 않아요."},
	},
}
