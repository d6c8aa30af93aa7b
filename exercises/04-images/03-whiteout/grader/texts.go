//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A layer is a difference: what was added and changed is there as files, what was deleted as names. A difference makes sense only on top of what it was taken from, one after the other, from the bottom up; and what a layer deletes is never its own.",
		KO: "레이어는 차이예요. 더하고 바꾼 것은 파일로, 지운 것은 이름으로 들어 있어요. 차이는 그것을 만든 바탕 위에 아래부터 하나씩 올려야 뜻이 있어요. 그리고 레이어가 지우는 것은 결코 자기 것이 아니에요.",
	},
	{
		EN: "OCI image specification, layer.md, \"Whiteouts\": what they hide, and in which order they apply. `go doc archive/tar.Reader`, `go doc os.RemoveAll`, `go doc os.Lstat`. open(2): O_EXCL.",
		KO: "OCI 이미지 스펙 layer.md의 \"Whiteouts\": 무엇을 가리는지, 어떤 순서로 적용하는지. `go doc archive/tar.Reader`, `go doc os.RemoveAll`, `go doc os.Lstat`. open(2)의 O_EXCL.",
	},
	{
		EN: "for each layer, in order:  once through the archive, and for each entry whose last part begins with .wh.: remove what stands beside it under the rest of the name, all of it, if there is any.  once more through it, for all other entries: what has that name and is not a directory for a directory goes; make the directories above; make the entry.",
		KO: "레이어마다 순서대로:  아카이브를 한 번 훑으면서, 마지막 부분이 .wh.로 시작하는 항목마다 그 옆에서 나머지 이름을 가진 것을 (있으면) 통째로 지워요.  한 번 더 훑으면서 나머지 항목마다: 같은 이름이 이미 있으면 (디렉터리 자리에 디렉터리가 아니라면) 치우고, 위의 디렉터리를 만들고, 그 항목을 만들어요.",
	},
}

var files = grade.Text{EN: "ROOT with the files of all layers, less what they delete of each other", KO: "모든 레이어의 파일에서 서로 지운 것을 뺀 ROOT"}

