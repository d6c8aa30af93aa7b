//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noOverlay = grade.Text{
	EN: "this check mounts overlays on a tmpfs inside a user namespace, and this kernel does not allow that: before Linux 5.11, or where a security module forbids it. `workshop doctor` tells what there is.",
	KO: "이 검사는 사용자 네임스페이스 안의 tmpfs에서 오버레이를 마운트하는데, 이 커널에서는 할 수 없어요. Linux 5.11보다 오래됐거나 보안 모듈이 막고 있어요. 무엇이 있는지는 `workshop doctor`가 알려 줘요.",
}

var apart = grade.Text{EN: "containers that share the image's files, and nothing that they write", KO: "이미지의 파일은 함께 쓰고, 쓴 것은 저마다 따로 갖는 컨테이너"}

var hints = [3]grade.Text{
	{
		EN: "An overlay's lower directories are only read: a hundred overlays can have the same ones. What is written, and what the kernel needs for that, belongs to one overlay alone.",
		KO: "오버레이의 lower 디렉터리는 읽기만 해요. 그래서 오버레이 백 개가 같은 것을 가질 수 있어요. 쓰는 것과 그에 필요한 것은 오버레이 하나에만 속해요.",
	},
	{
		EN: "Your mountOverlay of 04/overlay does nearly all of it. docs.kernel.org/filesystems/overlayfs.html, \"Sharing and copying layers\": what may be shared between mounts and what may not.",
		KO: "04/overlay에서 쓴 mountOverlay가 거의 다 해요. docs.kernel.org/filesystems/overlayfs.html의 \"Sharing and copying layers\"에 마운트들이 무엇을 함께 써도 되고 무엇은 안 되는지가 있어요.",
	},
	{
		EN: "1. make dir/upper, dir/work and dir/root  2. join the layers, the last one first, with colons  3. mount an overlay on dir/root with them as lowerdir, and this container's upper and work",
		KO: "1. dir/upper, dir/work, dir/root 만들기  2. 레이어를 마지막 것부터 콜론으로 잇기  3. 그것을 lowerdir로, 이 컨테이너의 upper와 work를 더해 dir/root에 오버레이 마운트",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "img.isolation.not-prepared",
		Expected: grade.Text{EN: "A/root, with the image's files", KO: "이미지의 파일이 있는 A/root"},
		So:       grade.Text{EN: "the program was run ✓, but the first container has no root directory yet.", KO: "프로그램은 실행됐어요 ✓ 하지만 첫 컨테이너의 루트 디렉터리가 아직 없어요."},
	},
	{
		ID:       "img.isolation.incomplete",
		Expected: grade.Text{EN: "the files of all layers, the top's where two have one", KO: "모든 레이어의 파일. 둘 다 가진 파일은 위쪽 레이어의 것"},
		So:       grade.Text{EN: "the container has a root directory ✓, but not the image in it as its layers make it.", KO: "컨테이너의 루트 디렉터리는 있어요 ✓ 하지만 레이어들이 만드는 이미지가 그대로 들어 있지 않아요."},
	},
	{
		ID:       "img.isolation.copied",
		Expected: grade.Text{EN: "hardly anything more on the disk", KO: "디스크를 거의 더 쓰지 않음"},
		So:       grade.Text{EN: "the container has the image's files ✓, but it has its own copy of each: a hundred containers take up a hundred images, and each start waits for a copy.", KO: "컨테이너에 이미지의 파일이 있어요 ✓ 하지만 모두 따로 복사한 것이에요. 컨테이너 백 개가 이미지 백 개만큼 자리를 차지하고, 시작할 때마다 복사를 기다려야 해요."},
	},
	{
		ID:       "img.isolation.only-one",
		Expected: grade.Text{EN: "a root directory for %[1]s, beside A's", KO: "A의 것과 나란히 있는 %[1]s의 루트 디렉터리"},
		So:       grade.Text{EN: "the first container is there ✓, but while it is, no second one of the same image can be.", KO: "첫 컨테이너는 있어요 ✓ 하지만 그것이 있는 동안 같은 이미지로 두 번째를 만들 수 없어요."},
	},
	{
		ID:       "img.isolation.shared-work",
		Expected: grade.Text{EN: "a work directory of its own for each overlay", KO: "오버레이마다 따로 있는 작업 디렉터리"},
		So:       grade.Text{EN: "each container writes to an upper directory of its own ✓, but the place for half-made files is one for both: the later mount empties it while the earlier one uses it, and then A can change no file of the image any more. The kernel allows it, with a warning in its log.", KO: "컨테이너마다 자기 upper에 써요 ✓ 하지만 두 오버레이가 만들다 만 파일이 한곳에 있어요. 나중 마운트가 먼저 것이 쓰고 있는 작업 디렉터리를 비우고, 그러면 A는 이미지의 파일을 더는 바꿀 수 없어요. 커널은 로그에 경고만 남기고 허용해요."},
	},
	{
		ID:       "img.isolation.one-upper",
		Expected: grade.Text{EN: "an upper directory of its own for each overlay", KO: "오버레이마다 따로 있는 upper 디렉터리"},
		So:       grade.Text{EN: "both containers have the image's files ✓, but what they write goes to one directory. Two mounts of one upper are not what overlay is made for: it promises nothing for them, and here A cannot write any more.", KO: "두 컨테이너 모두 이미지의 파일이 있어요 ✓ 하지만 둘이 쓰는 것이 한 디렉터리로 가요. 오버레이는 upper 하나를 두 번 마운트하라고 만든 것이 아니라서 아무것도 보장하지 않아요. 여기서는 A가 더는 쓸 수 없어요."},
	},
	{
		ID:       "img.isolation.not-writable",
		Expected: grade.Text{EN: "A writes, changes and removes files in its root", KO: "A가 자기 루트에서 파일을 쓰고 바꾸고 지움"},
		So:       grade.Text{EN: "both containers have the image's files ✓, but a program in A cannot change them.", KO: "두 컨테이너 모두 이미지의 파일이 있어요 ✓ 하지만 A의 프로그램이 파일을 바꿀 수 없어요."},
	},
	{
		ID:       "img.isolation.image-changed",
		Expected: grade.Text{EN: "layers as they were before", KO: "전과 똑같은 레이어"},
		So:       grade.Text{EN: "the containers are there ✓ and A can write ✓, but it has written to the image itself. Every container of it, running or yet to come, has A's files now, and the layer no longer is what its digest says.", KO: "컨테이너가 있고 ✓ A가 쓸 수 있어요 ✓ 하지만 이미지 자체에 썼어요. 실행 중이든 앞으로 만들 것이든 같은 이미지의 모든 컨테이너가 이제 A의 파일을 갖고, 레이어는 더는 다이제스트가 말하는 것이 아니에요."},
	},
	{
		ID:       "img.isolation.shared-upper",
		Expected: grade.Text{EN: "in %[1]s the image, as if A were not there", KO: "%[1]s에는 A가 없는 것과 똑같은 이미지"},
		So:       grade.Text{EN: "the image is as it was ✓ and A has what it wrote ✓, but so has %[1]s: they write to one place.", KO: "이미지는 그대로이고 ✓ A에는 A가 쓴 것이 있어요 ✓ 하지만 %[1]s에도 있어요. 둘이 한곳에 쓰고 있어요."},
	},
	{
		ID:       "img.isolation.elsewhere",
		Expected: grade.Text{EN: "an upper directory in DIR", KO: "DIR 안에 있는 upper 디렉터리"},
		So:       grade.Text{EN: "the containers do not disturb each other ✓, but what A writes is not in A's own directory. Whoever removes a container removes that one, and what is elsewhere stays for ever.", KO: "컨테이너끼리 서로 건드리지 않아요 ✓ 하지만 A가 쓴 것이 A의 디렉터리에 있지 않아요. 컨테이너를 지우는 쪽은 그 디렉터리를 지우니까, 다른 곳에 있는 것은 계속 남아요."},
	},
}
