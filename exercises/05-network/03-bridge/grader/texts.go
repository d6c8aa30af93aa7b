//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var wanted = grade.Text{EN: "containers that reach the gateway and each other", KO: "게이트웨이와 서로에게 닿는 컨테이너"}

var hints = [3]grade.Text{
	{
		EN: "A bridge is a switch that the kernel plays. Cables are plugged into it, and the host has an interface at it, too: one that is called like the bridge. Who at the switch wants to talk to the host talks to that one.",
		KO: "브리지는 커널이 흉내 내는 스위치예요. 케이블을 꽂고, 호스트도 브리지와 이름이 같은 인터페이스로 거기에 붙어 있어요. 스위치에 있는 쪽이 호스트에게 말을 걸 때는 그 인터페이스에게 걸어요.",
	},
	{
		EN: "netlink.Bridge, netlink.Veth, netlink.LinkSetMaster (or the attribute MasterIndex). What has to be on: `ip link` shows it in angle brackets. The second call meets what the first has made.",
		KO: "netlink.Bridge, netlink.Veth, netlink.LinkSetMaster(또는 MasterIndex 속성). 무엇이 켜져 있어야 하는지는 `ip link`가 꺾쇠 안에 보여 줘요. 두 번째 호출은 첫 번째가 만들어 둔 것을 만나요.",
	},
	{
		EN: "1. is the bridge there? else make it, give it the gateway's address, set it up  2. a veth; its peer is eth0 in there  3. the host's end: into the bridge, up, no address  4. in there: the address with its mask, up",
		KO: "1. 브리지가 있나? 없으면 만들고, 게이트웨이 주소를 주고, 켜기  2. veth 만들기, 상대편은 저 안의 eth0  3. 호스트 쪽 끝: 브리지에 꽂기, 켜기, 주소는 없음  4. 저 안에서: 마스크까지 갖춘 주소, 켜기",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.bridge.no-bridge",
		Expected: grade.Text{EN: "a bridge of that name, with %[1]s", KO: "그 이름을 가진 브리지와 그 주소 %[1]s"},
		So:       grade.Text{EN: "the program was run ✓, but the host has no bridge of the name that was given.", KO: "프로그램은 실행됐어요 ✓ 하지만 호스트에 그 이름의 브리지가 없어요."},
	},
	{
		ID:       "net.bridge.no-cable",
		Expected: grade.Text{EN: "eth0 in the container", KO: "컨테이너의 eth0"},
		So:       grade.Text{EN: "the bridge is there ✓, but in the container there is no interface besides lo.", KO: "브리지는 있어요 ✓ 하지만 컨테이너에는 lo 말고 인터페이스가 없어요."},
	},
	{
		ID:       "net.bridge.container-down",
		Expected: grade.Text{EN: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>", KO: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>"},
		So:       grade.Text{EN: "the bridge is there ✓ and eth0 is in the container ✓, but it is off.", KO: "브리지가 있고 ✓ eth0도 컨테이너에 있어요 ✓ 하지만 꺼져 있어요."},
	},
	{
		ID:       "net.bridge.host-end-down",
		Expected: grade.Text{EN: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>", KO: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>"},
		So:       grade.Text{EN: "the container's end is up ✓, but LOWER_UP is missing: the end on the host is off. To plug it in does not switch it on.", KO: "컨테이너 쪽 끝은 켜져 있어요 ✓ 하지만 LOWER_UP이 없어요. 호스트 쪽 끝이 꺼져 있어요. 꽂는다고 켜지지는 않아요."},
	},
	{
		ID:       "net.bridge.no-address",
		Expected: grade.Text{EN: "in the container: eth0 has %[2]s", KO: "컨테이너의 eth0에 %[2]s"},
		So:       grade.Text{EN: "the cable is laid and both ends are up ✓, but eth0 has no address.", KO: "케이블이 놓였고 양쪽 끝이 켜져 있어요 ✓ 하지만 eth0에 주소가 없어요."},
	},
	{
		ID:       "net.bridge.mask",
		Expected: grade.Text{EN: "in the container: eth0 has %[2]s, and nothing else", KO: "컨테이너의 eth0에 %[2]s, 그 밖에는 없음"},
		So:       grade.Text{EN: "the cable is laid and both ends are up ✓, but the address is not the one that was asked for, with what stands after the slash. It tells who is at the same switch; with /32 nobody is, not even the gateway.", KO: "케이블이 놓였고 양쪽 끝이 켜져 있어요 ✓ 하지만 주소가, 빗금 뒤의 숫자까지 쳐서, 부탁한 것과 달라요. 그 숫자는 누가 같은 스위치에 있는지를 알려 줘요. /32라면 아무도, 게이트웨이조차 없어요."},
	},
	{
		ID:       "net.bridge.unplugged",
		Expected: grade.Text{EN: "the host's end has the bridge as its master", KO: "호스트 쪽 끝의 master가 브리지"},
		So:       grade.Text{EN: "bridge and cable are there, and both ends are up ✓. But the end on the host lies beside the switch: nothing that comes out of it gets to the bridge.", KO: "브리지와 케이블이 있고 양쪽 끝이 켜져 있어요 ✓ 하지만 호스트 쪽 끝이 스위치 옆에 놓여만 있어요. 거기서 나온 것이 브리지로 가지 못해요."},
	},
	{
		ID:       "net.bridge.bridge-down",
		Expected: grade.Text{EN: "the bridge <BROADCAST,MULTICAST,UP,LOWER_UP>", KO: "브리지 <BROADCAST,MULTICAST,UP,LOWER_UP>"},
		So:       grade.Text{EN: "the cable is plugged into the bridge ✓ and both its ends are up ✓, but the switch itself is off.", KO: "케이블이 브리지에 꽂혀 있고 ✓ 양쪽 끝이 켜져 있어요 ✓ 하지만 스위치 자체가 꺼져 있어요."},
	},
	{
		ID:       "net.bridge.bridge-address",
		Expected: grade.Text{EN: "on the host: the bridge has %[1]s", KO: "호스트의 브리지에 %[1]s"},
		So:       grade.Text{EN: "the container is plugged in and complete ✓, but the gateway's address belongs on the bridge itself: it alone, and nowhere else. The host listens at the interface that is called like the bridge; the end of a cable in a bridge listens to nobody.", KO: "컨테이너는 제대로 꽂혀 있어요 ✓ 하지만 게이트웨이의 주소는 브리지 자신에게, 그 주소 하나만, 다른 데는 없이 있어야 해요. 호스트는 브리지와 이름이 같은 인터페이스로 받아요. 브리지에 꽂힌 케이블 끝에 온 것은 브리지가 가져가요."},
	},
	{
		ID:       "net.bridge.second",
		Expected: grade.Text{EN: "a second container at the same bridge, and the first one as before", KO: "같은 브리지에 꽂힌 두 번째 컨테이너와, 전과 다름없는 첫 번째"},
		So:       grade.Text{EN: "one container at the bridge was all right ✓. The second one meets a bridge that is there already, with its address and with a cable.", KO: "컨테이너 하나가 브리지에 꽂혔을 때는 모두 맞았어요 ✓ 두 번째 것은 주소도 있고 케이블도 꽂힌, 이미 있는 브리지를 만나요."},
	},
	{
		ID:       "net.bridge.uplink",
		Expected: grade.Text{EN: "a host whose eth0 is as it was", KO: "eth0이 그대로인 호스트"},
		So:       grade.Text{EN: "a bridge was asked for ✓, and the host's own cable was drawn into it. What comes in there is the bridge's now, and the host's address at eth0 hears nothing: over ssh you would not read this any more.", KO: "브리지를 만들려고 했어요 ✓ 그런데 호스트 자신의 케이블까지 거기에 꽂았어요. 그리로 들어오는 것은 이제 브리지의 것이라, eth0에 있는 호스트의 주소로는 아무것도 오지 않아요. ssh로 접속해 있었다면 이 글도 못 읽었을 거예요."},
	},
	{
		ID:       "net.bridge.forwarding",
		Expected: grade.Text{EN: "the host's ip_forward: 0", KO: "호스트의 ip_forward: 0"},
		So:       grade.Text{EN: "the containers reach each other ✓, and a switch of the host was turned on that has no part in it: frames within one bridge are switched, not forwarded. The host has become a router for whoever sends it packets.", KO: "컨테이너들이 서로 닿아요 ✓ 그런데 아무 관계 없는 호스트의 설정을 켰어요. 한 브리지 안의 프레임은 스위치가 옮겨 주는 것이라, 포워딩과 상관없어요. 호스트는 이제 누구의 패킷이든 전해 주는 라우터가 됐어요."},
	},
}
