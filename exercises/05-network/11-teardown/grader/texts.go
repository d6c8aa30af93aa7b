//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "The kernel clears up after a process that ends, but only what nobody else holds. A mount holds a namespace, a namespace holds an end of a cable, and rules and bridges are held by nobody: they stay until somebody takes them away.",
		KO: "커널은 끝난 프로세스의 뒷정리를 해 주지만, 다른 누구도 붙들지 않은 것만 해 줘요. 마운트는 네임스페이스를 붙들고, 네임스페이스는 케이블의 한쪽 끝을 붙들어요. 규칙과 브리지는 아무도 붙들지 않지만, 누가 치울 때까지 남아 있어요.",
	},
	{
		EN: "umount(2), EINVAL and ENOENT. netlink.LinkDel, netlink.LinkNotFoundError. nftables.Conn.GetRules, DelRule, and the package userdata for comments. In which order: what tells, after a kill, that there still is something to do?",
		KO: "umount(2)의 EINVAL과 ENOENT. netlink.LinkDel, netlink.LinkNotFoundError. nftables.Conn.GetRules, DelRule, 그리고 주석을 읽는 userdata 패키지. 순서도요. 도중에 죽었을 때, 할 일이 남았다는 것을 무엇이 알려 주나요?",
	},
	{
		EN: "no record? done · rules of the table whose comment is just ID: delete · the cable: delete, if it is there · unmount, if it is mounted; remove the file · the only record? then table and bridge, too · at the very end the record",
		KO: "기록이 없나? 끝 · 테이블에서 주석이 딱 ID인 규칙: 지우기 · 케이블: 있으면 지우기 · 마운트돼 있으면 언마운트하고 파일 지우기 · 기록이 이것 하나뿐인가? 그러면 테이블과 브리지도 · 맨 마지막에 기록",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.teardown.gave-up",
		Expected: grade.Text{EN: "all of the container's things gone, and no error", KO: "컨테이너의 것이 모두 사라지고, 에러 없음"},
		So:       grade.Text{EN: "the program was run ✓, and gave up before all was done; its last words are above.", KO: "프로그램은 실행됐어요 ✓ 하지만 다 하기 전에 그만뒀어요. 마지막으로 한 말이 위에 있어요."},
	},
	{
		ID:       "net.teardown.namespace-left",
		Expected: grade.Text{EN: "neither the mount nor the file", KO: "마운트도 파일도 없음"},
		So:       grade.Text{EN: "the program has ended without an error ✓, but where the container's network was held something is left. A mount holds it without any process: it lives on, with its addresses, until the machine is started anew. Over a file alone the next container of that name stumbles.", KO: "프로그램은 에러 없이 끝났어요 ✓ 하지만 컨테이너의 네트워크를 붙들던 자리에 무언가 남아 있어요. 마운트는 프로세스가 하나도 없어도 네트워크를 붙들어서, 머신을 다시 켤 때까지 주소까지 그대로 살아 있어요. 파일만 남아도 같은 이름의 다음 컨테이너가 거기에 걸려 넘어져요."},
	},
	{
		ID:       "net.teardown.veth-left",
		Expected: grade.Text{EN: "no end of the cable on the host", KO: "호스트에 케이블 끝이 없음"},
		So:       grade.Text{EN: "the namespace is let go ✓, but the cable is still there. The kernel removes it with the last one who is in that network, and somebody is: a process that outlived the container.", KO: "네임스페이스를 놓아 줬어요 ✓ 하지만 케이블은 그대로예요. 커널은 그 네트워크의 마지막 사용자와 함께 케이블을 없애는데, 아직 누가 있어요. 컨테이너보다 오래 산 프로세스예요."},
	},
	{
		ID:       "net.teardown.rules-left",
		Expected: grade.Text{EN: "no rule with the container's id", KO: "컨테이너의 id가 적힌 규칙이 없음"},
		So:       grade.Text{EN: "namespace and cable are gone ✓. A rule still leads a port of the host to the address: whoever gets it next will be asked for somebody else.", KO: "네임스페이스와 케이블은 사라졌어요 ✓ 하지만 규칙 하나가 여전히 호스트의 포트를 그 주소로 데려가요. 다음에 그 주소를 받는 컨테이너가 엉뚱한 손님을 맞게 돼요."},
	},
	{
		ID:       "net.teardown.record-left",
		Expected: grade.Text{EN: "no record of the container", KO: "컨테이너의 기록이 없음"},
		So:       grade.Text{EN: "all that was made for the container is gone ✓. The record says that it is there.", KO: "컨테이너를 위해 만든 것은 모두 사라졌어요 ✓ 하지만 기록에는 아직 있다고 적혀 있어요."},
	},
	{
		ID:       "net.teardown.again",
		Expected: grade.Text{EN: "no error, and nothing left", KO: "에러 없음, 남은 것도 없음"},
		So:       grade.Text{EN: "a container of which all was there has been cleared up ✓. Of this one a part, or all, was gone already, which is what was wanted, and it was taken for a failure.", KO: "모두 남아 있던 컨테이너는 정리됐어요 ✓ 이번 것은 일부나 전부가 이미 없었어요. 바라던 대로인데도, 실패로 여겼어요."},
	},
	{
		ID:       "net.teardown.neighbour",
		Expected: grade.Text{EN: "other containers as they were", KO: "다른 컨테이너는 그대로"},
		So:       grade.Text{EN: "the program was run for one container ✓, but another one has lost something. One name is the beginning of the other; and bridge and table are shared as long as there are others.", KO: "컨테이너 하나에 프로그램을 실행했어요 ✓ 하지만 다른 컨테이너가 무언가를 잃었어요. 한 이름이 다른 이름의 앞부분이기도 하고, 다른 것이 있는 동안 브리지와 테이블은 함께 쓰는 것이에요."},
	},
	{
		ID:       "net.teardown.foreign",
		Expected: grade.Text{EN: "the tables of others as they were", KO: "남의 테이블은 그대로"},
		So:       grade.Text{EN: "the program was run ✓, but rules are gone or changed that somebody else has made.", KO: "프로그램은 실행됐어요 ✓ 하지만 다른 누군가가 만든 규칙이 사라지거나 바뀌었어요."},
	},
	{
		ID:       "net.teardown.record-first",
		Expected: grade.Text{EN: "a record as long as anything is left, and in the end nothing", KO: "남은 것이 있는 동안은 기록도 있고, 마지막에는 아무것도 없음"},
		So:       grade.Text{EN: "undisturbed, the program clears all up ✓. Here it could not do so at once, as when it is killed on its way, and the record was gone all the same. So nothing says any more that there is something left to be done.", KO: "방해가 없으면 모두 정리해요 ✓ 이번에는 한 번에 다 할 수 없었어요. 도중에 죽은 것과 같아요. 그런데 기록은 이미 사라져서, 할 일이 남았다는 것을 알려 주는 것이 아무것도 없어요."},
	},
	{
		ID:       "net.teardown.last-left",
		Expected: grade.Text{EN: "neither bridge nor table", KO: "브리지도 테이블도 없음"},
		So:       grade.Text{EN: "what belonged to the containers is gone ✓. What they had in common is nobody's now, and still there.", KO: "컨테이너마다 가진 것은 사라졌어요 ✓ 함께 쓰던 것은 이제 누구의 것도 아닌데 아직 남아 있어요."},
	},
}
