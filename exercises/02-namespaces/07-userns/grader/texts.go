//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "In a new user namespace nobody is anybody until somebody has said who is who, once, from a place where it may be said. Ask what an ordinary user may promise: which ids are that user's to give?",
		KO: "새 사용자 네임스페이스에서는 누가 누구인지 정해 주기 전까지 모두 아무도 아니에요. 정하는 것은 한 번뿐이고, 그럴 자격이 있는 쪽에서 해야 해요. 일반 사용자가 내줄 수 있는 ID는 무엇일지 생각해 보세요.",
	},
	{
		EN: "CLONE_NEWUSER; /proc/PID/uid_map, gid_map and setgroups, man 7 user_namespaces. In Go: the fields UidMappings, GidMappings and GidMappingsEnableSetgroups of syscall.SysProcAttr, and what their comments say.",
		KO: "CLONE_NEWUSER, 그리고 man 7 user_namespaces에 나오는 /proc/PID/uid_map, gid_map, setgroups. Go에서는 syscall.SysProcAttr의 UidMappings, GidMappings, GidMappingsEnableSetgroups 필드와 그 설명을 보세요.",
	},
	{
		EN: "start the child in a new user namespace and let it wait; from outside: uid_map = 0, own uid, 1; no more setgroups; gid_map = 0, own gid, 1; then let it become the command. Wait for it, return its status.",
		KO: "자식을 새 사용자 네임스페이스에서 시작하고 기다리게 하기. 밖에서: uid_map = 0, 자기 uid, 1 → setgroups 금지 → gid_map = 0, 자기 gid, 1 → 그다음 명령으로 바뀌게 하기. 끝을 기다려 종료 상태를 돌려주기.",
	},
}

var oneEach = grade.Text{EN: "one id in each map: 0, which is the caller", KO: "매핑마다 ID 하나: 0, 곧 부른 사람"}

