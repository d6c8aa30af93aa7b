//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A path is an instruction to walk, and the walk depends on what lies on the way: \"..\" goes up, a symlink goes wherever it says. An archive lays things on the way for its own later entries. Text alone cannot tell where a name ends.",
		KO: "경로는 걸어가는 방법이고, 어디로 가는지는 길에 놓인 것에 달렸어요. \"..\"은 위로 가고, 심볼릭 링크는 적힌 곳으로 가요. 아카이브의 앞 항목은 뒤 항목이 지나갈 길에 무언가를 놓아둘 수 있어요. 이름의 글자만 봐서는 어디에 닿을지 알 수 없어요.",
	},
	{
		EN: "man 2 openat2: RESOLVE_IN_ROOT. man 2 openat, mkdirat, symlinkat, linkat: each takes a directory's descriptor. man 2 open: O_EXCL, and what it says about symlinks. man 2 chroot does it too. `go doc golang.org/x/sys/unix.Openat2`.",
		KO: "man 2 openat2의 RESOLVE_IN_ROOT. man 2 openat, mkdirat, symlinkat, linkat: 모두 디렉터리의 디스크립터를 받아요. man 2 open의 O_EXCL과 심볼릭 링크에 대한 설명. man 2 chroot로도 할 수 있어요. `go doc golang.org/x/sys/unix.Openat2`.",
	},
	{
		EN: "open root once.  for each entry: the directory it is in, opened in root's terms; where it is missing, made in its own parent, found the same way.  there, by the last part of the name alone: what has the name goes, unless both are directories; the entry is made, as something new.  a hard link's other name: found like an entry's.",
		KO: "root를 한 번 열어요.  항목마다: 항목이 들어갈 디렉터리를 root를 꼭대기로 삼아 열어요. 없으면 같은 방법으로 찾은 그 부모 안에 만들어요.  거기서는 이름의 마지막 부분만 써요: 같은 이름이 있으면 (둘 다 디렉터리가 아니라면) 치우고, 항목을 새것으로 만들어요.  하드 링크의 다른 이름도 항목의 이름처럼 찾아요.",
	},
}

var (
	asItWas = grade.Text{EN: "an error, or files in ROOT alone; beside it all is as it was", KO: "에러이거나 ROOT 안에만 파일이 생김. 그 옆은 모두 그대로"}
	honest  = grade.Text{EN: "the entries, in ROOT, as they are in the layer", KO: "레이어에 든 그대로 ROOT 안에 있는 항목들"}
)

