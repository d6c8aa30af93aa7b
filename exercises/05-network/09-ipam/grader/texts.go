//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Between reading what is free and writing down what is taken, somebody else does the same. And whoever holds a lock may die: then it must be as if the lock had never been.",
		KO: "무엇이 비었는지 읽고 무엇을 가졌는지 쓰는 사이에 다른 누군가도 똑같은 일을 해요. 그리고 잠금을 쥔 쪽은 죽을 수 있어요. 그때는 잠금이 처음부터 없었던 것처럼 되어야 해요.",
	},
	{
		EN: "flock(2): who lets go of a lock when its holder is killed? open(2), O_EXCL and link(2) make a file that was not there, once. rename(2) puts a file in the place of another, at one moment. netip.Prefix.Masked, Contains; netip.Addr.Next.",
		KO: "flock(2): 쥐고 있던 프로세스가 죽으면 누가 잠금을 놓아 주나요? open(2)의 O_EXCL과 link(2)는 없던 파일을 딱 한 번 만들어요. rename(2)은 한순간에 파일을 다른 파일의 자리에 놓아요. netip.Prefix.Masked, Contains, netip.Addr.Next.",
	},
	{
		EN: "lease: lock · read · has the owner one? that one · else the first that nobody has, between the gateway's and the last · write beside, rename · unlock. release: lock · read · delete · write beside, rename · unlock.",
		KO: "lease: 잠그기 · 읽기 · 가진 주소가 있나? 그것 · 없으면 게이트웨이 다음부터 마지막 앞까지에서 아무도 안 가진 첫 번째 · 옆에 쓰고 rename · 풀기. release: 잠그기 · 읽기 · 지우기 · 옆에 쓰고 rename · 풀기.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.ipam.gave-up",
		Expected: grade.Text{EN: "an address", KO: "주소 하나"},
		So:       grade.Text{EN: "the program was run ✓, and returned an error where there was no reason for one.", KO: "프로그램은 실행됐어요 ✓ 하지만 그럴 까닭이 없는데 에러를 돌려줬어요."},
	},
	{
		ID:       "net.ipam.unusable",
		Expected: grade.Text{EN: "an address of %[1]s, but neither the first nor the last one nor the gateway's, %[2]s", KO: "%[1]s의 주소 가운데 처음도 마지막도 아니고 게이트웨이의 %[2]s도 아닌 것"},
		So:       grade.Text{EN: "an address was given ✓, but no container can have that one. The first address of a subnet names the subnet, the last one speaks to everybody in it, and the gateway has its own already.", KO: "주소를 주긴 했어요 ✓ 하지만 컨테이너가 쓸 수 없는 주소예요. 서브넷의 첫 주소는 서브넷 자신의 이름이고, 마지막 주소는 그 안의 모두에게 하는 말이고, 게이트웨이의 것은 이미 주인이 있어요."},
	},
	{
		ID:       "net.ipam.unstable",
		Expected: grade.Text{EN: "lease one: %[1]s", KO: "lease one: %[1]s"},
		So:       grade.Text{EN: "the owner got an address ✓, and when it asked again another one, or none. A container that is started once more would not be where it was.", KO: "주소를 줬어요 ✓ 하지만 같은 주인이 다시 물었을 때는 다른 주소를 주거나 주지 않았어요. 다시 시작한 컨테이너는 전에 있던 곳에 있지 않게 돼요."},
	},
	{
		ID:       "net.ipam.forgotten",
		Expected: grade.Text{EN: "two addresses for two owners", KO: "주인 둘에게 주소 둘"},
		So:       grade.Text{EN: "the first owner got an address ✓. The second process did not know of it: what it was given is not where another process looks.", KO: "첫 번째 주인에게 주소를 줬어요 ✓ 하지만 두 번째 프로세스는 그것을 몰랐어요. 준 것이, 다른 프로세스가 볼 수 있는 곳에 적혀 있지 않아요."},
	},
	{
		ID:       "net.ipam.duplicate",
		Expected: grade.Text{EN: "as many addresses as owners", KO: "주인의 수만큼 서로 다른 주소"},
		So:       grade.Text{EN: "one after the other they get different addresses ✓, but of many at once two got the same. Both will answer when somebody asks for it, now the one, now the other.", KO: "차례로 물으면 다른 주소를 받아요 ✓ 하지만 한꺼번에 여럿이 물으니 둘이 같은 주소를 받았어요. 그 주소를 부르면 둘이 번갈아 대답하게 돼요."},
	},
	{
		ID:       "net.ipam.lost",
		Expected: grade.Text{EN: "an address for each, as long as fewer than %[1]s are taken", KO: "가져간 것이 %[1]s개보다 적은 동안은 누구에게나 주소 하나"},
		So:       grade.Text{EN: "addresses are handed out, none of them twice ✓, but not all that are free: those that were given back, or some that nobody has ever had, are not offered any more.", KO: "주소를 나눠 주고, 두 번 주지도 않아요 ✓ 하지만 비어 있는 것을 다 주지는 않아요. 돌려받은 것이나 아무도 가진 적 없는 것 가운데 더는 내놓지 않는 것이 있어요."},
	},
	{
		ID:       "net.ipam.overfull",
		Expected: grade.Text{EN: "an error: none is left", KO: "에러. 남은 것이 없음"},
		So:       grade.Text{EN: "every address has its owner ✓. To one more another one was given all the same.", KO: "주소마다 주인이 있어요 ✓ 그런데 하나 더 달라고 하니 또 줬어요."},
	},
	{
		ID:       "net.ipam.crashed",
		Expected: grade.Text{EN: "leases that can be read and changed, and no address twice", KO: "읽고 바꿀 수 있는 임대 기록, 그리고 두 번 주지 않은 주소"},
		So:       grade.Text{EN: "as long as all processes came to their end all was right ✓. One was killed on its way, and what it left stands in the way of all others, or they do not know any more what is taken.", KO: "모든 프로세스가 끝까지 갔을 때는 모두 맞았어요 ✓ 하나가 도중에 죽었는데, 그것이 남긴 것이 다른 모두를 가로막거나, 무엇이 나갔는지 모르게 됐어요."},
	},
}