var mistakes = []grade.Mistake{
	{
		ID:       "ns.userns.not-started",
		Expected: grade.Text{EN: "the command running in a user namespace", KO: "사용자 네임스페이스에서 실행 중인 명령"},
		So:       grade.Text{EN: "the command never ran. The last line your program said is above.", KO: "명령이 실행되지 않았어요. 위의 줄이 여러분의 프로그램이 마지막으로 한 말이에요."},
	},
	{
		ID:       "ns.userns.threads",
		Expected: grade.Text{EN: "a process in a new user namespace", KO: "새 사용자 네임스페이스에 있는 프로세스"},
		So: grade.Text{
			EN: "no user namespace was made: the kernel lets no process that has several threads change its own (EINVAL), and a Go program always has several. A process that has just begun has one.",
			KO: "사용자 네임스페이스가 만들어지지 않았어요. 스레드가 여럿인 프로세스는 자기 사용자 네임스페이스를 바꿀 수 없는데(EINVAL), Go 프로그램에는 언제나 스레드가 여럿 있어요. 막 시작된 프로세스에는 하나뿐이에요.",
		},
	},
	{
		ID:       "ns.userns.no-namespace",
		Expected: grade.Text{EN: "a user namespace of the command's own", KO: "명령 자신의 사용자 네임스페이스"},
		So:       grade.Text{EN: "the command runs ✓, as the ordinary user that called it, where that user always is.", KO: "명령은 실행돼요 ✓ 그런데 부른 사용자 그대로, 그 사용자가 늘 있던 곳에서 실행돼요."},
	},
	{
		ID:       "ns.userns.refused",
		Expected: grade.Text{EN: "a user namespace of the command's own", KO: "명령 자신의 사용자 네임스페이스"},
		So: grade.Text{
			EN: "something was asked for that only root may have, and refused (EPERM): who begins as an ordinary user cannot become another one. No user namespace was made in which that user would be one.",
			KO: "root만 할 수 있는 일을 하려다 거부됐어요(EPERM). 일반 사용자로 시작한 프로세스는 다른 사용자가 될 수 없어요. 그 사용자가 다른 누군가일 수 있는 사용자 네임스페이스는 만들어지지 않았어요.",
		},
	},
	{
		ID:       "ns.userns.no-map",
		Expected: oneEach,
		So: grade.Text{
			EN: "a new user namespace exists ✓, but it has no map: no id outside has a name inside, so everybody in it is nobody (65534), and to exec as nobody costs all capabilities.",
			KO: "새 사용자 네임스페이스가 있어요 ✓ 하지만 매핑이 없어요. 밖의 어떤 ID도 안에서 이름이 없으니 그 안에서는 모두가 nobody(65534)이고, nobody로 exec하면 캐퍼빌리티를 모두 잃어요.",
		},
	},
	{
		ID:       "ns.userns.gid-unmapped",
		Expected: oneEach,
		So: grade.Text{
			EN: "a new user namespace exists ✓ and the user is root in it ✓, but groups have a map of their own, and it is empty: the group is nobody's (65534).",
			KO: "새 사용자 네임스페이스가 있고 ✓ 사용자는 그 안에서 root예요 ✓ 하지만 그룹에는 따로 매핑이 있고, 그 매핑이 비어 있어요. 그룹은 아직 nobody의 것(65534)이에요.",
		},
	},
	{
		ID:       "ns.userns.not-root",
		Expected: oneEach,
		So: grade.Text{
			EN: "a new user namespace exists ✓ and both maps were accepted ✓, but inside the caller has another number than 0: the caller is somebody there, and not root.",
			KO: "새 사용자 네임스페이스가 있고 ✓ 두 매핑도 받아들여졌어요 ✓ 하지만 부른 사람이 안에서 0이 아닌 번호예요. 누군가이기는 하지만 root는 아니에요.",
		},
	},
	{
		ID:       "ns.userns.maps-late",
		Expected: grade.Text{EN: "CapEff with all capabilities", KO: "모든 캐퍼빌리티가 있는 CapEff"},
		So: grade.Text{
			EN: "both maps are right ✓, and the command is user 0 ✓ without a single capability: when it was executed the maps were not there yet, and whoever is nobody at that moment loses them all. They do not come back.",
			KO: "두 매핑이 모두 맞고 ✓ 명령은 사용자 0이에요 ✓ 그런데 캐퍼빌리티가 하나도 없어요. 명령을 실행한 순간에는 아직 매핑이 없었고, 그때 nobody인 프로세스는 캐퍼빌리티를 모두 잃어요. 나중에 되돌아오지 않아요.",
		},
	},
	{
		ID:       "ns.userns.wrong-writer",
		Expected: oneEach,
		So: grade.Text{
			EN: "a new user namespace exists ✓. The process in it tried to write the map and was refused: it was already executed as nobody, and has no capability left to do it with. Its parent has the right.",
			KO: "새 사용자 네임스페이스가 있어요 ✓ 그 안의 프로세스가 매핑을 쓰려다 거부당했어요. 이미 nobody로 exec된 뒤라서 그럴 캐퍼빌리티가 남아 있지 않아요. 부모에게는 자격이 있어요.",
		},
	},
	{
		ID:       "ns.userns.foreign-ids",
		Expected: oneEach,
		So: grade.Text{
			EN: "the namespace could be made ✓, the map was refused (EPERM): it gives away ids that are not the caller's. An ordinary user has one user id and one group id to give, each of them once; for more, root has to have said so in advance (/etc/subuid).",
			KO: "네임스페이스는 만들 수 있었어요 ✓ 하지만 매핑이 거부됐어요(EPERM). 부른 사람의 것이 아닌 ID를 내주려고 했기 때문이에요. 일반 사용자가 내줄 수 있는 것은 사용자 ID 하나와 그룹 ID 하나뿐이에요. 더 쓰려면 root가 미리 허락해 두어야 해요(/etc/subuid).",
		},
	},
	{
		ID:       "ns.userns.setgroups",
		Expected: oneEach,
		So: grade.Text{
			EN: "the namespace could be made ✓ and the ids are the caller's own ✓. The gid map was refused (EPERM) because processes inside could still drop groups, and a group can also be what keeps somebody out of a file: that has to be given up first, for good.",
			KO: "네임스페이스는 만들 수 있었고 ✓ ID도 부른 사람 자신의 것이에요 ✓ 그런데 gid 매핑이 거부됐어요(EPERM). 안의 프로세스가 아직 그룹에서 빠져나올 수 있는데, 누군가를 파일에서 막아 두는 데 그룹을 쓰기도 하거든요. 그 권리를 먼저 영영 포기해야 해요.",
		},
	},
	{
		ID:       "ns.userns.twice",
		Expected: grade.Text{EN: "maps that are written once", KO: "한 번만 쓴 매핑"},
		So: grade.Text{
			EN: "both maps are there and right ✓, and yet your program has given up with EPERM: a map can be written once in the life of its namespace, all of it in one write(2), and here somebody wrote again.",
			KO: "두 매핑이 모두 제대로 있어요 ✓ 그런데 프로그램이 EPERM으로 멈췄어요. 매핑은 네임스페이스가 사는 동안 딱 한 번, write(2) 한 번으로 써야 하는데, 누군가 다시 쓰려고 했어요.",
		},
	},
	{
		ID:       "ns.userns.streams",
		Expected: grade.Text{EN: "%[1]s on your program's stdout", KO: "여러분 프로그램의 stdout에 %[1]s"},
		So:       grade.Text{EN: "the command is root of its own user namespace ✓, but what it prints does not come out of your program.", KO: "명령은 자기 사용자 네임스페이스의 root예요 ✓ 하지만 명령이 출력한 것이 여러분의 프로그램에서 나오지 않아요."},
	},
	{
		ID:       "ns.userns.status-lost",
		Expected: grade.Text{EN: "exit status 7", KO: "종료 상태 7"},
		So:       grade.Text{EN: "the command is root of its own user namespace ✓, but whoever called your program does not learn how it ended.", KO: "명령은 자기 사용자 네임스페이스의 root예요 ✓ 하지만 프로그램을 부른 쪽은 명령이 어떻게 끝났는지 알 수 없어요."},
	},
}
