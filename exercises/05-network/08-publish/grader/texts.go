//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "To publish a port is to change the destination of a packet before the kernel decides where it goes. A packet that comes in and one that the host itself sends go different ways through the kernel, and meet only later.",
		KO: "포트를 공개한다는 것은, 패킷이 어디로 갈지 커널이 정하기 전에 목적지를 바꾸는 일이에요. 밖에서 들어오는 패킷과 호스트가 직접 보내는 패킷은 커널 안에서 다른 길을 가다가 나중에야 만나요.",
	},
	{
		EN: "man 8 nft: the hooks prerouting and output, `dnat to`, `fib daddr type local`. For 127.0.0.1: route_localnet in the kernel's ip-sysctl.txt, and what the container would answer to a sender 127.0.0.1. expr.Fib, Payload, Immediate, NAT.",
		KO: "man 8 nft의 prerouting과 output 훅, `dnat to`, `fib daddr type local`. 127.0.0.1에 대해서는 커널 문서 ip-sysctl.txt의 route_localnet과, 보낸 이가 127.0.0.1이라면 컨테이너가 누구에게 대답할지. expr.Fib, Payload, Immediate, NAT.",
	},
	{
		EN: "in one transaction: our table, if it is not there · at prerouting and at output: for an address of this host? this protocol? this port? then new destination · at postrouting: from 127.0.0.0/8 to the container? then masquerade. Besides: the switch that lets such packets out.",
		KO: "트랜잭션 하나에서: 없으면 우리 테이블 · prerouting과 output에서: 이 호스트의 주소로 가나? 이 프로토콜인가? 이 포트인가? 그러면 새 목적지 · postrouting에서: 127.0.0.0/8에서 컨테이너로 가나? 그러면 masquerade. 그리고 그런 패킷을 내보내게 하는 설정.",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.publish.gave-up",
		Expected: grade.Text{EN: "a port that leads to the container", KO: "컨테이너로 이어지는 포트"},
		So:       grade.Text{EN: "the program was run ✓, and gave up: its last words are above.", KO: "프로그램은 실행됐어요 ✓ 하지만 도중에 그만뒀어요. 마지막으로 한 말이 위에 있어요."},
	},
	{
		ID:       "net.publish.unreachable",
		Expected: grade.Text{EN: "an answer of the server in the container", KO: "컨테이너 안에 있는 서버의 대답"},
		So:       grade.Text{EN: "the server in the container answers the host ✓, at its own address. At the port of the host nobody is, and nobody leads there who asks from outside.", KO: "컨테이너의 서버는 자기 주소로 물으면 호스트에게 대답해요 ✓ 하지만 호스트의 그 포트에는 아무도 없고, 바깥에서 묻는 이를 데려다주지도 않아요."},
	},
	{
		ID:       "net.publish.source",
		Expected: grade.Text{EN: "in the container: it has arrived, from %[1]s", KO: "in the container: it has arrived, from %[1]s"},
		So:       grade.Text{EN: "who asks from outside is answered ✓, but in the container everybody has the same address. Its logs are worth nothing then, nor is a rule about who may come in.", KO: "바깥에서 묻는 이가 대답을 받아요 ✓ 하지만 컨테이너에게는 모두가 같은 주소로 보여요. 그러면 로그도, 누구를 들일지 정하는 규칙도 쓸모가 없어요."},
	},
	{
		ID:       "net.publish.own-address",
		Expected: grade.Text{EN: "an answer, from the host as well", KO: "호스트에서 물어도 대답"},
		So:       grade.Text{EN: "from outside the port can be reached ✓. The host itself gets no answer at the same address: what it sends to itself never comes in, so it does not pass where your rule is.", KO: "바깥에서는 포트에 닿아요 ✓ 호스트 자신은 똑같은 주소에서 대답을 받지 못해요. 자기에게 보내는 것은 밖에서 들어오지 않으니, 여러분의 규칙이 있는 곳을 지나지 않아요."},
	},
	{
		ID:       "net.publish.localhost",
		Expected: grade.Text{EN: "an answer at 127.0.0.1", KO: "127.0.0.1에서도 대답"},
		So:       grade.Text{EN: "the port can be reached from outside ✓ and by the host's address ✓. By 127.0.0.1, which everybody tries first, it cannot: a packet with such a sender does not leave a host, and no container could answer it, for which 127.0.0.1 is itself.", KO: "포트에 바깥에서도 ✓ 호스트의 주소로도 ✓ 닿아요. 하지만 누구나 맨 먼저 해 보는 127.0.0.1로는 닿지 않아요. 보낸 이가 127.0.0.1인 패킷은 호스트를 떠나지 못하고, 떠난다 해도 컨테이너에게 127.0.0.1은 자기 자신이라 대답할 수 없어요."},
	},
	{
		ID:       "net.publish.captured",
		Expected: grade.Text{EN: "an answer of the other machine", KO: "다른 머신의 대답"},
		So:       grade.Text{EN: "the port leads to the container ✓, but so do packets that are for other machines: whatever is sent to this port from here, or passes by here, ends in the container, whoever it is for.", KO: "포트가 컨테이너로 이어져요 ✓ 그런데 다른 머신에 가는 패킷까지 그리로 가요. 여기서 이 포트로 보내거나 여기를 지나가는 것은, 누구에게 가는 것이든 컨테이너가 받아요."},
	},
	{
		ID:       "net.publish.protocol",
		Expected: grade.Text{EN: "an answer by UDP at the second port", KO: "두 번째 포트에서 UDP로 대답"},
		So:       grade.Text{EN: "the first port, by TCP, is all right ✓. The second one was to be published for UDP. `ping` would not have shown it: ICMP has no ports.", KO: "TCP인 첫 번째 포트는 괜찮아요 ✓ 두 번째는 UDP로 공개해야 했어요. `ping`으로는 알 수 없었을 거예요. ICMP에는 포트가 없거든요."},
	},
	{
		ID:       "net.publish.forgotten",
		Expected: grade.Text{EN: "both ports lead to their containers", KO: "두 포트 모두 각자의 컨테이너로 이어짐"},
		So:       grade.Text{EN: "each port was all right after it had been published ✓, but with the second one the first is gone.", KO: "포트를 하나씩 공개한 직후에는 모두 괜찮았어요 ✓ 하지만 두 번째를 공개하자 첫 번째가 사라졌어요."},
	},
	{
		ID:       "net.publish.foreign",
		Expected: grade.Text{EN: "the tables of others as they were", KO: "남의 테이블은 그대로"},
		So:       grade.Text{EN: "a port was published ✓, but rules are gone or changed that somebody else has made.", KO: "포트를 공개했어요 ✓ 하지만 다른 누군가가 만든 규칙이 사라지거나 바뀌었어요."},
	},
}
