//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "The words after a failed start are about one path, and not always about the one you typed. To start a file the kernel may need a second file, and the first one names it.",
		KO: "시작에 실패했을 때 나오는 말은 어떤 경로 하나를 두고 하는 말인데, 그게 항상 여러분이 친 경로는 아니에요. 파일 하나를 시작하려고 커널이 두 번째 파일을 찾을 때가 있고, 그 이름은 첫 번째 파일에 적혀 있어요.",
	},
	{
		EN: "Ask each file three things: what it is and what it may (`ls -l`), what its first bytes are (`od -c`, `head -n 1`), and, if they are 177 E L F, what its headers say (`file`, `readelf -h`, `readelf -l`). man 2 execve, ERRORS: ENOENT, ENOEXEC, EACCES.",
		KO: "파일마다 세 가지를 물어보세요. 무엇이고 무엇이 허용되는지(`ls -l`), 첫 바이트가 무엇인지(`od -c`, `head -n 1`), 그게 177 E L F라면 헤더에 뭐라고 적혀 있는지(`file`, `readelf -h`, `readelf -l`). man 2 execve의 ERRORS에서 ENOENT, ENOEXEC, EACCES도 보세요.",
	},
	{
		EN: "for each file: a link to nothing? no x? begins with #!: is the path behind it there, to the last byte of the line? begins with ELF: for this machine? is the path in its interpreter entry there? is the interpreter there, then who complains?",
		KO: "파일마다: 아무것도 없는 곳을 가리키는 링크인가요? x가 없나요? #!로 시작하면: 그 뒤의 경로가 줄의 마지막 바이트까지 그대로 존재하나요? ELF로 시작하면: 이 머신용인가요? 인터프리터 항목의 경로가 존재하나요? 존재한다면 그 말을 한 것은 누구인가요?",
	},
}

var sixLines = grade.Text{EN: "a line NAME = CAUSE for each file of scene/", KO: "scene/의 파일마다 이름 = 원인 한 줄"}

// found is what stands in a right answer's place: that the learner was wrong is said, and what
// the file shows; the word is theirs to find.
var found = grade.Text{EN: "a cause for %[1]s that fits all that was observed", KO: "위에서 본 것에 모두 맞는 %[1]s의 원인"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.enoent.form",
		Expected: sixLines,
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요."},
	},
	{
		ID:       "chroot.enoent.word",
		Expected: grade.Text{EN: "one of the seven words in answer.txt", KO: "answer.txt에 있는 일곱 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but the word on its right is none of those that are listed.", KO: "줄의 형식은 맞아요 ✓ 하지만 오른쪽 낱말이 목록에 없어요."},
	},
	{
		ID:       "chroot.enoent.no-such-program",
		Expected: grade.Text{EN: "names as `ls scene` shows them", KO: "`ls scene`에 보이는 그대로의 이름"},
		So:       grade.Text{EN: "no scene has a file of the name %[1]s. A slip of the pen?", KO: "%[1]s 파일은 어느 scene에도 없어요. 잘못 옮겨 적은 건 아닐까요?"},
	},
	{
		ID:       "chroot.enoent.unanswered",
		Expected: sixLines,
		So:       grade.Text{EN: "what is there can be read ✓, but there are six programs, each of another kind, and some have no line yet.", KO: "적힌 것은 읽을 수 있어요 ✓ 하지만 서로 다른 프로그램이 여섯 개인데, 아직 줄이 없는 것이 있어요."},
	},
	{
		ID:       "chroot.enoent.missing",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. `ls` shows the name ✓, but the name is all there is: behind it the kernel finds no file whose contents it could look at.", KO: "여러분의 답: %[1]s = %[2]s. `ls`에 이름이 보이기는 해요 ✓ 하지만 이름뿐이에요. 그 너머에는 커널이 내용을 들여다볼 파일이 없어요."},
	},
	{
		ID:       "chroot.enoent.not-executable",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The file is there ✓, and the kernel has not even opened it to read what is in it: the rights came first.", KO: "여러분의 답: %[1]s = %[2]s. 파일은 있어요 ✓ 그런데 커널은 내용을 읽어 보지도 않았어요. 권한을 먼저 보거든요."},
	},
	{
		ID:       "chroot.enoent.interpreter",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The file is there ✓ and is text; ENOENT is about the program that is to read that text, and the whole path of that program is what the first line says.", KO: "여러분의 답: %[1]s = %[2]s. 파일은 있고 ✓ 텍스트예요. ENOENT는 그 텍스트를 읽을 프로그램을 두고 하는 말이고, 그 프로그램의 경로는 첫 줄에 적힌 그대로예요."},
	},
	{
		ID:       "chroot.enoent.line-end",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The file is there ✓, and so is /bin/sh ✓, but the kernel takes every byte up to the newline for the path: look at the last one.", KO: "여러분의 답: %[1]s = %[2]s. 파일도 있고 ✓ /bin/sh도 있어요 ✓ 하지만 커널은 줄바꿈 앞의 모든 바이트를 경로로 읽어요. 마지막 바이트를 보세요."},
	},
	{
		ID:       "chroot.enoent.loader",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The file is there ✓, its interpreter is not: ENOENT is about the path in the program's PT_INTERP, which the kernel starts in its place. Libraries are looked for later, and by another.", KO: "여러분의 답: %[1]s = %[2]s. 파일은 있어요 ✓ 그런데 인터프리터가 없어요. ENOENT는 프로그램의 PT_INTERP에 적힌 경로를 두고 하는 말이고, 커널은 프로그램 대신 그것을 시작해요. 라이브러리는 그다음에, 커널이 아닌 다른 누군가가 찾아요."},
	},
	{
		ID:       "chroot.enoent.architecture",
		Expected: found,
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The file is there ✓ and may be executed ✓, and the kernel has read its header: that is where it stopped. No other file is missing.", KO: "여러분의 답: %[1]s = %[2]s. 파일도 있고 ✓ 실행 권한도 있어요 ✓ 커널은 헤더를 읽고 거기서 멈췄어요. 없는 파일은 없어요."},
	},
}
