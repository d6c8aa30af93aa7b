//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Root is not one thing: user ids, group ids, a list of groups, five sets of capabilities. Each step of giving up needs a right, and one of the steps takes all rights away.",
		KO: "root는 하나가 아니에요. 사용자 ID, 그룹 ID, 그룹 목록, 다섯 가지 캐퍼빌리티 집합이 있어요. 내려놓는 단계마다 권한이 필요한데, 그중 한 단계는 모든 권한을 가져가 버려요.",
	},
	{
		EN: "setgroups(2), setresgid(2), setresuid(2); prctl(2) with PR_CAPBSET_DROP and PR_SET_NO_NEW_PRIVS; capset(2). Read in capabilities(7) what a change of the uid from 0 does.",
		KO: "setgroups(2), setresgid(2), setresuid(2), prctl(2)의 PR_CAPBSET_DROP과 PR_SET_NO_NEW_PRIVS, capset(2). UID가 0에서 바뀔 때 무슨 일이 생기는지는 capabilities(7)에 있어요.",
	},
	{
		EN: "for c = 0, 1, 2 …: drop c from the bounding set, until the kernel knows no such c; no groups; the three gids; the three uids; what is left in the capability sets; no_new_privs. Look at every error.",
		KO: "c = 0, 1, 2 …에 대해 커널이 모르는 c가 나올 때까지 바운딩 집합에서 c를 빼고, 그룹을 비우고, GID 셋, UID 셋, 캐퍼빌리티 집합에 남은 것, no_new_privs 차례로. 에러는 하나도 빠뜨리지 말고 보세요.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "chroot.drop-root.not-started",
		Expected: grade.Text{EN: "%[1]s running, as another user", KO: "다른 사용자로 실행 중인 %[1]s"},
		So: grade.Text{
			EN: "the command never ran; the program's own words are above. To stop was right ✓: whoever cannot give up root must not go on as root.",
			KO: "명령이 실행되지 않았어요. 위의 줄이 프로그램이 한 말이에요. 멈춘 것은 옳아요 ✓ root를 내려놓지 못했다면 root인 채로 계속해서는 안 되니까요.",
		},
	},
	{
		ID:       "chroot.drop-root.still-root",
		Expected: grade.Text{EN: "Uid: %[1]s %[1]s %[1]s %[1]s", KO: "Uid: %[1]s %[1]s %[1]s %[1]s"},
		So: grade.Text{
			EN: "the command runs ✓, as root. If you did change the uid: the kernel changes it for the thread that asks, and the command comes of the thread that main runs on.",
			KO: "명령은 실행돼요 ✓ 그런데 root로 실행돼요. UID를 바꿨다면, 커널은 요청한 스레드의 것만 바꾼다는 점을 보세요. 명령이 되는 것은 main이 실행되던 스레드예요.",
		},
	},
	{
		ID:       "chroot.drop-root.saved-ids",
		Expected: grade.Text{EN: "four times the same: %[1]s", KO: "네 칸 모두 같음: %[1]s"},
		So: grade.Text{
			EN: "the id that counts when files are opened is changed ✓, but a 0 is left among real, effective and saved id. A program may make any of these three its effective id again.",
			KO: "파일을 열 때 쓰이는 ID는 바뀌었어요 ✓ 하지만 real, effective, saved ID 중에 0이 남아 있어요. 프로그램은 이 셋 중 어느 것이든 다시 effective ID로 삼을 수 있어요.",
		},
	},
	{
		ID:       "chroot.drop-root.uid-first",
		Expected: grade.Text{EN: "Gid: %[1]s %[1]s %[1]s %[1]s", KO: "Gid: %[1]s %[1]s %[1]s %[1]s"},
		So: grade.Text{
			EN: "the uid is dropped ✓, the gid is still 0, with all that root's group may read. With the uid went the right to change it (CAP_SETGID).",
			KO: "UID는 내려놓았어요 ✓ 하지만 GID가 아직 0이라서 root 그룹이 읽을 수 있는 것은 다 읽을 수 있어요. UID와 함께 GID를 바꿀 권한(CAP_SETGID)도 사라졌어요.",
		},
	},
	{
		ID:       "chroot.drop-root.wrong-ids",
		Expected: grade.Text{EN: "uid %[1]s, gid %[2]s", KO: "UID %[1]s, GID %[2]s"},
		So: grade.Text{
			EN: "the command is no longer root ✓, but it is another user than the one asked for, with that one's files.",
			KO: "명령이 더는 root가 아니에요 ✓ 하지만 요청한 것과 다른 사용자라서, 그 사용자의 파일에 닿을 수 있어요.",
		},
	},
	{
		ID:       "chroot.drop-root.groups-kept",
		Expected: grade.Text{EN: "Groups: none", KO: "Groups: 없음"},
		So: grade.Text{
			EN: "uid and gid are dropped ✓, but the supplementary groups are still those of root's login. They count as much as the gid when a file is opened.",
			KO: "UID와 GID는 내려놓았어요 ✓ 하지만 보조 그룹이 root가 로그인했을 때 그대로예요. 파일을 열 때 이 그룹들도 GID와 똑같이 쳐요.",
		},
	},
	{
		ID:       "chroot.drop-root.caps-kept",
		Expected: grade.Text{EN: "%[1]s: 0000000000000000", KO: "%[1]s: 0000000000000000"},
		So: grade.Text{
			EN: "the ids are dropped ✓, but capabilities are left, and they are what root's power is made of: until the next execve, or beyond it, this is root by another name.",
			KO: "ID는 모두 내려놓았어요 ✓ 하지만 캐퍼빌리티가 남아 있어요. root의 힘은 캐퍼빌리티에서 나오니, 다음 execve까지, 또는 그 뒤에도, 이름만 다른 root예요.",
		},
	},
	{
		ID:       "chroot.drop-root.bounding-set",
		Expected: grade.Text{EN: "CapBnd: 0000000000000000", KO: "CapBnd: 0000000000000000"},
		So: grade.Text{
			EN: "no id and no capability of root's is left ✓, but the bounding set is full: it says which capabilities a file may still give at execve. Emptying it takes CAP_SETPCAP, and counts for the one thread that does it.",
			KO: "root의 ID도 캐퍼빌리티도 남지 않았어요 ✓ 하지만 바운딩 집합이 비어 있지 않아요. execve 때 파일이 어떤 캐퍼빌리티를 줄 수 있는지를 정하는 집합이에요. 비우려면 CAP_SETPCAP이 있어야 하고, 비운 그 스레드에만 적용돼요.",
		},
	},
	{
		ID:       "chroot.drop-root.no-new-privs",
		Expected: grade.Text{EN: "NoNewPrivs: 1", KO: "NoNewPrivs: 1"},
		So: grade.Text{
			EN: "all of root is given up ✓, but there is a way back: a setuid program of root's makes its caller root again. The kernel can be told never to do that.",
			KO: "root의 것을 모두 내려놓았어요 ✓ 하지만 돌아갈 길이 있어요. root의 setuid 프로그램을 실행하면 다시 root가 돼요. 커널에게 절대 그러지 말라고 해 둘 수 있어요.",
		},
	},
}
