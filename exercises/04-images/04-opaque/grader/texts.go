//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A whiteout names one file that is gone. The opaque mark names none: it is about a place, and about a time. All that was in the directory before this layer is gone; all that this layer has in it is there.",
		KO: "화이트아웃은 없어진 파일 하나의 이름을 대요. 불투명 표시는 이름을 대지 않아요. 자리와 때를 말해요. 이 레이어 전에 그 디렉터리에 있던 것은 모두 없어지고, 이 레이어가 넣는 것은 모두 있어요.",
	},
	{
		EN: "OCI image specification, layer.md, \"Opaque Whiteout\", and which of a layer's entries apply first. `go doc os.ReadDir`, `go doc os.Lstat`, `go doc os.RemoveAll`.",
		KO: "OCI 이미지 스펙 layer.md의 \"Opaque Whiteout\"과, 레이어의 항목 가운데 무엇이 먼저 적용되는지. `go doc os.ReadDir`, `go doc os.Lstat`, `go doc os.RemoveAll`.",
	},
	{
		EN: "once through the archive: for each mark, if its directory is there and is one (no symlink): remove each thing in it.  once more through it: for each mark, make its directory if it is missing; for all else, what has the name goes, unless both are directories, and the entry is made.",
		KO: "아카이브를 한 번 훑어요: 표시마다, 그 디렉터리가 있고 정말 디렉터리라면(심볼릭 링크가 아니라면) 안의 것을 하나씩 모두 지워요.  한 번 더 훑어요: 표시라면 그 디렉터리가 없을 때 만들고, 나머지는 같은 이름이 있으면 (둘 다 디렉터리가 아니라면) 치우고 항목을 만들어요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "img.opaque.not-added",
		Expected: grade.Text{EN: "the files of both layers, d/both as the second has it", KO: "두 레이어의 파일, d/both는 둘째 레이어의 것"},
		So:       grade.Text{EN: "there is no mark in these layers, and ROOT is not what they have together. A directory that both have is one, with the files of both.", KO: "이 레이어들에는 표시가 없는데, ROOT가 둘을 합친 것과 달라요. 둘 다에 있는 디렉터리는 하나이고, 양쪽의 파일이 다 들어 있어요."},
	},
	{
		ID:       "img.opaque.unpacked",
		Expected: grade.Text{EN: "no file of that name", KO: "그런 이름의 파일이 없음"},
		So:       grade.Text{EN: "the layers' files are put together ✓. The mark is a message to the unpacker and no file of the image; here it was unpacked.", KO: "레이어의 파일을 합쳐요 ✓ 표시는 푸는 쪽에 보내는 말이지 이미지의 파일이 아닌데, 파일로 풀었어요."},
	},
	{
		ID:       "img.opaque.ignored",
		Expected: grade.Text{EN: "d with what was put in since the mark, and nothing older; the rest as it was", KO: "표시 이후에 넣은 것만 든 d, 그대로인 나머지"},
		So:       grade.Text{EN: "the layers' files are put together ✓. The directory was replaced, and old contents still show: whoever made this layer removed the directory and made a new one.", KO: "레이어의 파일을 합쳐요 ✓ 디렉터리가 새것으로 바뀌었는데 옛 내용이 아직 보여요. 이 레이어를 만든 사람은 디렉터리를 지우고 새로 만들었어요."},
	},
	{
		ID:       "img.opaque.too-much",
		Expected: grade.Text{EN: "d with what was put in since the mark; the rest as it was", KO: "표시 이후에 넣은 것이 든 d, 그대로인 나머지"},
		So:       grade.Text{EN: "nothing old is in the directory ✓, and more than that is gone. The mark is about this one directory, and about what was in it before this layer.", KO: "디렉터리에 옛것은 없는데 ✓ 다른 것까지 없어졌어요. 표시는 이 디렉터리 하나에 대한 것이고, 이 레이어 전에 그 안에 있던 것에 대한 거예요."},
	},
	{
		ID:       "img.opaque.shallow",
		Expected: grade.Text{EN: "d/both/new alone, and neither d/sub nor d/none", KO: "d/both/new 하나뿐, d/sub도 d/none도 없음"},
		So:       grade.Text{EN: "the old files of the directory are gone ✓. Its old directories are contents as well, with all that is below them, and empty ones too.", KO: "그 디렉터리의 옛 파일은 없어졌어요 ✓ 옛 디렉터리도 내용이에요. 그 아래에 있는 것까지 모두, 빈 디렉터리도 마찬가지예요."},
	},
	{
		ID:       "img.opaque.own-file",
		Expected: grade.Text{EN: "d/a, d/s/b and d/z of the second layer", KO: "둘째 레이어의 d/a, d/s/b, d/z"},
		So:       grade.Text{EN: "old contents are gone ✓, and with them files of this very layer. The mark deletes what the layers before have; where in the archive it stands does not matter.", KO: "옛 내용은 없어졌는데 ✓ 바로 이 레이어의 파일까지 없어졌어요. 표시는 앞의 레이어가 가진 것을 지워요. 아카이브의 어디에 있는지는 상관없어요."},
	},
	{
		ID:       "img.opaque.neighbour",
		Expected: grade.Text{EN: "a/d/new, and all that is not in a/d", KO: "a/d/new, 그리고 a/d 밖의 모든 것"},
		So:       grade.Text{EN: "the directory's old contents are gone ✓. The others only have the same name elsewhere, or begin with the same letters; they are not in it.", KO: "그 디렉터리의 옛 내용은 없어졌어요 ✓ 다른 것들은 다른 자리의 같은 이름이거나 앞 글자가 같을 뿐이고, 그 안에 있지 않아요."},
	},
	{
		ID:       "img.opaque.directory-gone",
		Expected: grade.Text{EN: "d, empty, and else", KO: "빈 d와 else"},
		So:       grade.Text{EN: "old contents are gone ✓, and the directory with them. The mark is in the directory, so this layer has it: nothing in it is not the same as no directory.", KO: "옛 내용은 없어졌는데 ✓ 디렉터리까지 없어졌어요. 표시가 그 안에 있으니 이 레이어에는 그 디렉터리가 있어요. 안이 빈 것과 디렉터리가 없는 것은 달라요."},
	},
	{
		ID:       "img.opaque.absent",
		Expected: grade.Text{EN: "else and new/dir/x, and no error", KO: "else와 new/dir/x, 에러 없음"},
		So:       grade.Text{EN: "what is there is deleted ✓. Here the directory is new and there was nothing to delete: that is just what the mark asks for. Some builders mark each new directory.", KO: "있는 것은 지워요 ✓ 여기서는 디렉터리가 새것이라 지울 것이 없어요. 표시가 바라던 그대로예요. 새 디렉터리마다 표시를 넣는 빌더도 있어요."},
	},
	{
		ID:       "img.opaque.through-link",
		Expected: grade.Text{EN: "real/x as it was, and a directory d with new in it", KO: "그대로인 real/x와, new가 든 디렉터리 d"},
		So:       grade.Text{EN: "directories are emptied ✓. Here a symlink was in the place, and it was followed: what it leads to is another directory, of which this layer says nothing.", KO: "디렉터리는 비워요 ✓ 여기서는 그 자리에 심볼릭 링크가 있었고, 그것을 따라갔어요. 링크가 가리키는 것은 다른 디렉터리이고, 이 레이어는 그 디렉터리에 대해 아무 말도 하지 않아요."},
	},
	{
		ID:       "img.opaque.root",
		Expected: grade.Text{EN: "etc/new, and nothing else", KO: "etc/new 하나뿐"},
		So:       grade.Text{EN: "directories in ROOT are emptied ✓. ROOT is a directory too: without one in front of it, the mark is about all that the layers before have.", KO: "ROOT 안의 디렉터리는 비워요 ✓ ROOT도 디렉터리예요. 앞에 디렉터리 이름이 없는 표시는 앞의 레이어가 가진 것 전부에 대한 거예요."},
	},
}
