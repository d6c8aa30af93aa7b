//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Do not ask \"have I done it already?\" but \"is it so?\". A note that it was done is wrong as soon as somebody else has changed something. What a step makes must be findable by the next run.",
		KO: "\"이미 했던가?\"가 아니라 \"지금 그런가?\"를 물으세요. 했다는 메모는 다른 누군가가 무언가를 바꾸는 순간 틀린 말이 돼요. 한 단계가 만든 것은 다음 실행이 찾아낼 수 있어야 해요.",
	},
	{
		EN: "Interfaces and addresses have names: EEXIST, netlink.LinkByName, AddrReplace. Rules have none: nftables takes the same rule as often as you like. A table has a name, and a transaction can empty and fill it (`go doc nftables.Conn.Flush`).",
		KO: "인터페이스와 주소에는 이름이 있어요: EEXIST, netlink.LinkByName, AddrReplace. 규칙에는 이름이 없어요. nftables는 똑같은 규칙을 몇 번이고 받아들여요. 테이블에는 이름이 있고, 트랜잭션 하나로 비우고 채울 수 있어요(`go doc nftables.Conn.Flush`).",
	},
	{
		EN: "bridge: add, an EEXIST is fine; find it; other addresses off, ours on; up · forwarding: write 1 · rules: our own table, and in one transaction: add it, delete it, add it, chain, rule",
		KO: "브리지: 추가, EEXIST는 괜찮음 → 찾기 → 다른 주소는 떼고 우리 것은 붙이기 → 켜기 · 포워딩: 1 쓰기 · 규칙: 우리만의 테이블을 트랜잭션 하나에서 추가, 삭제, 추가, 체인, 규칙",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.idempotent.incomplete",
		Expected: grade.Text{EN: "a container at the bridge that reaches the outside as the host", KO: "호스트의 이름으로 바깥에 닿는, 브리지에 붙은 컨테이너"},
		So:       grade.Text{EN: "the program was run once ✓, and the network is not complete: a container that is plugged in by hand does not get through, or is not seen as the host.", KO: "프로그램을 한 번 실행했어요 ✓ 하지만 네트워크가 다 갖춰지지 않았어요. 손으로 꽂은 컨테이너가 밖으로 나가지 못하거나, 바깥에서 호스트로 보이지 않아요."},
	},
	{
		ID:       "net.idempotent.again",
		Expected: grade.Text{EN: "no error", KO: "에러 없음"},
		So:       grade.Text{EN: "the first time everything was made, and it works ✓. The second time what was there was in the way.", KO: "처음에는 모두 만들어졌고 잘 돼요 ✓ 두 번째에는 이미 있는 것이 걸림돌이 됐어요."},
	},
	{
		ID:       "net.idempotent.anew",
		Expected: grade.Text{EN: "the same bridge, with the container plugged in", KO: "컨테이너가 꽂혀 있는 바로 그 브리지"},
		So:       grade.Text{EN: "the second time the network is there as well ✓, but it is a new one. Whoever was plugged into the old one lies beside it now.", KO: "두 번째에도 네트워크가 있어요 ✓ 하지만 새것이에요. 전의 것에 꽂혀 있던 컨테이너는 이제 그 옆에 놓여만 있어요."},
	},
	{
		ID:       "net.idempotent.rules-grow",
		Expected: grade.Text{EN: "rules, besides those of others: %[1]s", KO: "rules, besides those of others: %[1]s"},
		So:       grade.Text{EN: "it works each time ✓, and each time there is one more of the same rule. Each packet passes all of them, and when one is taken away the others still hold.", KO: "매번 잘 돼요 ✓ 그런데 매번 똑같은 규칙이 더 생겨요. 패킷은 그 모두를 지나고, 하나를 지워도 나머지가 여전히 남아요."},
	},
	{
		ID:       "net.idempotent.broken",
		Expected: grade.Text{EN: "a container that reaches the outside as before, and one address at the bridge", KO: "전처럼 바깥에 닿는 컨테이너와, 주소가 하나인 브리지"},
		So:       grade.Text{EN: "after the first time the container got out ✓. The second run has changed something that was right.", KO: "처음 실행한 뒤에는 컨테이너가 밖으로 나갔어요 ✓ 두 번째 실행이 제대로 되어 있던 것을 바꿨어요."},
	},
	{
		ID:       "net.idempotent.not-repaired",
		Expected: grade.Text{EN: "a container that reaches the outside again, and one address at the bridge", KO: "다시 바깥에 닿는 컨테이너와, 주소가 하나인 브리지"},
		So:       grade.Text{EN: "twice is as good as once ✓, as long as nobody else touches anything. Here somebody did, and the program went by: it looked at a part of what it had made, or at a note that all was done.", KO: "아무도 건드리지 않는 동안은 두 번 해도 한 번 한 것과 같아요 ✓ 이번에는 누군가 건드렸는데 프로그램이 그냥 지나쳤어요. 만들어 둔 것의 일부만 봤거나, 다 했다는 메모만 본 거예요."},
	},
	{
		ID:       "net.idempotent.foreign",
		Expected: grade.Text{EN: "the tables of others as they were", KO: "남의 테이블은 그대로"},
		So:       grade.Text{EN: "the network works ✓, but rules are gone or changed that somebody else has made.", KO: "네트워크는 잘 돼요 ✓ 하지만 다른 누군가가 만든 규칙이 사라지거나 바뀌었어요."},
	},
}
