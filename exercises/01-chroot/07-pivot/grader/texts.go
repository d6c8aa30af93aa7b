//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var pivoted = grade.Text{EN: "a mount namespace whose root is R, without a mount or a path that leads to the host", KO: "루트가 R이고, 호스트로 이어지는 마운트나 경로가 없는 마운트 네임스페이스"}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.pivot.shared",
		Expected: grade.Text{EN: "a root mount without shared:N", KO: "shared:N이 없는 루트 마운트"},
		So:       grade.Text{EN: "the mount namespace is your own ✓, but its mounts are still shared with the host's: pivot_root refuses that (EINVAL), and what you mount or unmount happens on the host as well.", KO: "마운트 네임스페이스는 따로 생겼어요 ✓ 하지만 마운트가 아직 호스트와 공유(shared)되어 있어요. 그래서 pivot_root가 거부하고(EINVAL), 여기서 한 마운트와 언마운트가 호스트에서도 일어나요."},
	},
	{
		ID:       "chroot.pivot.leaked",
		Expected: grade.Text{EN: "the host's mounts as they were", KO: "호스트의 마운트는 그대로"},
		So:       grade.Text{EN: "a mount that was made in the container's namespace appeared on the host: it was made before the tie was cut.", KO: "컨테이너의 네임스페이스에서 만든 마운트가 호스트에도 나타났어요. 공유를 끊기 전에 만들었기 때문이에요."},
	},
	{
		ID:       "chroot.pivot.unmounted-host",
		Expected: grade.Text{EN: "the host's mounts as they were", KO: "호스트의 마운트는 그대로"},
		So:       grade.Text{EN: "what was unmounted in the container's namespace was unmounted on the host as well: at that moment not all of its mounts were cut off from the host's. Each mount is shared or private for itself, whatever the one above it is.", KO: "컨테이너의 네임스페이스에서 언마운트한 것이 호스트에서도 언마운트됐어요. 그때까지 호스트와 끊기지 않은 마운트가 있었기 때문이에요. 마운트는 하나하나가 따로 shared이거나 private이고, 위에 있는 마운트가 무엇인지는 상관없어요."},
	},
	{
		ID:       "chroot.pivot.not-a-mount-point",
		Expected: grade.Text{EN: "a line of mountinfo for %[1]s", KO: "mountinfo에 %[1]s 줄이 있음"},
		So:       grade.Text{EN: "the mounts are private ✓, but new_root is a directory of the root mount, not a mount of its own, and mounts are what pivot_root exchanges.", KO: "마운트는 private예요 ✓ 하지만 new_root가 독립된 마운트가 아니라 루트 마운트 안의 디렉터리예요. pivot_root가 맞바꾸는 것은 마운트예요."},
	},
	{
		ID:       "chroot.pivot.put-old-outside",
		Expected: grade.Text{EN: "a put_old at or underneath new_root", KO: "new_root 자신이거나 그 아래에 있는 put_old"},
		So:       grade.Text{EN: "the mounts are private ✓ and the new root is a mount point ✓, so what is left is where the old root should go: it has to be reachable from the new one.", KO: "마운트는 private이고 ✓ 새 루트는 마운트 지점이에요 ✓ 남은 것은 옛 루트를 둘 자리예요. 새 루트에서 닿을 수 있는 곳이어야 해요."},
	},
	{
		ID:       "chroot.pivot.old-root-busy",
		Expected: grade.Text{EN: "no mount of the host's in the container", KO: "컨테이너 안에 호스트의 마운트가 없음"},
		So:       grade.Text{EN: "the roots are exchanged ✓, but the old one could not be unmounted, as it is in use: by your own process, and by the mounts below it.", KO: "루트는 맞바꿨어요 ✓ 하지만 옛 루트가 사용 중이어서 언마운트하지 못했어요. 여러분의 프로세스 자신과 그 아래 마운트들이 쓰고 있어요."},
	},
	{
		ID:       "chroot.pivot.old-root-there",
		Expected: grade.Text{EN: "no mount of the host's in the container", KO: "컨테이너 안에 호스트의 마운트가 없음"},
		So:       grade.Text{EN: "the roots are exchanged ✓, but the host is still mounted at %[1]s inside: the container reads the host's files there.", KO: "루트는 맞바꿨어요 ✓ 하지만 호스트가 컨테이너 안의 %[1]s에 아직 마운트되어 있어요. 컨테이너가 거기서 호스트의 파일을 읽어요."},
	},
	{
		ID:       "chroot.pivot.old-path",
		Expected: grade.Text{EN: "no mount of the host's in the container", KO: "컨테이너 안에 호스트의 마운트가 없음"},
		So:       grade.Text{EN: "the roots are exchanged ✓, and the host is still mounted at %[1]s inside. From that moment every path begins at the new root, also the one by which you look for the old root.", KO: "루트는 맞바꿨어요 ✓ 하지만 호스트가 컨테이너 안의 %[1]s에 아직 마운트되어 있어요. 맞바꾼 순간부터 모든 경로는 새 루트에서 시작해요. 옛 루트를 찾는 경로도 그래요."},
	},
	{
		ID:       "chroot.pivot.open-descriptor",
		Expected: grade.Text{EN: "no open directory of the host's in the command", KO: "명령에 열려 있는 호스트의 디렉터리가 없음"},
		So:       grade.Text{EN: "no mount and no path leads to the host ✓, but the command has the host's / open: fchdir(2) to that descriptor, and it is there. An open file outlives its mount's name, and goes through execve(2) unless it is told not to.", KO: "호스트로 이어지는 마운트도 경로도 없어요 ✓ 하지만 명령에 호스트의 /가 열려 있어요. 그 디스크립터로 fchdir(2)를 하면 바로 거기예요. 열린 파일은 마운트가 보이지 않게 된 뒤에도 남고, 따로 막지 않으면 execve(2)를 지나 따라와요."},
	},
	{
		ID:       "chroot.pivot.mounts-lost",
		Expected: grade.Text{EN: "what is mounted below the new root still there", KO: "새 루트 아래에 마운트된 것은 그대로"},
		So:       grade.Text{EN: "the host is gone ✓, but so is what was mounted below root before you were called: the devices and volumes that a runtime puts there would be missing.", KO: "호스트는 사라졌어요 ✓ 하지만 부르기 전에 root 아래에 마운트되어 있던 것도 사라졌어요. 런타임이 거기에 준비해 둔 장치와 볼륨이 없어지는 셈이에요."},
	},
	{
		ID:       "chroot.pivot.walked-out",
		Expected: pivoted,
		So:       grade.Text{EN: "\"/\" is the new root ✓, but only for this process: the host's root mount is still there, and a root process walked out to it with a second chroot.", KO: "\"/\"는 새 루트예요 ✓ 하지만 이 프로세스에게만 그래요. 호스트의 루트 마운트가 그대로 남아 있어서, root 프로세스가 두 번째 chroot로 걸어 나갔어요."},
	},
	{
		ID:       "chroot.pivot.cwd-outside",
		Expected: grade.Text{EN: "cwd -> /", KO: "cwd -> /"},
		So:       grade.Text{EN: "the root is exchanged ✓, but the working directory is not in it: `cat ../../etc/hostname` reads the host's file, whatever is unmounted.", KO: "루트는 맞바꿨어요 ✓ 하지만 작업 디렉터리가 그 안에 있지 않아요. 무엇을 언마운트하든 `cat ../../etc/hostname`이 호스트의 파일을 읽어요."},
	},
	{
		ID:       "chroot.pivot.not-pivoted",
		Expected: pivoted,
		So:       grade.Text{EN: "the command runs ✓, but its root is still the host's.", KO: "명령은 실행됐어요 ✓ 하지만 루트가 여전히 호스트의 것이에요."},
	},
	{
		ID:       "chroot.pivot.not-started",
		Expected: grade.Text{EN: "%[1]s running, with R as its root", KO: "R을 루트로 삼아 실행 중인 %[1]s"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above.", KO: "명령이 실행되지 않았어요. 위의 줄이 여러분의 프로그램이 마지막으로 한 말이에요."},
	},
}
