//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Layers never change, whatever a container does. So for each question ask: what must upper hold for merged to look as it should, with the layer as it was?",
		KO: "컨테이너가 무엇을 하든 레이어는 바뀌지 않아요. 그러니 질문마다 생각해 보세요. 레이어가 그대로인데 merged가 제대로 보이려면 upper에 무엇이 있어야 할까요?",
	},
	{
		EN: "docs.kernel.org/filesystems/overlayfs.html: \"whiteouts and opaque directories\", \"Non-directories\" (copy_up), \"renaming directories\", \"Non-standard behavior\".",
		KO: "docs.kernel.org/filesystems/overlayfs.html의 \"whiteouts and opaque directories\", \"Non-directories\"(copy_up), \"renaming directories\", \"Non-standard behavior\".",
	},
	{
		EN: "for each question: is anything about the file changed? then the whole file is copied, under the name by which it was changed, with the directories above it. is something removed? then only what a layer has must be hidden. is more than one file to be copied at once? the kernel does not do that.",
		KO: "질문마다: 파일에 관해 바뀐 것이 있나요? 그러면 파일 전체가, 바꿀 때 쓴 그 이름으로, 위쪽 디렉터리와 함께 복사돼요. 지운 것인가요? 그러면 레이어에 있는 것만 가리면 돼요. 한꺼번에 여러 파일을 복사해야 하나요? 커널은 그렇게 하지 않아요.",
	},
}

var measured = grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"}

