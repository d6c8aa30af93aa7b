//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Two lists of the same things. One is written by whoever builds and begins with what was there first; the other is read by whoever looks for a file, and begins with where he looks first.",
		KO: "같은 것을 적은 목록이 둘이에요. 하나는 만드는 쪽이 쓰는 목록이라 맨 처음에 있던 것부터 시작해요. 다른 하나는 파일을 찾는 쪽이 읽는 목록이라 맨 먼저 찾아볼 곳부터 시작해요.",
	},
	{
		EN: "OCI image specification, manifest.md: `layers`, and what it says of their order. Documentation/filesystems/overlayfs.rst of the kernel, \"Multiple lower layers\". `go doc encoding/json.Unmarshal`, `go doc strings.Cut`.",
		KO: "OCI 이미지 스펙 manifest.md의 `layers`와 그 순서에 대한 설명. 커널 문서 Documentation/filesystems/overlayfs.rst의 \"Multiple lower layers\". `go doc encoding/json.Unmarshal`, `go doc strings.Cut`.",
	},
	{
		EN: "of the manifest, the digests of its layers.  of each, what comes after the colon; dir, a slash and that is its directory.  from the last one to the first, with a colon between each two.",
		KO: "매니페스트에서 레이어의 다이제스트를 꺼내요.  각각 콜론 뒤의 부분을 떼어, dir과 슬래시를 앞에 붙이면 그 디렉터리예요.  마지막 것부터 첫째 것까지, 사이마다 콜론을 넣어요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "img.order.nothing",
		Expected: grade.Text{EN: "lowerdir= and a list of directories", KO: "lowerdir=과 디렉터리 목록"},
		So:       grade.Text{EN: "this is a manifest as registries have it, all its layers are unpacked, and there is no answer, or one without their directories.", KO: "레지스트리에 있는 것과 같은 매니페스트이고 레이어도 모두 풀려 있는데, 답이 나오지 않았거나 답에 레이어의 디렉터리가 없어요."},
	},
	{
		ID:       "img.order.algorithm",
		Expected: grade.Text{EN: "directories that are there: DIR and the digits of a digest", KO: "실제로 있는 디렉터리: DIR과 다이제스트의 숫자 부분"},
		So:       grade.Text{EN: "the digests were found ✓. To overlay a colon ends one directory and begins the next, and the digest has one in it: the directories are called like its digits alone.", KO: "다이제스트는 찾았어요 ✓ 오버레이에게 콜론은 디렉터리 하나가 끝나고 다음이 시작한다는 뜻인데, 다이제스트 안에 콜론이 있어요. 디렉터리의 이름은 그 숫자 부분뿐이에요."},
	},
	{
		ID:       "img.order.whole-option",
		Expected: grade.Text{EN: "the value of one option", KO: "옵션 하나의 값"},
		So:       grade.Text{EN: "there is an answer ✓, with more in it than was asked for. main.go writes lowerdir= in front of what the function returns, and the other options belong to whoever mounts.", KO: "답은 있는데 ✓ 달라고 한 것보다 많아요. lowerdir=은 main.go가 함수가 돌려준 것 앞에 붙이고, 다른 옵션은 마운트하는 쪽의 것이에요."},
	},
	{
		ID:       "img.order.not-mounted",
		Expected: grade.Text{EN: "an option that the kernel takes", KO: "커널이 받아들이는 옵션"},
		So:       grade.Text{EN: "there is an answer ✓, and the kernel cannot mount it: what it takes for a directory is none, or is there twice. Between two options stands a comma, between two directories of lowerdir something else.", KO: "답은 있는데 ✓ 커널이 마운트하지 못해요. 커널이 디렉터리라고 여긴 것이 디렉터리가 아니거나, 같은 것이 두 번 있어요. 쉼표는 옵션과 옵션 사이에 쓰고, lowerdir의 디렉터리 사이에는 다른 것을 써요."},
	},
	{
		ID:       "img.order.config",
		Expected: grade.Text{EN: "the directories of the layers, and no other", KO: "레이어의 디렉터리만"},
		So:       grade.Text{EN: "the kernel mounts it ✓. One of the directories is not a layer's: a manifest has other digests as well, such as that of the configuration.", KO: "커널이 마운트해요 ✓ 그런데 디렉터리 하나가 레이어의 것이 아니에요. 매니페스트에는 설정의 것처럼 다른 다이제스트도 있어요."},
	},
	{
		ID:       "img.order.incomplete",
		Expected: grade.Text{EN: "%[1]s of layer %[2]s", KO: "레이어 %[2]s의 %[1]s"},
		So:       grade.Text{EN: "there are directories of layers in it ✓, and not of all layers: what is in the others is nowhere to be found.", KO: "레이어의 디렉터리가 들어 있어요 ✓ 그런데 모든 레이어는 아니에요. 빠진 레이어에 있는 것은 어디에도 없어요."},
	},
	{
		ID:       "img.order.order",
		Expected: grade.Text{EN: "%[1]s", KO: "%[1]s"},
		So:       grade.Text{EN: "the kernel mounts it, and all layers are in it ✓. But a lower one hides a higher one: the leftmost directory of lowerdir is the top, and the first layer of a manifest the base. What a later step of the build has changed is not seen.", KO: "커널이 마운트하고 레이어도 다 들어 있어요 ✓ 그런데 아래 레이어가 위 레이어를 가려요. lowerdir에서는 맨 왼쪽이 맨 위이고, 매니페스트에서는 첫째가 바탕이에요. 빌드의 뒤 단계가 바꾼 것이 보이지 않아요."},
	},
}
