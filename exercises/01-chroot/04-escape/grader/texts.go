//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "\"..\" is stopped at one place only: the process's root directory. What if the process never comes past that place?",
		KO: "\"..\"이 막히는 곳은 단 하나, 프로세스의 루트 디렉터리예요. 프로세스가 그곳을 지나갈 일이 없다면 어떻게 될까요?",
	},
	{
		EN: "chroot(2) may be called again, by root. Read in its DESCRIPTION what it does not change, and in path_resolution(7) how \"..\" is looked up.",
		KO: "root라면 chroot(2)를 한 번 더 부를 수 있어요. 그것이 바꾸지 않는 것이 무엇인지는 man 2 chroot의 DESCRIPTION에서, \"..\"을 어떻게 찾는지는 path_resolution(7)에서 읽어 보세요.",
	},
	{
		EN: "make a directory x; root directory := x, working directory stays above it; go to \"..\" until \"..\" is the same directory as \".\"; root directory := \".\"",
		KO: "디렉터리 x를 만들고, 루트 디렉터리 := x (작업 디렉터리는 그 위에 남아요). \"..\"과 \".\"이 같은 디렉터리가 될 때까지 \"..\"으로 올라가고, 루트 디렉터리 := \".\"",
	},
}

var (
	printed   = grade.Text{EN: "the words of the host's file on stdout", KO: "stdout에 호스트 파일의 내용"}
	top       = grade.Text{EN: "root -> /, the host's", KO: "root -> / (호스트의 것)"}
	aboveRoot = grade.Text{EN: "a working directory outside of the root directory", KO: "루트 디렉터리 바깥에 있는 작업 디렉터리"}
)

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.escape.one-root",
		Expected: aboveRoot,
		So: grade.Text{
			EN: "the root directory is still the one you began with, and the working directory is inside of it. There \"..\" of the root directory is the root directory, however often it is asked for and in whatever path.",
			KO: "루트 디렉터리가 처음 그대로이고 작업 디렉터리도 그 안에 있어요. 이 상태에서는 몇 번을, 어떤 경로로 물어도 루트 디렉터리의 \"..\"은 루트 디렉터리 자신이에요.",
		},
	},
	{
		ID:       "chroot.escape.still-inside",
		Expected: aboveRoot,
		So: grade.Text{
			EN: "the root directory moved down ✓, but the working directory went along. Both are in the inner directory now, and \"..\" is stopped there.",
			KO: "루트 디렉터리는 아래로 옮겼어요 ✓ 그런데 작업 디렉터리도 함께 따라갔어요. 이제 둘 다 안쪽 디렉터리에 있어서 \"..\"이 거기서 막혀요.",
		},
	},
	{
		ID:       "chroot.escape.short",
		Expected: top,
		So: grade.Text{
			EN: "the working directory is above the root directory ✓, so nothing stops the walk; it ended by itself after %[1]s of %[2]s levels. How deep it lies, a prisoner does not know.",
			KO: "작업 디렉터리를 루트 디렉터리보다 위에 두었어요 ✓ 그래서 막는 것이 없는데, %[2]s단계 중 %[1]s단계만 올라가고 멈췄어요. 갇힌 쪽은 자기가 얼마나 깊이 있는지 몰라요.",
		},
	},
	{
		ID:       "chroot.escape.not-up",
		Expected: top,
		So: grade.Text{
			EN: "the working directory is at the top of the host ✓: you are out. But an absolute path begins at the root directory, and that is still inside.",
			KO: "작업 디렉터리는 호스트의 맨 위에 닿았어요 ✓ 빠져나온 거예요. 하지만 절대 경로는 루트 디렉터리에서 시작하고, 그것은 아직 안에 있어요.",
		},
	},
	{
		ID:       "chroot.escape.endless",
		Expected: grade.Text{EN: "a walk that ends at the top", KO: "꼭대기에서 끝나는 걸음"},
		So: grade.Text{
			EN: "the working directory is the host's / ✓, you have arrived, and the program walks on without end: \"..\" of the topmost directory is that directory itself, so no step up ever fails.",
			KO: "작업 디렉터리가 호스트의 /예요 ✓ 이미 다 왔는데도 프로그램이 끝없이 걸어요. 맨 위 디렉터리의 \"..\"은 자기 자신이라서, 위로 올라가는 걸음은 결코 실패하지 않아요.",
		},
	},
	{
		ID:       "chroot.escape.no-return",
		Expected: printed,
		So: grade.Text{
			EN: "the program ended well ✓, but main never came to read the file: escape did not return to it.",
			KO: "프로그램은 정상적으로 끝났어요 ✓ 하지만 escape가 돌아오지 않아서 main이 파일을 읽지 못했어요.",
		},
	},
	{
		ID:       "chroot.escape.faked",
		Expected: printed,
		So: grade.Text{
			EN: "something was printed, but not what the file says. Its words are new at every check, so who has not read it cannot know them.",
			KO: "무언가 출력됐지만 파일의 내용이 아니에요. 내용은 검사할 때마다 새로 만들어서, 읽지 않고는 알 수 없어요.",
		},
	},
}