var mistakes = []grade.Mistake{
	{
		ID:       "img.copy-up.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "img.copy-up.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the two words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 두 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "img.copy-up.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "img.copy-up.read",
		Expected: measured,
		So:       grade.Text{EN: "the file can be read through the overlay ✓, and that takes nothing but a look into the layer. Containers that only read share the files, and their pages in memory, too.", KO: "파일을 오버레이를 통해 읽을 수 있어요 ✓ 하지만 레이어를 들여다보기만 하면 되는 일이에요. 읽기만 하는 컨테이너들은 파일을 함께 쓰고, 메모리에 올라온 페이지도 함께 써요."},
	},
	{
		ID:       "img.copy-up.append",
		Expected: measured,
		So:       grade.Text{EN: "the byte is in upper ✓, but not alone: an overlay works with files, not with parts of them. The first byte written to a database of 10 GiB in an image waits for 10 GiB. Such files belong into a volume.", KO: "쓴 바이트는 upper에 있어요 ✓ 하지만 혼자가 아니에요. 오버레이는 파일의 일부가 아니라 파일 전체를 다뤄요. 이미지 안의 10 GiB짜리 데이터베이스에 첫 바이트를 쓰면 10 GiB를 기다려야 해요. 그런 파일은 볼륨에 둬야 해요."},
	},
	{
		ID:       "img.copy-up.chmod",
		Expected: measured,
		So:       grade.Text{EN: "the new mode is in upper ✓, and with it the content, of which nothing was changed. `RUN chmod -R` or `chown -R` in a Dockerfile therefore doubles what it touches. (With metacopy=on the content stays below; the marks that this takes are not for rootless containers.)", KO: "새 모드가 upper에 있어요 ✓ 그런데 바뀐 것이 하나도 없는 내용까지 함께 있어요. 그래서 Dockerfile의 `RUN chmod -R`이나 `chown -R`은 건드린 것을 두 배로 만들어요. (metacopy=on이면 내용은 아래에 남아요. 하지만 거기에 필요한 표시는 루트리스 컨테이너가 쓸 수 없어요.)"},
	},
	{
		ID:       "img.copy-up.inode",
		Expected: measured,
		So:       grade.Text{EN: "upper has a file of that name ✓. Were it the layer's inode, a hard link, the change would be in the image and in every other container of it. It is a copy, with an inode of its own. (What `ls -i` prints in merged is another matter: there the kernel may go on telling the old number.)", KO: "upper에 그 이름의 파일이 있어요 ✓ 그것이 레이어의 inode, 곧 하드 링크라면 바뀐 내용이 이미지에도, 같은 이미지로 만든 다른 컨테이너에도 있을 거예요. 그래서 자기 inode를 가진 복사본이에요. (merged에서 `ls -i`가 출력하는 것은 다른 문제예요. 거기서는 커널이 옛 번호를 계속 말해 줄 수 있어요.)"},
	},
	{
		ID:       "img.copy-up.hard-link",
		Expected: measured,
		So:       grade.Text{EN: "before the write both names were one file ✓. The copy was made for the name that was written through; the other one still is the layer's file. Programs that count on hard links, such as package managers, have met this. (index=on keeps them together, where it can be had.)", KO: "쓰기 전에는 두 이름이 한 파일이었어요 ✓ 하지만 복사본은 쓸 때 쓴 이름에만 생기고, 다른 이름은 여전히 레이어의 파일이에요. 패키지 관리자처럼 하드 링크를 믿는 프로그램들이 이것 때문에 곤란을 겪었어요. (index=on을 쓸 수 있는 곳에서는 함께 유지돼요.)"},
	},
	{
		ID:       "img.copy-up.sibling",
		Expected: measured,
		So:       grade.Text{EN: "upper has the directories that lead to the file ✓, since it must have a place. What else is in them shows from the layer: directories are merged, not copied.", KO: "upper에 그 파일까지 가는 디렉터리들이 있어요 ✓ 파일이 놓일 자리가 필요하니까요. 그 안의 다른 것은 레이어에서 보여요. 디렉터리는 복사하지 않고 합쳐요."},
	},
	{
		ID:       "img.copy-up.rm",
		Expected: measured,
		So:       grade.Text{EN: "the file is gone from merged ✓, and still in the layer, which does not change. So upper says that it is gone: a whiteout, a character device with the numbers 0/0.", KO: "파일이 merged에서 사라졌어요 ✓ 하지만 레이어에는 그대로 있어요. 레이어는 바뀌지 않으니까요. 그래서 없어졌다는 사실을 upper가 말해 줘요. 번호가 0/0인 문자 장치, 화이트아웃이에요."},
	},
	{
		ID:       "img.copy-up.shrink",
		Expected: measured,
		So:       grade.Text{EN: "the container does not see the file any more ✓, but the layer that has it is still downloaded and stored, and whoever unpacks it has the file. `RUN rm` in a step of its own makes no image smaller and keeps no secret.", KO: "컨테이너에는 파일이 더 보이지 않아요 ✓ 하지만 그 파일이 든 레이어는 여전히 내려받고 저장하고, 레이어를 풀어 보면 파일이 있어요. 따로 둔 `RUN rm` 단계는 이미지를 줄이지도, 비밀을 지키지도 못해요."},
	},
	{
		ID:       "img.copy-up.rm-own",
		Expected: measured,
		So:       grade.Text{EN: "the file was in upper alone ✓, so its removal leaves nothing to be hidden. What one step of a build makes and removes again is in no layer: that is why they are written in one line.", KO: "파일이 upper에만 있었어요 ✓ 그래서 지우고 나면 가릴 것이 없어요. 빌드의 한 단계 안에서 만들고 지운 것은 어느 레이어에도 남지 않아요. 그래서 만들고 지우는 명령을 RUN 한 줄에 이어 써요."},
	},
	{
		ID:       "img.copy-up.rename-dir",
		Expected: measured,
		So:       grade.Text{EN: "a file of a layer can be renamed ✓: it is copied, and a whiteout is left. For a directory all that is in it would have to be copied at once, and the kernel leaves that to the program: EXDEV, as if it were on another disk. mv copies then; other programs give up.", KO: "레이어의 파일은 이름을 바꿀 수 있어요 ✓ 복사하고 화이트아웃을 남기면 되니까요. 디렉터리라면 안에 든 것을 한꺼번에 복사해야 하고, 커널은 그 일을 프로그램에 맡겨요. 다른 디스크에 있는 것처럼 EXDEV라고 해요. mv는 이때 복사하고, 다른 프로그램들은 포기해요."},
	},
}
