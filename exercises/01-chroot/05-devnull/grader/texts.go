//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A device node is two numbers that name a driver. Who may write those numbers down can reach every disk, so the kernel lets few do it. But a device that is there already may be shown at a second place.",
		KO: "장치 노드는 드라이버를 가리키는 숫자 두 개예요. 이 숫자를 마음대로 적을 수 있으면 모든 디스크에 닿을 수 있어서 커널은 아무에게나 허락하지 않아요. 하지만 이미 있는 장치를 다른 곳에서도 보이게 하는 것은 괜찮아요.",
	},
	{
		EN: "mount(2) with MS_BIND works on a single file, too; in Go it is unix.Mount. What it mounts on must exist and be of the same kind: no directory.",
		KO: "mount(2)의 MS_BIND는 파일 하나에도 쓸 수 있어요. Go에서는 unix.Mount예요. 마운트할 자리는 미리 있어야 하고, 같은 종류여야 해요. 디렉터리는 안 돼요.",
	},
	{
		EN: "for each of the six names: make an empty file root/dev/NAME, unless one is there; bind /dev/NAME on it. Do it in this goroutine.",
		KO: "여섯 이름마다: root/dev/NAME에 빈 파일이 없으면 만들고, 그 위에 /dev/NAME을 바인드해요. 지금의 고루틴에서 하세요.",
	},
}

