//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var hints = [3]grade.Text{
	{
		EN: "A packet that dies, dies at one place. Begin in the container and go outwards, one station at a time; stop at the first that is not as it should be. What comes after it was never reached, and says nothing.",
		KO: "패킷은 어느 한 곳에서 사라져요. 컨테이너에서 시작해 바깥으로 한 곳씩 가다가, 제대로 되어 있지 않은 첫 번째에서 멈추세요. 그다음은 가 보지도 못한 곳이라 아무것도 말해 주지 않아요.",
	},
	{
		EN: "The ladder: the interface's flags (`ip link`) → the address and what is behind the slash (`ip addr`) → the switch (`master`) → the gateway's answer → `ip route` → ip_forward → the policy and the rules of the chain at the hook forward → the sender's address in what arrives outside.",
		KO: "사다리: 인터페이스의 깃발(`ip link`) → 주소와 빗금 뒤의 숫자(`ip addr`) → 스위치(`master`) → 게이트웨이의 대답 → `ip route` → ip_forward → forward 훅에 있는 체인의 policy와 규칙 → 바깥에 도착한 것에 적힌 보낸 이의 주소.",
	},
	{
		EN: "for each file: UP in the angle brackets of eth0? else link-down · /24? else mask · a line that begins with default? else no-route · veth0 with a master? else unplugged · ip_forward = 1? · policy accept? · what does who is outside see as the sender?",
		KO: "파일마다: eth0의 꺾쇠 안에 UP? 아니면 link-down · /24? 아니면 mask · default로 시작하는 줄? 아니면 no-route · veth0에 master? 아니면 unplugged · ip_forward = 1? · policy accept? · 바깥에서는 누가 보냈다고 보이나?",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.forward.form",
		Expected: grade.Text{EN: "a line NAME = CAUSE for each of the seven files", KO: "파일 일곱 개마다 이름 = 원인 한 줄"},
		So:       grade.Text{EN: "answer.txt was read ✓, but not understood to its end.", KO: "answer.txt를 읽었어요 ✓ 하지만 위에 나온 줄은 알아볼 수 없어요."},
	},
	{
		ID:       "net.forward.word",
		Expected: grade.Text{EN: "one of the eight words in answer.txt", KO: "answer.txt에 있는 여덟 낱말 중 하나"},
		So:       grade.Text{EN: "the line has the right form ✓, but the word on its right is none of those that are listed.", KO: "줄의 형식은 맞아요 ✓ 하지만 오른쪽 낱말이 목록에 없어요."},
	},
	{
		ID:       "net.forward.no-such-network",
		Expected: grade.Text{EN: "names as `ls scene` shows them", KO: "`ls scene`에 보이는 그대로의 이름"},
		So:       grade.Text{EN: "no scene has a network of the name %[1]s. A slip of the pen?", KO: "%[1]s 네트워크는 어느 scene에도 없어요. 잘못 옮겨 적은 건 아닐까요?"},
	},
	{
		ID:       "net.forward.unanswered",
		Expected: grade.Text{EN: "a line NAME = CAUSE for each of the seven files", KO: "파일 일곱 개마다 이름 = 원인 한 줄"},
		So:       grade.Text{EN: "what is there can be read ✓, but there are seven networks, each with another fault, and some have no line yet.", KO: "적힌 것은 읽을 수 있어요 ✓ 하지만 잘못이 서로 다른 네트워크가 일곱 개인데, 아직 줄이 없는 것이 있어요."},
	},
	{
		ID:       "net.forward.link-down",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. There is an eth0 ✓, and it has its address ✓. That there is no route follows from something else: look at what stands in the angle brackets.", KO: "여러분의 답: %[1]s = %[2]s. eth0이 있고 ✓ 주소도 있어요 ✓ 경로가 없는 것은 다른 것에서 비롯돼요. 꺾쇠 안에 적힌 것을 보세요."},
	},
	{
		ID:       "net.forward.unplugged",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The cable has light at both ends ✓, and address and route are as they should be ✓. But not even the gateway answers, and it is only one bridge away: look at what belongs to that bridge.", KO: "여러분의 답: %[1]s = %[2]s. 케이블 양쪽 끝에 불이 들어와 있고 ✓ 주소와 경로도 제대로예요 ✓ 하지만 브리지 하나 건너인 게이트웨이조차 대답하지 않아요. 그 브리지에 무엇이 속해 있는지 보세요."},
	},
	{
		ID:       "net.forward.mask",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The cable has light at both ends ✓ and there is an address ✓. Yet the routing table is empty, though the kernel writes a line into it for every address that has neighbours.", KO: "여러분의 답: %[1]s = %[2]s. 케이블 양쪽 끝에 불이 들어와 있고 ✓ 주소도 있어요 ✓ 그런데 경로 테이블이 비어 있어요. 이웃이 있는 주소라면 커널이 그 줄을 써 주는데도요."},
	},
	{
		ID:       "net.forward.no-route",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The gateway answers ✓: cable, switch and address are all right. The container says \"unreachable\" at once, so it does not even try.", KO: "여러분의 답: %[1]s = %[2]s. 게이트웨이가 대답해요 ✓ 케이블도 스위치도 주소도 괜찮아요. 컨테이너가 곧바로 \"unreachable\"이라고 하니, 보내 보지도 않는 거예요."},
	},
	{
		ID:       "net.forward.not-forwarded",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The gateway answers ✓ and the container sends to it what is for others ✓. Outside nothing arrives, so it ends on the host: before any rule is asked, the kernel looks at a switch.", KO: "여러분의 답: %[1]s = %[2]s. 게이트웨이가 대답하고 ✓ 컨테이너는 남에게 갈 것을 게이트웨이로 보내요 ✓ 바깥에 아무것도 오지 않으니 호스트에서 끝나는 거예요. 규칙을 보기도 전에 커널이 보는 설정이 하나 있어요."},
	},
	{
		ID:       "net.forward.dropped",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. The gateway answers ✓, and the host would pass packets on ✓. Outside nothing arrives: of the rules at which a forwarded packet comes by, look at what happens to one that no rule speaks of.", KO: "여러분의 답: %[1]s = %[2]s. 게이트웨이가 대답하고 ✓ 호스트는 패킷을 전해 주려고 해요 ✓ 그런데 바깥에 아무것도 오지 않아요. 전해지는 패킷이 지나는 규칙들에서, 어떤 규칙도 말하지 않은 패킷이 어떻게 되는지 보세요."},
	},
	{
		ID:       "net.forward.no-nat",
		Expected: grade.Text{EN: "what was seen, and its cause", KO: "본 것과, 그 원인"},
		So:       grade.Text{EN: "the answer for %[1]s was %[2]s. What the container sends arrives outside ✓, so all the way there is all right. It is even answered; look at whom the answer is for.", KO: "여러분의 답: %[1]s = %[2]s. 컨테이너가 보낸 것이 바깥에 도착해요 ✓ 그러니 가는 길은 모두 괜찮아요. 대답까지 하는데, 누구에게 가는 대답인지 보세요."},
	},
}