var mistakes = []grade.Mistake{
	{
		ID:       "img.evil-tar.not-unpacked",
		Expected: honest,
		So:       grade.Text{EN: "this is an honest layer: directories, files, a program, a hard link (two names of one file) and a symlink. ROOT is not what is in it.", KO: "디렉터리, 파일, 프로그램, 하드 링크(한 파일의 두 이름), 심볼릭 링크가 든 정직한 레이어예요. 그런데 ROOT가 그 내용과 달라요."},
	},
	{
		ID:       "img.evil-tar.dotdot",
		Expected: asItWas,
		So:       grade.Text{EN: "honest layers are unpacked ✓. Here a name goes up and out. To join two paths also shortens them: what comes out need not begin with the first of the two. Whoever made this layer writes to your machine.", KO: "정직한 레이어는 풀려요 ✓ 여기서는 이름이 위로 올라가 밖으로 나가요. 두 경로를 이으면 경로가 정리되기도 해서, 결과가 첫째 경로로 시작하지 않을 수 있어요. 이 레이어를 만든 사람이 여러분의 머신에 파일을 써요."},
	},
	{
		ID:       "img.evil-tar.neighbour",
		Expected: asItWas,
		So:       grade.Text{EN: "names that climb to other places are stopped ✓. This one ends beside ROOT, in a directory whose name begins with the same letters: a path is made of parts, and not of letters.", KO: "다른 곳으로 올라가는 이름은 막아요 ✓ 이 이름은 ROOT 옆에 있는, 앞 글자가 같은 디렉터리에서 끝나요. 경로는 글자가 아니라 부분으로 이루어져요."},
	},
	{
		ID:       "img.evil-tar.absolute",
		Expected: asItWas,
		So:       grade.Text{EN: "names that climb are stopped ✓. This one does not need to: it begins at /, and that was the host's.", KO: "올라가는 이름은 막아요 ✓ 이 이름은 올라갈 필요도 없어요. /에서 시작하는데, 그 /가 호스트의 것이었어요."},
	},
	{
		ID:       "img.evil-tar.through-symlink",
		Expected: asItWas,
		So:       grade.Text{EN: "by its letters no name leaves ROOT any more ✓. But an earlier entry is a symlink, and the kernel follows it on the way to a later one. Where a name leads is not in the name.", KO: "글자만 보면 이제 어떤 이름도 ROOT를 벗어나지 않아요 ✓ 그런데 앞의 항목이 심볼릭 링크라서, 커널이 뒤의 항목으로 가는 길에 그것을 따라가요. 이름이 어디로 이어지는지는 이름에 적혀 있지 않아요."},
	},
	{
		ID:       "img.evil-tar.onto-symlink",
		Expected: asItWas,
		So:       grade.Text{EN: "the way to an entry stays inside ✓. At its end there is a symlink with the very name of the file, and to open that one for writing is to open what it leads to.", KO: "항목까지 가는 길은 안에 머물러요 ✓ 그런데 그 끝에 파일과 똑같은 이름의 심볼릭 링크가 있어요. 그것을 쓰려고 열면 링크가 가리키는 것이 열려요."},
	},
	{
		ID:       "img.evil-tar.directory",
		Expected: asItWas,
		So:       grade.Text{EN: "no file is written outside ✓. Here a directory is to be made where a symlink is. That the name is taken does not mean that a directory of ours is there; its mode was set, and it was the host's.", KO: "밖에 파일을 쓰지는 않아요 ✓ 여기서는 심볼릭 링크가 있는 자리에 디렉터리를 만들어야 해요. 이름이 이미 있다고 해서 우리 디렉터리가 있는 것은 아니에요. 모드를 바꿨는데, 호스트의 디렉터리였어요."},
	},
	{
		ID:       "img.evil-tar.hard-link",
		Expected: asItWas,
		So:       grade.Text{EN: "names of files stay inside ✓. A hard link has two names, and the second one is from the archive as well. Now the container reads a file of the host's, or writes it.", KO: "파일의 이름은 안에 머물러요 ✓ 하드 링크에는 이름이 둘이고, 둘째 이름도 아카이브에서 온 거예요. 이제 컨테이너가 호스트의 파일을 읽거나 써요."},
	},
	{
		ID:       "img.evil-tar.strict",
		Expected: honest,
		So:       grade.Text{EN: "nothing gets out ✓. But these names are harmless: only a part that is .. alone goes up. Kubernetes makes files called ..data.", KO: "아무것도 나가지 못해요 ✓ 그런데 이 이름들은 해롭지 않아요. 부분 전체가 ..일 때만 위로 가요. Kubernetes는 ..data라는 파일을 만들어요."},
	},
	{
		ID:       "img.evil-tar.symlink",
		Expected: honest,
		So:       grade.Text{EN: "nothing gets out ✓. But a symlink by itself writes nowhere: it is a text, and stands for the container's files once there is a container. Almost every image has some that begin with /.", KO: "아무것도 나가지 못해요 ✓ 그런데 심볼릭 링크 자체는 아무 데도 쓰지 않아요. 링크는 글자일 뿐이고, 컨테이너가 생기면 컨테이너의 파일을 가리켜요. 거의 모든 이미지에 /로 시작하는 링크가 있어요."},
	},
	{
		ID:       "img.evil-tar.inside",
		Expected: honest,
		So:       grade.Text{EN: "nothing gets out ✓, and symlinks stay as they are ✓. These lead to a place in ROOT, seen from inside: in most images /bin and /lib are symlinks, and files are put beyond them.", KO: "아무것도 나가지 못하고 ✓ 심볼릭 링크도 그대로예요 ✓ 이 링크들은 안에서 보면 ROOT 안의 자리로 이어져요. 많은 이미지에서 /bin과 /lib는 심볼릭 링크이고, 그 너머에 파일을 넣어요."},
	},
	{
		ID:       "img.evil-tar.lexical",
		Expected: honest,
		So:       grade.Text{EN: "nothing gets out ✓, and most symlinks lead where they should ✓. This one goes to another symlink and up from there: .. is the parent of where the walk has arrived, and not what is left of the text without its last part.", KO: "아무것도 나가지 못하고 ✓ 심볼릭 링크도 대부분 맞는 곳으로 이어져요 ✓ 이 링크는 다른 링크로 갔다가 거기서 위로 올라가요. ..은 걸어서 도착한 곳의 부모이지, 글자에서 마지막 부분을 뗀 것이 아니에요."},
	},
}
