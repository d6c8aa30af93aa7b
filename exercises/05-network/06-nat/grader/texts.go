//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var wanted = grade.Text{EN: "a container that is answered, as the host", KO: "호스트의 이름으로 대답받는 컨테이너"}

// heard is for a packet that nobody should have stopped.
var heard = grade.Text{EN: "it arrives, from who has sent it", KO: "보낸 이의 주소 그대로 도착"}

var hints = [3]grade.Text{
	{
		EN: "Who is outside answers to the address that stands in a packet as its sender. It knows the host's. So the host puts its own name on what leaves, remembers for whom, and gives the answer to that one.",
		KO: "바깥에서는 패킷에 적힌 보낸 이의 주소로 대답해요. 아는 주소는 호스트의 것뿐이에요. 그래서 호스트가 나가는 것에 자기 이름을 적고, 누구 것이었는지 기억했다가, 대답을 그쪽에 돌려줘요.",
	},
	{
		EN: "man 8 nft: \"ADDRESS FAMILIES\" (which hooks there are), \"NAT STATEMENTS\" (masquerade). In Go: nftables.Table, Chain, Rule; expr.Payload, Bitwise, Cmp, Meta, Masq. `nft --debug=netlink add rule …` prints a rule in just these pieces.",
		KO: "man 8 nft의 ADDRESS FAMILIES(어떤 훅이 있는지)와 NAT STATEMENTS(masquerade). Go에서는 nftables.Table, Chain, Rule과 expr.Payload, Bitwise, Cmp, Meta, Masq. `nft --debug=netlink add rule …`은 규칙을 바로 이 조각들로 출력해 줘요.",
	},
	{
		EN: "in one transaction: 1. our table, emptied  2. a chain of type nat, where the way out is decided already  3. a rule: source in SUBNET? and interface out not BRIDGE? then masquerade",
		KO: "트랜잭션 하나에서: 1. 우리 테이블, 비운 채로  2. 나갈 길이 이미 정해진 곳에 nat 타입의 체인  3. 규칙: 보낸 이가 SUBNET에 있나? 나가는 인터페이스가 BRIDGE가 아닌가? 그러면 masquerade",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.nat.gave-up",
		Expected: grade.Text{EN: "a rule in the firewall of the host", KO: "호스트 방화벽의 규칙"},
		So:       grade.Text{EN: "the program was run ✓, and gave up: its last words are above. Not every kind of rule is possible at every place a packet comes by.", KO: "프로그램은 실행됐어요 ✓ 하지만 도중에 그만뒀어요. 마지막으로 한 말이 위에 있어요. 패킷이 지나는 곳마다 할 수 있는 규칙이 달라요."},
	},
	{
		ID:       "net.nat.none",
		Expected: grade.Text{EN: "outside: it has arrived, from %[1]s", KO: "outside: it has arrived, from %[1]s"},
		So:       grade.Text{EN: "what the container sends gets out ✓, but some or all of it still says that it comes from the container. Outside nobody knows the way to that address: the answer is sent, and gets lost.", KO: "컨테이너가 보낸 것이 밖으로 나가요 ✓ 하지만 전부 또는 일부에 여전히 컨테이너의 주소가 적혀 있어요. 바깥에서는 그 주소로 가는 길을 아무도 몰라요. 대답은 보내지지만 사라져요."},
	},
	{
		ID:       "net.nat.wrong-source",
		Expected: grade.Text{EN: "outside: it has arrived, from %[1]s", KO: "outside: it has arrived, from %[1]s"},
		So:       grade.Text{EN: "the source of what leaves is rewritten ✓, but to an address that is not the one the host has at that interface. Who is outside cannot answer that one either.", KO: "나가는 것의 보낸 이를 바꿔 적어요 ✓ 하지만 호스트가 그 인터페이스에서 쓰는 주소가 아니에요. 바깥에서는 그 주소로도 대답할 수 없어요."},
	},
	{
		ID:       "net.nat.others",
		Expected: grade.Text{EN: "outside: it has arrived, from %[1]s", KO: "outside: it has arrived, from %[1]s"},
		So:       grade.Text{EN: "the container is answered ✓, but another network of this host is rewritten, too. Its addresses are known outside, and whoever looks at them there sees the host alone now.", KO: "컨테이너가 대답을 받아요 ✓ 하지만 이 호스트의 다른 네트워크까지 바꿔 적어요. 그쪽 주소는 바깥에서 알고 있는데, 이제 바깥에서는 호스트만 보여요."},
	},
	{
		ID:       "net.nat.inbound",
		Expected: grade.Text{EN: "in the container: it has arrived, from %[1]s", KO: "in the container: it has arrived, from %[1]s"},
		So:       grade.Text{EN: "the container is answered ✓, but what comes in is rewritten as well: a server in the container takes everybody for its gateway, in its logs and when it decides whom to let in.", KO: "컨테이너가 대답을 받아요 ✓ 하지만 들어오는 것까지 바꿔 적어요. 컨테이너의 서버에게는 모두가 게이트웨이로 보여요. 로그에서도, 누구를 들여보낼지 정할 때도요."},
	},
	{
		ID:       "net.nat.siblings",
		Expected: grade.Text{EN: "there: it has arrived, from %[1]s", KO: "there: it has arrived, from %[1]s"},
		So:       grade.Text{EN: "the container is answered from outside ✓, and other networks are as they are ✓. But what a container sends to another one at its own bridge is rewritten as well, when it passes the host: between the two, everybody is the gateway.", KO: "컨테이너가 바깥에서 대답을 받고 ✓ 다른 네트워크도 그대로예요 ✓ 하지만 같은 브리지의 컨테이너끼리 보내는 것도 호스트를 거치면 바꿔 적혀요. 그 사이에서는 모두가 게이트웨이로 보여요."},
	},
	{
		ID:       "net.nat.foreign",
		Expected: grade.Text{EN: "the tables of others as they were", KO: "남의 테이블은 그대로"},
		So:       grade.Text{EN: "the container is answered ✓, but rules are gone or changed that somebody else has made. On a real host those of a firewall would be among them.", KO: "컨테이너가 대답을 받아요 ✓ 하지만 다른 누군가가 만든 규칙이 사라지거나 바뀌었어요. 진짜 호스트라면 방화벽의 규칙도 그 가운데 있어요."},
	},
	{
		ID:       "net.nat.again",
		Expected: grade.Text{EN: "no error: all is as it should be", KO: "에러 없음. 모든 것이 이미 제대로 되어 있음"},
		So:       grade.Text{EN: "the first time the rules were made, and the container was answered ✓. The second time what was there already was in the way.", KO: "처음에는 규칙이 만들어졌고 컨테이너가 대답을 받았어요 ✓ 두 번째에는 이미 있는 것이 걸림돌이 됐어요."},
	},
}
