//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Do the step in your mind on two machines. Whatever could make the two layers differ has to be in the key; whatever could not must stay out, or the cache is never used.",
		KO: "머릿속으로 두 머신에서 그 단계를 해 보세요. 두 레이어를 다르게 만들 수 있는 것은 키에 있어야 하고, 그럴 수 없는 것은 없어야 해요. 그러지 않으면 캐시를 쓸 일이 없어요.",
	},
	{
		EN: "crypto/sha256, filepath.WalkDir (in which order does it go?), filepath.Rel, os.Readlink. A hash sees one row of bytes: fmt's %q, or a length before each part, tells it where one ends.",
		KO: "crypto/sha256, filepath.WalkDir(어떤 순서로 갈까요?), filepath.Rel, os.Readlink. 해시는 바이트가 한 줄로 늘어선 것만 봐요. fmt의 %q나 앞에 적은 길이가 어디서 끝나는지 알려 줘요.",
	},
	{
		EN: "1. into the hash: parent and instruction, quoted  2. then for each path below src, in the order of names: the name from src on, quoted; type and mode; for a file the sum of its content, for a link its target, quoted  3. return the hash in hexadecimal",
		KO: "1. 해시에 parent와 instruction을 따옴표로 묶어서 넣기  2. src 아래의 경로마다 이름순으로 넣기: 따옴표로 묶은 이름(src 아래부터), 종류와 모드, 파일이면 내용의 합, 링크면 따옴표로 묶은 가리키는 곳  3. 해시를 16진수로 돌려주기",
	},
}

var (
	another = grade.Text{EN: "another key", KO: "다른 키"}
	sameKey = grade.Text{EN: "the same key", KO: "같은 키"}
)

var mistakes = []grade.Mistake{
	{
		ID:       "img.cache.no-key",
		Expected: grade.Text{EN: "one word on stdout, and exit status 0", KO: "표준 출력에 낱말 하나, 종료 상태 0"},
		So:       grade.Text{EN: "the program was run ✓, but no key came out. In a directory that is copied there may be anything, also links that lead nowhere.", KO: "프로그램은 실행됐어요 ✓ 하지만 키가 나오지 않았어요. 복사할 디렉터리에는 무엇이든 있을 수 있어요. 가리키는 것이 없는 링크도요."},
	},
	{
		ID:       "img.cache.unstable",
		Expected: sameKey,
		So:       grade.Text{EN: "there is a key ✓, but an equal step gets another one each time, or wherever its files are: the cache is filled and never used.", KO: "키가 있어요 ✓ 하지만 똑같은 단계인데 할 때마다, 또는 파일이 어디 있느냐에 따라 키가 달라요. 캐시를 채우기만 하고 쓰지는 못해요."},
	},
	{
		ID:       "img.cache.time",
		Expected: sameKey,
		So:       grade.Text{EN: "equal steps have equal keys ✓, as long as nobody touches a file: every fresh clone has new times, and builds everything again. Builders set or ignore the times of what they copy.", KO: "똑같은 단계는 키가 같아요 ✓ 하지만 아무도 파일을 touch하지 않을 때만 그래요. 새로 클론하면 시각이 모두 새것이라 전부 다시 빌드해요. 빌더는 복사하는 파일의 시각을 정해 두거나 무시해요."},
	},
	{
		ID:       "img.cache.parent",
		Expected: another,
		So:       grade.Text{EN: "equal steps have equal keys ✓, but so has this one on top of another image: a security update below would never get in.", KO: "똑같은 단계는 키가 같아요 ✓ 하지만 다른 이미지 위에서 한 단계도 키가 같아요. 아래 이미지의 보안 업데이트가 영영 들어오지 못해요."},
	},
	{
		ID:       "img.cache.instruction",
		Expected: another,
		So:       grade.Text{EN: "equal steps have equal keys ✓, but so has another instruction with the same files.", KO: "똑같은 단계는 키가 같아요 ✓ 하지만 같은 파일로 다른 일을 하는 단계도 키가 같아요."},
	},
	{
		ID:       "img.cache.content",
		Expected: another,
		So:       grade.Text{EN: "equal steps have equal keys ✓, but a changed file does not change the key: the program that was mended yesterday is built into today's image as it was before.", KO: "똑같은 단계는 키가 같아요 ✓ 하지만 파일을 바꿔도 키가 바뀌지 않아요. 어제 고친 프로그램이 오늘 이미지에는 고치기 전 그대로 들어가요."},
	},
	{
		ID:       "img.cache.name",
		Expected: another,
		So:       grade.Text{EN: "the content of files is in the key ✓, but not all that there is by name: the layer would have a file at another place, or none.", KO: "파일의 내용이 키에 있어요 ✓ 하지만 무엇이 어떤 이름으로 있는지가 빠졌어요. 레이어에서는 파일이 다른 자리에 있거나 없게 돼요."},
	},
	{
		ID:       "img.cache.mode",
		Expected: another,
		So:       grade.Text{EN: "names and content are in the key ✓, but a program that may be run and one that may not have the same one. `chmod +x`, build, and still \"permission denied\".", KO: "이름과 내용이 키에 있어요 ✓ 하지만 실행할 수 있는 프로그램과 없는 프로그램의 키가 같아요. `chmod +x`를 하고 빌드해도 여전히 \"permission denied\"예요."},
	},
	{
		ID:       "img.cache.permissions",
		Expected: another,
		So:       grade.Text{EN: "who may execute a file is in the key ✓, but not who may read or write it: a secret that only its owner may read, and one that everybody may, are one step.", KO: "실행할 수 있는지는 키에 있어요 ✓ 하지만 누가 읽고 쓸 수 있는지가 빠졌어요. 주인만 읽을 수 있는 비밀과 누구나 읽을 수 있는 비밀이 같은 단계가 돼요."},
	},
	{
		ID:       "img.cache.symlink",
		Expected: another,
		So:       grade.Text{EN: "names, content and modes are in the key ✓, but not where a symbolic link leads. A link is copied as a link: its target is its content, whatever is there.", KO: "이름과 내용과 모드가 키에 있어요 ✓ 하지만 심볼릭 링크가 가리키는 곳이 빠졌어요. 링크는 링크로 복사돼요. 거기 무엇이 있든, 가리키는 곳이 링크의 내용이에요."},
	},
	{
		ID:       "img.cache.border",
		Expected: another,
		So:       grade.Text{EN: "all that matters goes into the key ✓, but as one row of bytes: where one part ends and the next one begins is not in it, so two different steps have one key. With a bit of skill somebody finds a pair that hurts.", KO: "중요한 것이 모두 키에 들어가요 ✓ 하지만 바이트가 한 줄로 이어져 있어서, 한 부분이 어디서 끝나고 다음 부분이 어디서 시작하는지가 없어요. 그래서 서로 다른 두 단계의 키가 같아요. 솜씨 있는 사람은 해로운 쌍을 찾아내요."},
	},
}