var mistakes = []grade.Mistake{
	{
		ID:       "img.whiteout.not-unpacked",
		Expected: grade.Text{EN: "the directories, files and symlinks of the one layer; a program may be executed", KO: "레이어 하나에 든 디렉터리, 파일, 심볼릭 링크. 프로그램은 실행할 수 있어야 함"},
		So:       grade.Text{EN: "there is one layer, nothing is deleted, and ROOT is not what is in it. An archive need not have an entry for each directory.", KO: "레이어가 하나뿐이고 지우는 것도 없는데, ROOT가 그 내용과 달라요. 아카이브에 디렉터리마다 항목이 있는 것은 아니에요."},
	},
	{
		ID:       "img.whiteout.order",
		Expected: grade.Text{EN: "v as the last layer has it, to its last byte", KO: "마지막 레이어의 v, 마지막 바이트까지"},
		So:       grade.Text{EN: "one layer is unpacked ✓. Of several that have the same file the last one counts, and all of the file is its: the first of the list is the base, and each one stands on those before it.", KO: "레이어 하나는 풀려요 ✓ 여러 레이어에 같은 파일이 있으면 마지막 것이 이기고, 파일 전체가 그 레이어의 것이에요. 목록의 첫째가 바탕이고, 뒤의 것이 앞의 것 위에 올라가요."},
	},
	{
		ID:       "img.whiteout.unpacked",
		Expected: grade.Text{EN: "neither this file nor %[1]s", KO: "이 파일도, %[1]s도 없음"},
		So:       grade.Text{EN: "the files of the layers are there ✓. A name that begins with .wh. is no file of the image but a message to the unpacker, and here it was unpacked.", KO: "레이어의 파일은 다 있어요 ✓ .wh.로 시작하는 이름은 이미지의 파일이 아니라 푸는 쪽에 보내는 말인데, 파일로 풀었어요."},
	},
	{
		ID:       "img.whiteout.ignored",
		Expected: grade.Text{EN: "etc/kept and nothing else", KO: "etc/kept 하나뿐"},
		So:       grade.Text{EN: "layers are put on top of each other ✓. What the second one deletes is there still, or more than that is gone: whoever runs this image has a file that its author took out.", KO: "레이어를 차례로 올려요 ✓ 그런데 둘째 레이어가 지운 것이 그대로 있거나, 그것 말고 다른 것까지 없어졌어요. 이미지를 만든 사람이 뺀 파일을 실행하는 사람이 갖게 돼요."},
	},
	{
		ID:       "img.whiteout.directory",
		Expected: grade.Text{EN: "var, and nothing in it", KO: "빈 var"},
		So:       grade.Text{EN: "a deleted file is gone ✓. A deleted directory is one name as well, and with it goes all that was below.", KO: "지운 파일은 없어져요 ✓ 지운 디렉터리도 이름은 하나지만, 그 아래에 있던 것이 모두 함께 없어져야 해요."},
	},
	{
		ID:       "img.whiteout.wrong-place",
		Expected: grade.Text{EN: "conf and b/conf, but no a/conf", KO: "conf와 b/conf, 그리고 a/conf는 없음"},
		So:       grade.Text{EN: "something of that name is gone ✓. The whiteout stands in a directory, and is about that one alone.", KO: "그 이름을 가진 것이 없어지긴 했어요 ✓ 화이트아웃은 어떤 디렉터리 안에 있고, 그 디렉터리만 가리켜요."},
	},
	{
		ID:       "img.whiteout.neighbour",
		Expected: grade.Text{EN: "lo, log2 and log.d/x, but no log", KO: "lo, log2, log.d/x, 그리고 log는 없음"},
		So:       grade.Text{EN: "the deleted file is gone ✓. Its neighbours only begin with the same letters; they are other files.", KO: "지운 파일은 없어졌어요 ✓ 옆의 것들은 앞 글자가 같을 뿐, 다른 파일이에요."},
	},
	{
		ID:       "img.whiteout.readded",
		Expected: grade.Text{EN: "etc/f as the third layer has it", KO: "셋째 레이어의 etc/f"},
		So:       grade.Text{EN: "what is deleted is gone ✓. Here a later layer has the file again. A whiteout is about the layers before its own; those after it did not exist when it was written.", KO: "지운 것은 없어져요 ✓ 그런데 여기서는 뒤의 레이어에 그 파일이 다시 있어요. 화이트아웃은 자기보다 앞의 레이어에 대한 말이에요. 뒤의 레이어는 그때 아직 없었어요."},
	},
	{
		ID:       "img.whiteout.own-file",
		Expected: grade.Text{EN: "f, g and d/new of the second layer, but no d/old", KO: "둘째 레이어의 f, g, d/new, 그리고 d/old는 없음"},
		So:       grade.Text{EN: "what other layers delete is gone ✓. Here one layer deletes a name and has it anew. It deletes what was below, whichever of the two comes first in the archive; its own files stay.", KO: "다른 레이어가 지운 것은 없어져요 ✓ 여기서는 한 레이어가 어떤 이름을 지우면서 같은 이름을 새로 갖고 있어요. 아카이브에서 어느 것이 먼저 나오든 지우는 것은 아래에 있던 것이고, 자기 파일은 남아요."},
	},
	{
		ID:       "img.whiteout.absent",
		Expected: grade.Text{EN: "a and b, and no error", KO: "a와 b, 에러 없음"},
		So:       grade.Text{EN: "what is there is deleted ✓. That a deleted file is not there is what a whiteout is for: a builder may write one to be sure.", KO: "있는 것은 지워요 ✓ 지울 파일이 이미 없다면 화이트아웃이 바라던 그대로예요. 빌더는 확실히 해 두려고 쓰기도 해요."},
	},
	{
		ID:       "img.whiteout.look-alike",
		Expected: grade.Text{EN: "all six files", KO: "파일 여섯 개 모두"},
		So:       grade.Text{EN: "whiteouts are understood ✓. These names only look like some: there the last part of the path begins with the four characters .wh. and has more after them.", KO: "화이트아웃은 알아들어요 ✓ 이 이름들은 비슷해 보일 뿐이에요. 화이트아웃은 경로의 마지막 부분이 .wh. 네 글자로 시작하고 그 뒤에 이름이 더 있어요."},
	},
	{
		ID:       "img.whiteout.cut-name",
		Expected: grade.Text{EN: "etc/kept and nothing else", KO: "etc/kept 하나뿐"},
		So:       grade.Text{EN: "whiteouts are told from other files ✓, and names that begin with other letters are deleted ✓. The name is what comes after the first four characters, to its last letter, whichever it begins with. `go doc strings` tells what is cut off by what.", KO: "화이트아웃을 알아보고 ✓ 다른 글자로 시작하는 이름은 지워요 ✓ 지울 이름은 처음 네 글자 뒤에 오는 것 전부예요. 어떤 글자로 시작하든 그래요. 무엇이 어디까지 잘라 내는지는 `go doc strings`에 있어요."},
	},
	{
		ID:       "img.whiteout.through-link",
		Expected: grade.Text{EN: "current is a file now, v1/conf is as it was, and alias is gone", KO: "current는 이제 파일이고, v1/conf는 그대로이고, alias는 없음"},
		So:       grade.Text{EN: "files take the place of files ✓. Where a symlink was, the entry is about the link, and not about what the link leads to.", KO: "파일이 파일을 대신해요 ✓ 그 자리에 심볼릭 링크가 있었다면 항목은 링크에 대한 것이지, 링크가 가리키는 것에 대한 게 아니에요."},
	},
	{
		ID:       "img.whiteout.old-mode",
		Expected: grade.Text{EN: "tool may be executed, data may not", KO: "tool은 실행할 수 있고 data는 실행할 수 없음"},
		So:       grade.Text{EN: "the content is the new one ✓, and the mode is still that of the layer below: a file that is opened and written keeps what it is, and open(2) looks at a mode only when it makes one.", KO: "내용은 새것인데 ✓ 모드는 아래 레이어의 것 그대로예요. 있는 파일을 열어서 쓰면 모드는 바뀌지 않아요. open(2)는 파일을 새로 만들 때만 모드를 봐요."},
	},
	{
		ID:       "img.whiteout.other-kind",
		Expected: grade.Text{EN: "a is a directory with b in it, d a file, s a symlink to d", KO: "a는 b가 든 디렉터리, d는 파일, s는 d를 가리키는 심볼릭 링크"},
		So:       grade.Text{EN: "a file takes the place of a file ✓. What is there may also be of another kind, or another link. Only a directory joins a directory; else the new one is there and the old one is not.", KO: "파일이 파일을 대신해요 ✓ 그런데 그 자리에 있는 것은 종류가 다르거나 다른 링크일 수도 있어요. 디렉터리와 디렉터리만 합쳐지고, 나머지는 새것만 남고 옛것은 없어져요."},
	},
	{
		ID:       "img.whiteout.joined",
		Expected: grade.Text{EN: "etc with old and new in it", KO: "old와 new가 든 etc"},
		So:       grade.Text{EN: "what is of another kind gives way ✓. Here both are directories, and these join: an entry for a directory says that it is there, and not that it begins anew.", KO: "종류가 다른 것은 자리를 내줘요 ✓ 여기서는 둘 다 디렉터리이고, 디렉터리끼리는 합쳐져요. 디렉터리 항목은 그 디렉터리가 있다는 말이지, 새로 시작한다는 말이 아니에요."},
	},
	{
		ID:       "img.whiteout.dot-slash",
		Expected: files,
		So:       grade.Text{EN: "the layers of Go's archive/tar become files ✓. The same path can be written in several ways; GNU tar begins each with ./ and has an entry for ./ itself.", KO: "Go의 archive/tar가 쓴 레이어는 파일이 돼요 ✓ 같은 경로도 여러 가지로 쓸 수 있어요. GNU tar는 모든 이름을 ./로 시작하고, ./ 자체도 항목으로 넣어요."},
	},
}
