//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A dynamic program is not started alone. The kernel starts its loader, whose path stands in the program; the loader then looks for the libraries, whose names stand in the program and in the libraries themselves.",
		KO: "동적 프로그램은 혼자 시작되지 않아요. 커널은 프로그램에 경로가 적힌 로더를 시작하고, 로더는 프로그램과 라이브러리에 이름이 적힌 라이브러리들을 찾아요.",
	},
	{
		EN: "`ldd PROGRAM` lists them all; where there is no ldd, the loader does it: `/lib64/ld-… --list PROGRAM` (musl: `/lib/ld-musl-… --list`). See man 1 ldd, man 8 ld.so, and `readelf -l` and `-d`. Look closely at the lines that have no \"=>\", and at cp's -L.",
		KO: "`ldd PROGRAM`이 전부 나열해 줘요. ldd가 없으면 로더가 해 줘요. `/lib64/ld-… --list PROGRAM`(musl은 `/lib/ld-musl-… --list`)이에요. man 1 ldd, man 8 ld.so, `readelf -l`과 `-d`를 보세요. \"=>\"가 없는 줄과 cp의 -L을 눈여겨보세요.",
	},
	{
		EN: "put(FILE): make the directory of ROOT/FILE, copy what FILE leads to, to ROOT/FILE. put PROGRAM; for every absolute path in the list, with or without an arrow before it: put it.",
		KO: "put(FILE): ROOT/FILE의 디렉터리를 만들고, FILE이 가리키는 실제 파일을 ROOT/FILE로 복사해요. PROGRAM을 put해요. 목록에 나온 절대 경로는 화살표가 있든 없든 모두 put해요.",
	},
}

