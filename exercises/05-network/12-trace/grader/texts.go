//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "Go along with the packet, and at each station ask only what that station asks: a container its routing table, a bridge a hardware address, a host \"is it for me?\", and if not, whether it passes packets on at all. And then go back with the answer.",
		KO: "패킷과 함께 걸어가면서, 정거장마다 그곳이 묻는 것만 물어보세요. 컨테이너는 경로 테이블을, 브리지는 하드웨어 주소를, 호스트는 \"나에게 온 것인가?\"를, 아니라면 패킷을 전해 주기는 하는지를 물어요. 그리고 대답과 함께 돌아오세요.",
	},
	{
		EN: "docs.kernel.org/networking/ip-sysctl.html: ip_forward. docs.kernel.org/networking/bridge.html: \"Bridge netfilter\". man 8 nft: the hooks input, forward, output. man 7 ip: path MTU discovery, the DF bit.",
		KO: "docs.kernel.org/networking/ip-sysctl.html의 ip_forward. docs.kernel.org/networking/bridge.html의 Bridge netfilter. man 8 nft의 input, forward, output 훅. man 7 ip의 경로 MTU 탐색과 DF 비트.",
	},
	{
		EN: "same bridge? then it is switched: no route, no forwarding, no IP firewall, unless the bridge is told to ask it · an address of the host, whichever? then it has arrived · another network? route, forwarding, rule, then the way back · 127.0.0.1? never leaves where it is said · bigger than the narrowest cable? somebody must tell the sender",
		KO: "같은 브리지? 그러면 스위칭돼요. 경로도 포워딩도 IP 방화벽도 없어요. 브리지에게 방화벽을 거치라고 했다면 달라요 · 어느 것이든 호스트의 주소? 그러면 도착한 거예요 · 다른 네트워크? 경로, 포워딩, 규칙, 그리고 돌아오는 길 · 127.0.0.1? 그 말을 한 곳을 떠나지 않아요 · 가장 좁은 케이블보다 큰가? 보낸 쪽에게 누가 알려 줘야 해요",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.trace.form",
		Expected: grade.Text{EN: "lines of the form QUESTION = ANSWER", KO: "질문 = 답 형식의 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end. Comments begin with #.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요. 설명은 #으로 시작해요."},
	},
	{
		ID:       "net.trace.word",
		Expected: grade.Text{EN: "a question of answer.txt, and one of the words that stand above it", KO: "answer.txt에 있는 질문과, 그 위에 적힌 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but this question or this word is not in the list.", KO: "줄의 형식은 맞아요 ✓ 하지만 이 질문이나 이 낱말은 목록에 없어요."},
	},
	{
		ID:       "net.trace.unanswered",
		Expected: grade.Text{EN: "an answer to every question", KO: "모든 질문에 대한 답"},
		So:       grade.Text{EN: "the answers so far can be read ✓, some are still open. A wrong prediction costs nothing: try, and be surprised.", KO: "지금까지의 답은 읽을 수 있어요 ✓ 아직 비어 있는 질문이 있어요. 틀려도 잃을 것은 없으니 먼저 예상해 보세요."},
	},
	{
		ID:       "net.trace.same-bridge",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "both are at one switch ✓, and a switch looks at hardware addresses alone. Forwarding is what a router does between networks; here is one.", KO: "둘은 한 스위치에 있어요 ✓ 스위치는 하드웨어 주소만 봐요. 포워딩은 라우터가 네트워크와 네트워크 사이에서 하는 일인데, 여기에는 네트워크가 하나뿐이에요."},
	},
	{
		ID:       "net.trace.other-bridge",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the packet gets to the host ✓, as A's default route says. It is for an address that is not the host's, and a host that does not forward throws such packets away, without a word to anybody.", KO: "패킷이 A의 기본 경로를 따라 호스트까지 가요 ✓ 하지만 호스트의 것이 아닌 주소로 가는 패킷이고, 포워딩하지 않는 호스트는 그런 패킷을 아무 말 없이 버려요."},
	},
	{
		ID:       "net.trace.other-gateway",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the packet gets to the host ✓, and is for the host: an address belongs to the machine, not to the interface it was given to. Nothing is forwarded. So a server of the host's at \"the other\" network is reached from this one, too, unless a rule forbids it.", KO: "패킷이 호스트까지 가요 ✓ 그리고 호스트에게 온 것이에요. 주소는 그것을 단 인터페이스가 아니라 머신의 것이니까요. 포워딩할 것이 없어요. 그래서 규칙으로 막지 않는 한, \"다른\" 네트워크 쪽에 있는 호스트의 서버에 이 네트워크에서도 닿아요."},
	},
	{
		ID:       "net.trace.no-route",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "there is an interface, and it is up ✓. But the kernel of A finds no line in its table that fits the address: \"Network is unreachable\" is said at home, before anything is sent.", KO: "인터페이스가 있고 켜져 있어요 ✓ 하지만 A의 경로 테이블에 그 주소에 맞는 줄이 없어요. \"Network is unreachable\"은 무엇을 보내기도 전에, 집 안에서 나오는 말이에요."},
	},
	{
		ID:       "net.trace.no-nat",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the host passes the packet on ✓, and it arrives: nobody on the way asks where it comes from. The answer is for 10.1.0.2, and outside nobody knows whose that is.", KO: "호스트가 패킷을 전해 주고 ✓ 패킷은 도착해요. 도중에 어디서 왔는지 묻는 곳은 없어요. 대답은 10.1.0.2로 가는데, 바깥에서는 그게 누구인지 아무도 몰라요."},
	},
	{
		ID:       "net.trace.policy-drop",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the host would pass the packet on ✓, but at the hook forward it is asked for a rule that lets it through, and there is none. Masquerading would come later, and is never asked. It happens to everybody's containers on a machine where Docker is started.", KO: "호스트는 패킷을 전해 주려고 해요 ✓ 하지만 forward 훅에 통과시켜 주는 규칙이 하나도 없어요. masquerade는 그다음 차례라 물어보지도 못해요. 도커를 켠 머신에서는 다른 도구의 컨테이너들이 모두 이 일을 겪어요."},
	},
	{
		ID:       "net.trace.drop-in-bridge",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the policy holds for what is forwarded ✓, and a frame within one bridge is not: the firewall for IP never sees it.", KO: "그 policy는 포워딩되는 것에 적용돼요 ✓ 한 브리지 안의 프레임은 포워딩되는 것이 아니라서, IP 방화벽은 그것을 보지도 못해요."},
	},
	{
		ID:       "net.trace.nf-call",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "it is the same frame in the same bridge ✓, but this switch has the bridge ask the IP firewall as if it were a router. Kubernetes wants it on; one machine drops what the other lets through, with the same rules.", KO: "같은 브리지 안의 같은 프레임이에요 ✓ 하지만 이 설정을 켜면 브리지가 라우터인 것처럼 IP 방화벽에 물어봐요. 쿠버네티스는 이것을 켜 두라고 해요. 규칙이 똑같아도 한 머신은 통과시키고 다른 머신은 버려요."},
	},
	{
		ID:       "net.trace.host-localhost",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the host has a server at its 127.0.0.1 ✓. A has a loopback of its own, and there nobody listens: a database at \"localhost\" is in another place for a container.", KO: "호스트의 127.0.0.1에는 서버가 있어요 ✓ 하지만 A에게는 자기 루프백이 있고, 거기서는 아무도 기다리지 않아요. \"localhost\"의 데이터베이스는 컨테이너에게 다른 곳이에요."},
	},
	{
		ID:       "net.trace.ping-fine",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the host can be reached ✓, and that is all that a ping says: it is answered by the host's kernel, and has no ports. The connection is led to B at 10.1.0.3, and there the server does not listen.", KO: "호스트에는 닿을 수 있어요 ✓ ping이 말해 주는 것은 거기까지예요. 호스트의 커널이 대답하고, 포트라는 것도 없어요. 연결은 B의 10.1.0.3으로 이어지는데, 서버는 거기서 기다리지 않아요."},
	},
	{
		ID:       "net.trace.mtu-small",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the narrow cable takes packets of up to 1280 bytes ✓, and this one is far below: connections are made, short answers come.", KO: "좁은 케이블도 1280바이트까지는 지나가요 ✓ 이 패킷은 그보다 훨씬 작아요. 연결도 되고 짧은 대답도 와요."},
	},
	{
		ID:       "net.trace.mtu-large",
		Expected: grade.Text{EN: "%[2]s, as measured; you said %[1]s", KO: "재 보니 %[2]s, 여러분의 답은 %[1]s"},
		So:       grade.Text{EN: "the connection is made ✓, as its first packets are small. Then come packets of 1500 bytes that must not be cut. The host cannot pass them on, and would tell A by ICMP: that is thrown away, so A sends the same again and again. \"ssh connects and then hangs\" is this.", KO: "연결은 돼요 ✓ 처음 오가는 패킷은 작으니까요. 그다음에는 쪼개면 안 되는 1500바이트짜리 패킷이 와요. 호스트는 전해 줄 수 없어서 ICMP로 A에게 알리려 하는데, 그것이 버려져요. 그래서 A는 같은 것을 보내고 또 보내요. \"ssh가 접속된 다음 멈춰요\"가 바로 이거예요."},
	},
}
