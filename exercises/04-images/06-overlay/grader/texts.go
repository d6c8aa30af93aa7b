//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var noOverlay = grade.Text{
	EN: "this check mounts an overlay on a tmpfs inside a user namespace, and this kernel does not allow that: before Linux 5.11, or where a security module forbids it. `workshop doctor` tells what there is.",
	KO: "이 검사는 사용자 네임스페이스 안의 tmpfs에서 오버레이를 마운트하는데, 이 커널에서는 할 수 없어요. Linux 5.11보다 오래됐거나 보안 모듈이 막고 있어요. 무엇이 있는지는 `workshop doctor`가 알려 줘요.",
}

var asOne = grade.Text{EN: "an overlay that shows the layers as one, and takes what is written", KO: "레이어를 하나로 보여 주고, 쓰는 것을 받아 주는 오버레이"}

var hints = [3]grade.Text{
	{
		EN: "An overlay has directories that are only read (lower), one that is written (upper), and one that is the kernel's own workplace. It lists the lower ones in the order in which one looks down on them.",
		KO: "오버레이에는 읽기만 하는 디렉터리들(lower), 쓰는 디렉터리 하나(upper), 커널이 혼자 쓰는 작업장 하나가 있어요. lower는 위에서 내려다보는 순서로 적어요.",
	},
	{
		EN: "mount(2) with the type overlay; the options are its data argument: lowerdir, upperdir, workdir, userxattr. docs.kernel.org/filesystems/overlayfs.html: \"Upper and Lower\", \"Multiple lower layers\" (there is a sentence about colons), \"User xattr\". `dmesg` tells what EINVAL does not.",
		KO: "type이 overlay인 mount(2). 옵션은 data 인자로 넘겨요. lowerdir, upperdir, workdir, userxattr. docs.kernel.org/filesystems/overlayfs.html의 \"Upper and Lower\", \"Multiple lower layers\"(콜론에 관한 문장이 있어요), \"User xattr\". EINVAL이 말해 주지 않는 것은 `dmesg`가 알려 줘요.",
	},
	{
		EN: "1. make dir/upper and, beside it, a directory for the kernel  2. for each layer, from the last to the first: its path, with a backslash before each colon  3. join them with colons  4. mount(\"overlay\", merged, \"overlay\", 0, \"userxattr,lowerdir=…,upperdir=…,workdir=…\")",
		KO: "1. dir/upper와, 그 옆에 커널이 쓸 디렉터리를 만들기  2. 마지막 레이어부터 첫 레이어까지 차례로: 경로의 콜론마다 앞에 백슬래시  3. 콜론으로 잇기  4. mount(\"overlay\", merged, \"overlay\", 0, \"userxattr,lowerdir=…,upperdir=…,workdir=…\")",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "img.overlay.not-mounted",
		Expected: grade.Text{EN: "an overlay at MERGED, in the host's mounts", KO: "호스트의 마운트 가운데 MERGED에 있는 오버레이"},
		So:       grade.Text{EN: "the program was run ✓, but when it had ended no overlay was there. Copied files are none, and a mount in a namespace of the program's own goes away with it.", KO: "프로그램은 실행됐어요 ✓ 하지만 끝난 뒤에 오버레이가 없어요. 파일을 복사한 것은 오버레이가 아니고, 프로그램만의 네임스페이스에 한 마운트는 프로그램과 함께 사라져요."},
	},
	{
		ID:       "img.overlay.no-upper",
		Expected: grade.Text{EN: "DIR/upper, before anything is mounted", KO: "마운트하기 전에 있는 DIR/upper"},
		So:       grade.Text{EN: "an overlay was asked for ✓, of directories that are not all there: the kernel makes none of those that it is given.", KO: "오버레이를 마운트하려고 했어요 ✓ 하지만 지정한 디렉터리 가운데 없는 것이 있어요. 커널은 받은 디렉터리를 만들어 주지 않아요."},
	},
	{
		ID:       "img.overlay.workdir",
		Expected: grade.Text{EN: "in DIR, besides upper, a directory that is the kernel's alone", KO: "DIR 안에, upper 말고 커널 혼자 쓰는 디렉터리가 하나 더 있음"},
		So:       grade.Text{EN: "upper is there ✓, but the kernel has no place to work at. It makes a file ready in the work directory and renames it into upper. So the two are on the same mount, and neither is the other or in the other: else its half-made files would show in the container.", KO: "upper는 있어요 ✓ 하지만 커널이 일할 자리가 없어요. 커널은 작업 디렉터리에서 파일을 다 만든 다음 upper로 이름을 바꿔 옮겨요. 그래서 둘은 같은 마운트에 있어야 하고, 서로 같거나 한쪽이 다른 쪽 안에 있으면 안 돼요. 그러면 만들다 만 파일이 컨테이너에 보일 테니까요."},
	},
	{
		ID:       "img.overlay.refused",
		Expected: asOne,
		So:       grade.Text{EN: "upper is there ✓, and another directory beside it ✓, but the kernel did not take the options as they were. Whatever is wrong with them, it says little more than EINVAL; its log says the rest.", KO: "upper가 있고 ✓ 그 옆에 디렉터리가 하나 더 있어요 ✓ 하지만 커널이 옵션을 그대로 받아들이지 않았어요. 무엇이 틀렸든 거의 EINVAL이라고만 해요. 자세한 말은 커널의 로그에 있어요."},
	},
	{
		ID:       "img.overlay.layer-missing",
		Expected: grade.Text{EN: "the files of all four layers", KO: "레이어 네 개의 파일이 모두 있음"},
		So:       grade.Text{EN: "an overlay is mounted ✓, but not every layer is in it.", KO: "오버레이는 마운트됐어요 ✓ 하지만 들어 있지 않은 레이어가 있어요."},
	},
	{
		ID:       "img.overlay.order",
		Expected: grade.Text{EN: "%[1]s", KO: "%[1]s"},
		So:       grade.Text{EN: "the overlay has the files of all layers ✓, but where two have a file of one name, the lower one's shows. A manifest begins at the bottom; lowerdir begins at the top.", KO: "오버레이에 모든 레이어의 파일이 있어요 ✓ 하지만 같은 이름의 파일이 두 레이어에 있을 때 아래쪽 것이 보여요. 매니페스트는 맨 아래부터 시작하고, lowerdir은 맨 위부터 시작해요."},
	},
	{
		ID:       "img.overlay.opaque-shown",
		Expected: grade.Text{EN: "no MERGED/d/old: layer 3 of 4 has replaced the directory", KO: "MERGED/d/old가 없음. 4개 중 3번째 레이어가 디렉터리를 통째로 바꿨음"},
		So:       grade.Text{EN: "the order is right ✓ and whiteouts hide what they should ✓, but a replaced directory shows its old content: the kernel did not look for the mark user.overlay.opaque. Unless it is told otherwise it looks for trusted.overlay.opaque, which only root of the machine may set.", KO: "순서가 맞고 ✓ 화이트아웃도 가릴 것을 가려요 ✓ 하지만 통째로 바뀐 디렉터리에 옛 내용이 보여요. 커널이 user.overlay.opaque 표시를 찾지 않았기 때문이에요. 따로 말하지 않으면 trusted.overlay.opaque를 찾는데, 그것은 머신의 root만 붙일 수 있어요."},
	},
	{
		ID:       "img.overlay.read-only",
		Expected: grade.Text{EN: "a container that can write", KO: "쓸 수 있는 컨테이너"},
		So:       grade.Text{EN: "the layers show as one ✓, but nothing can be written: an overlay of lower directories alone is read-only.", KO: "레이어가 하나로 보여요 ✓ 하지만 아무것도 쓸 수 없어요. lower 디렉터리만으로 된 오버레이는 읽기 전용이에요."},
	},
	{
		ID:       "img.overlay.image-written",
		Expected: grade.Text{EN: "layers that stay as they were", KO: "그대로 남아 있는 레이어"},
		So:       grade.Text{EN: "the layers show as one ✓ and the container can write ✓, but it writes into the image: every other container made of it sees that, and the layer's digest is not its own any more.", KO: "레이어가 하나로 보이고 ✓ 컨테이너가 쓸 수도 있어요 ✓ 하지만 이미지에 쓰고 있어요. 같은 이미지로 만든 다른 컨테이너에도 보이고, 레이어의 다이제스트도 더는 맞지 않아요."},
	},
	{
		ID:       "img.overlay.upper-elsewhere",
		Expected: grade.Text{EN: "DIR/upper/fresh", KO: "DIR/upper/fresh"},
		So:       grade.Text{EN: "the overlay works ✓ and the image stays as it was ✓, but what the container has written is not where others look for it: a commit is the tar of DIR/upper.", KO: "오버레이가 잘 되고 ✓ 이미지도 그대로예요 ✓ 하지만 컨테이너가 쓴 것이 다른 쪽에서 찾는 자리에 없어요. 커밋은 DIR/upper를 tar로 만드는 일이에요."},
	},
	{
		ID:       "img.overlay.colon",
		Expected: grade.Text{EN: "the same overlay, whatever the layers are called", KO: "레이어의 이름이 무엇이든 똑같은 오버레이"},
		So:       grade.Text{EN: "with plain names all was right ✓, but these layers are named by their digest: a colon in lowerdir is where a path ends and the next one begins.", KO: "평범한 이름으로는 모두 맞았어요 ✓ 하지만 이 레이어들의 이름은 다이제스트예요. lowerdir에서 콜론은 한 경로가 끝나고 다음 경로가 시작하는 자리예요."},
	},
}