var started = grade.Text{EN: "the program at work, with ROOT as its root directory", KO: "ROOT를 루트 디렉터리로 삼아 제 일을 하는 프로그램"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.libs.no-root",
		Expected: grade.Text{EN: "a directory at %[1]s", KO: "%[1]s 디렉터리"},
		So:       grade.Text{EN: "when the script had ended there was no directory of its own at ROOT, so there is nothing to look into yet. If the script complained, its last words are above.", KO: "스크립트가 끝났는데 ROOT에 새 디렉터리가 없어서 아직 들여다볼 것이 없어요. 스크립트가 에러를 냈다면 위의 마지막 줄이 그 메시지예요."},
	},
	{
		ID:       "chroot.libs.mounted",
		Expected: grade.Text{EN: "copies in ROOT, and no mount", KO: "ROOT 안의 복사본. 마운트는 없음"},
		So:       grade.Text{EN: "ROOT shows the host's directories instead of holding files: everything of the host is inside, whoever is root there may write to it, and the mount stays when the script has ended.", KO: "ROOT가 파일을 갖지 않고 호스트의 디렉터리를 비춰 보여요. 호스트의 모든 것이 안에 있고, 안에서 root인 사람이 거기에 쓸 수 있으며, 스크립트가 끝나도 마운트가 남아요."},
	},
	{
		ID:       "chroot.libs.everything",
		Expected: grade.Text{EN: "what the program needs, and at most %[1]s files", KO: "프로그램에 필요한 것만, 많아야 파일 %[1]s개"},
		So:       grade.Text{EN: "much of the machine is in ROOT. Which files does this program need? Whoever copies everything does not know, and carries it along: in every image, with every security hole.", KO: "머신의 많은 부분이 ROOT에 들어갔어요. 이 프로그램에는 어떤 파일이 필요할까요? 전부 복사하면 알 수 없고, 그 모든 것을 이미지마다 보안 구멍까지 함께 끌고 다니게 돼요."},
	},
	{
		ID:       "chroot.libs.no-program",
		Expected: grade.Text{EN: "the program at the path it has on the host, seen from inside", KO: "호스트에서와 같은 경로(안에서 볼 때)에 있는 프로그램"},
		So:       grade.Text{EN: "ROOT is there ✓, but inside there is nothing at the program's path.", KO: "ROOT는 있어요 ✓ 하지만 안에서 프로그램의 경로에는 아무것도 없어요."},
	},
	{
		ID:       "chroot.libs.other-program",
		Expected: grade.Text{EN: "a copy of the machine's own program", KO: "이 머신에 있던 프로그램의 복사본"},
		So:       grade.Text{EN: "a file is at the program's path ✓, but it is not the program that was asked for. This exercise is about what a dynamic one needs.", KO: "프로그램의 경로에 파일이 있어요 ✓ 하지만 요청한 그 프로그램이 아니에요. 이 연습 문제는 동적 프로그램에 무엇이 필요한지를 다뤄요."},
	},
	{
		ID:       "chroot.libs.not-a-file",
		Expected: grade.Text{EN: "the same file there as on the host", KO: "그 자리에 호스트와 같은 파일"},
		So:       grade.Text{EN: "the name is in its place ✓, but what has it is no program and no library: a directory, or a file without the content. What is copied to a directory ends up below it.", KO: "이름은 제자리에 있어요 ✓ 하지만 그 이름을 가진 것이 프로그램도 라이브러리도 아니에요. 디렉터리이거나, 내용이 없는 파일이에요. 디렉터리로 복사한 것은 그 아래에 놓여요."},
	},
	{
		ID:       "chroot.libs.not-executable",
		Expected: grade.Text{EN: "an x among the rights", KO: "권한에 x"},
		So:       grade.Text{EN: "the files are in their places ✓, but one that the kernel is to execute has no x: it starts the program and, for a dynamic one, the loader.", KO: "파일은 제자리에 있어요 ✓ 하지만 커널이 실행해야 할 파일에 x가 없어요. 커널은 프로그램을, 동적 프로그램이면 로더도 실행해요."},
	},
	{
		ID:       "chroot.libs.loader",
		Expected: grade.Text{EN: "a file at that path in ROOT", KO: "ROOT 안의 그 경로에 있는 파일"},
		So:       grade.Text{EN: "the program is there ✓, its interpreter, the loader, is not. \"No such file or directory\" (ENOENT) is about the loader: the kernel starts it in the program's place.", KO: "프로그램은 있어요 ✓ 그런데 프로그램에 적힌 인터프리터, 곧 로더가 없어요. \"No such file or directory\"(ENOENT)는 로더를 두고 하는 말이에요. 커널은 프로그램 대신 로더를 시작하거든요."},
	},
	{
		ID:       "chroot.libs.loader-place",
		Expected: grade.Text{EN: "the loader at exactly that path in ROOT", KO: "ROOT 안의 정확히 그 경로에 있는 로더"},
		So:       grade.Text{EN: "the program is there ✓, and a file of the loader's name is in ROOT, but at another place. The kernel does not search: the path in the program is the only one it tries.", KO: "프로그램은 있어요 ✓ 로더와 이름이 같은 파일도 ROOT에 있지만 다른 자리에 있어요. 커널은 찾아다니지 않아요. 프로그램에 적힌 그 경로 하나만 시도해요."},
	},
	{
		ID:       "chroot.libs.library",
		Expected: grade.Text{EN: "each of them where the loader looks", KO: "라이브러리 하나하나가 로더가 찾는 자리에 있음"},
		So:       grade.Text{EN: "the program and its loader are there ✓, these libraries are not. Libraries need libraries, too: the list is longer than what stands in the program itself.", KO: "프로그램과 로더는 있어요 ✓ 하지만 이 라이브러리들이 없어요. 라이브러리도 다른 라이브러리를 필요로 해서, 프로그램 자체에 적힌 것보다 목록이 길어요."},
	},
	{
		ID:       "chroot.libs.library-place",
		Expected: grade.Text{EN: "each of them where the loader looks", KO: "라이브러리 하나하나가 로더가 찾는 자리에 있음"},
		So:       grade.Text{EN: "the program, its loader and files of these names are there ✓, but the loader looks in certain directories only, and they are in none of those.", KO: "프로그램과 로더, 그리고 이 이름의 파일들은 있어요 ✓ 하지만 로더는 정해진 디렉터리에서만 찾는데, 그 어디에도 없어요."},
	},
	{
		ID:       "chroot.libs.dangling",
		Expected: grade.Text{EN: "a file behind the link, inside ROOT", KO: "링크 너머, ROOT 안의 파일"},
		So:       grade.Text{EN: "the name is there ✓, but it is a symbolic link, and inside nothing is where it leads: only the link was brought along.", KO: "이름은 있어요 ✓ 하지만 심볼릭 링크이고, 안에서는 그것이 가리키는 자리에 아무것도 없어요. 링크만 따라온 거예요."},
	},
}