var (
	running = grade.Text{EN: "the command running in its new root", KO: "새 루트에서 실행 중인 명령"}
	device  = grade.Text{EN: "a character device", KO: "문자 장치"}
)

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.devnull.leaked",
		Expected: grade.Text{EN: "mounts in the container's mount namespace only", KO: "컨테이너의 마운트 네임스페이스 안에만 있는 마운트"},
		So: grade.Text{
			EN: "devices were mounted ✓, but in the host's mount namespace, where they stay when the container is gone. A mount namespace belongs to a thread, and only the thread that main came on has the new one.",
			KO: "장치를 마운트하기는 했어요 ✓ 그런데 호스트의 마운트 네임스페이스에 해서, 컨테이너가 끝나도 그대로 남아요. 마운트 네임스페이스는 스레드에 속하고, main이 실행되던 스레드만 새것을 갖고 있어요.",
		},
	},
	{
		ID:       "chroot.devnull.mknod-only",
		Expected: running,
		So: grade.Text{
			EN: "making a device node was refused: root of a user namespace, which your program is here, may not. A node is only a number and would reach any disk of the machine. The devices that are needed exist already, in the host's /dev.",
			KO: "장치 노드를 만들려다 거부당했어요. 여러분의 프로그램은 여기서 사용자 네임스페이스의 root이고, 그런 root에게는 허락되지 않아요. 노드는 숫자일 뿐이라 머신의 어떤 디스크에도 닿을 수 있기 때문이에요. 필요한 장치는 호스트의 /dev에 이미 있어요.",
		},
	},
	{
		ID:       "chroot.devnull.no-mount-point",
		Expected: running,
		So: grade.Text{
			EN: "the idea to mount ✓; but a mount covers something that is there, and makes nothing. In R/dev there is no file of the device's name to be covered.",
			KO: "마운트하려는 생각은 맞아요 ✓ 하지만 마운트는 이미 있는 것을 덮을 뿐, 새로 만들지 않아요. R/dev에는 덮을 수 있는 그 이름의 파일이 없어요.",
		},
	},
	{
		ID:       "chroot.devnull.not-started",
		Expected: running,
		So: grade.Text{
			EN: "the command never ran, so there is nothing to look at yet. The program's own words are above.",
			KO: "명령이 아예 실행되지 않아서 아직 살펴볼 것이 없어요. 위의 줄이 프로그램이 한 말이에요.",
		},
	},
	{
		ID:       "chroot.devnull.whole-dev",
		Expected: grade.Text{EN: "the six devices, and nothing else of the host's /dev", KO: "장치 여섯 개만 있고, 호스트의 /dev에 있는 다른 것은 없음"},
		So: grade.Text{
			EN: "the devices are there ✓, and so is all the rest of the host's /dev: its disks and terminals too.",
			KO: "장치는 있어요 ✓ 하지만 호스트의 /dev에 있는 나머지도 전부, 디스크와 터미널까지 보여요.",
		},
	},
	{
		ID:       "chroot.devnull.regular-file",
		Expected: grade.Text{EN: "%[1]s, a character device", KO: "문자 장치인 %[1]s"},
		So: grade.Text{
			EN: "the command ran in its root ✓, but %[1]s is an ordinary file. It has the name and no driver behind it: what is written to it is kept, and takes room.",
			KO: "명령은 자기 루트에서 실행됐어요 ✓ 하지만 %[1]s 자리에는 일반 파일이 있어요. 이름만 있고 뒤에 드라이버가 없어서, 쓴 내용이 버려지지 않고 그대로 쌓여요.",
		},
	},
	{
		ID:       "chroot.devnull.missing",
		Expected: grade.Text{EN: "null, zero, full, random, urandom and tty in /dev", KO: "/dev에 null, zero, full, random, urandom, tty"},
		So: grade.Text{
			EN: "the command ran in its root ✓, but not all six are there: programs that ask for %[1]s fail, or make a file of that name.",
			KO: "명령은 자기 루트에서 실행됐어요 ✓ 하지만 여섯 개가 다 있지는 않아요. %[1]s 장치를 찾는 프로그램은 실패하거나 그 이름으로 파일을 만들어 버려요.",
		},
	},
	{
		ID:       "chroot.devnull.wrong-device",
		Expected: grade.Text{EN: "%[1]s, device %[2]s", KO: "%[1]s, 장치 %[2]s"},
		So: grade.Text{
			EN: "%[1]s is a device ✓, but another one than its name says. The name means nothing to the kernel; the two numbers choose the driver.",
			KO: "%[1]s 자리에 장치가 있어요 ✓ 하지만 이름과 다른 장치예요. 커널에게 이름은 아무 뜻이 없고, 숫자 두 개가 드라이버를 정해요.",
		},
	},
	{
		ID:       "chroot.devnull.not-usable",
		Expected: grade.Text{EN: "each device can be opened inside", KO: "안에서 모든 장치를 열 수 있음"},
		So: grade.Text{
			EN: "the six devices are in place ✓, but the kernel refuses to open one. What is mounted can be usable for files and not for devices.",
			KO: "장치 여섯 개가 제자리에 있어요 ✓ 하지만 커널이 여는 것을 거부해요. 마운트에 따라 파일은 쓸 수 있어도 장치는 쓸 수 없을 때가 있어요.",
		},
	},
	{
		ID:       "chroot.devnull.symlink",
		Expected: grade.Text{EN: "%[1]s, a character device", KO: "문자 장치인 %[1]s"},
		So: grade.Text{
			EN: "the command ran in its root ✓, but %[1]s is a symbolic link, and inside nothing is where it leads: %[2]s is looked up below the new root, by whoever follows it, and not on the host.",
			KO: "명령은 자기 루트에서 실행됐어요 ✓ 하지만 %[1]s 자리에는 심볼릭 링크가 있고, 안에서 그것이 가리키는 곳에는 아무것도 없어요. %[2]s 경로는 호스트가 아니라 따라가는 쪽의 새 루트에서 찾아요.",
		},
	},
	{
		ID:       "chroot.devnull.sticky",
		Expected: grade.Text{EN: "each device can be opened inside", KO: "안에서 모든 장치를 열 수 있음"},
		So: grade.Text{
			EN: "the six devices are in place ✓, but /dev is a directory like /tmp: everybody may write to it, with the sticky bit. There the kernel lets nobody open with O_CREAT, as a shell's > does, what belongs to another user, and a device of the host belongs to the host's root. That is the mode of a tmpfs for which none was asked.",
			KO: "장치 여섯 개가 제자리에 있어요 ✓ 하지만 /dev가 /tmp 같은 디렉터리예요. 모두가 쓸 수 있고 스티키 비트가 있어요. 그런 곳에서 다른 사용자의 것을 O_CREAT로 열면(셸의 >가 그렇게 해요) 커널이 거부하는데, 호스트의 장치는 호스트 root의 것이에요. 모드를 정하지 않은 tmpfs가 이런 모드예요.",
		},
	},
	{
		ID:       "chroot.devnull.second-run",
		Expected: grade.Text{EN: "a second container in the same root", KO: "같은 루트에서 실행되는 두 번째 컨테이너"},
		So: grade.Text{
			EN: "the first container had its devices ✓. Its mounts went with it, but what you made in R/dev is on the disk and still there, and the second call trips over it.",
			KO: "첫 번째 컨테이너에는 장치가 있었어요 ✓ 마운트는 컨테이너와 함께 사라졌지만, R/dev에 만든 것은 디스크에 남아 있어서 두 번째 호출이 거기에 걸려요.",
		},
	},
}
