//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var cable = grade.Text{EN: "a veth: eth0 in the container, veth… on the host, both up and with their addresses", KO: "컨테이너에는 eth0, 호스트에는 veth…인 veth. 양쪽 모두 켜져 있고 주소가 있음"}

var hints = [3]grade.Text{
	{
		EN: "A veth is a cable with two plugs, and each plug lies in a network. What is done to a plug is done in its network: there it has a name, there it is switched on, there it gets its address. Which network a process is in changes in the course of its life.",
		KO: "veth는 플러그가 둘 달린 케이블이고, 플러그는 저마다 어느 네트워크에 놓여 있어요. 플러그에 하는 일은 그 네트워크에서 해요. 이름도, 켜는 것도, 주소도 거기서요. 그리고 프로세스가 어느 네트워크에 있는지는 살아가는 동안 바뀌어요.",
	},
	{
		EN: "man 4 veth; netlink.Veth with its fields PeerName and PeerNamespace; netlink.NewHandleAt and netns.GetFromPid; netlink.AddrAdd, LinkSetUp. IFNAMSIZ in man 7 netdevice. `readlink /proc/PID/ns/net`.",
		KO: "man 4 veth. netlink.Veth의 PeerName과 PeerNamespace 필드. netlink.NewHandleAt과 netns.GetFromPid. netlink.AddrAdd, LinkSetUp. man 7 netdevice의 IFNAMSIZ. `readlink /proc/PID/ns/net`.",
	},
	{
		EN: "1. wait until /proc/PID/ns/net is another one than our own  2. a name of at most 15 bytes that is made of the whole id  3. make the veth, its peer eth0 in the network of PID  4. here: address, up  5. in there: address, up",
		KO: "1. /proc/PID/ns/net이 우리 것과 달라질 때까지 기다리기  2. id 전체로 만든 15바이트 이하의 이름  3. veth를 만들기, 상대편 eth0은 PID의 네트워크에  4. 여기서: 주소, 켜기  5. 저 안에서: 주소, 켜기",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.veth.no-cable",
		Expected: cable,
		So:       grade.Text{EN: "the program was run ✓, and in the container there still is no interface but lo.", KO: "프로그램은 실행됐어요 ✓ 하지만 컨테이너에는 여전히 lo밖에 없어요."},
	},
	{
		ID:       "net.veth.both-here",
		Expected: cable,
		So:       grade.Text{EN: "a veth was made ✓, but both of its ends are on the host: a cable that leads from the wall into the wall.", KO: "veth는 만들어졌어요 ✓ 하지만 양쪽 끝이 모두 호스트에 있어요. 벽에서 나와 다시 벽으로 들어가는 케이블이에요."},
	},
	{
		ID:       "net.veth.name-taken",
		Expected: cable,
		So:       grade.Text{EN: "a veth was asked for ✓, with an end called eth0. In one network there can be one eth0, and the host has had its own since it was started.", KO: "veth를 만들려고 했어요 ✓ 그런데 한쪽 끝의 이름이 eth0이에요. 한 네트워크에 eth0은 하나만 있을 수 있고, 호스트에는 켜질 때부터 자기 eth0이 있어요."},
	},
	{
		ID:       "net.veth.uplink",
		Expected: grade.Text{EN: "a host that has its eth0", KO: "자기 eth0이 있는 호스트"},
		So:       grade.Text{EN: "the container may have an interface ✓, but the host has lost its own: it was moved, renamed or deleted. Over ssh you would not read this any more.", KO: "컨테이너에는 인터페이스가 생겼을지 몰라요 ✓ 하지만 호스트가 자기 것을 잃었어요. 옮겼거나 이름을 바꿨거나 지웠어요. ssh로 접속해 있었다면 이 글도 못 읽었을 거예요."},
	},
	{
		ID:       "net.veth.name",
		Expected: grade.Text{EN: "interfaces in the container: lo, eth0", KO: "컨테이너의 인터페이스: lo, eth0"},
		So:       grade.Text{EN: "the cable reaches into the container ✓, but its end there is not called eth0. Programs and people look for that one.", KO: "케이블이 컨테이너 안까지 들어갔어요 ✓ 하지만 그쪽 끝의 이름이 eth0이 아니에요. 프로그램도 사람도 eth0을 찾아요."},
	},
	{
		ID:       "net.veth.container-down",
		Expected: grade.Text{EN: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>", KO: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>"},
		So:       grade.Text{EN: "eth0 is in the container ✓, and it is off: an interface that comes into another network is switched off there, whatever it was before.", KO: "eth0이 컨테이너에 있어요 ✓ 하지만 꺼져 있어요. 다른 네트워크로 들어온 인터페이스는, 전에 어땠든 거기서는 꺼진 상태예요."},
	},
	{
		ID:       "net.veth.host-down",
		Expected: grade.Text{EN: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>", KO: "eth0 <BROADCAST,MULTICAST,UP,LOWER_UP>"},
		So:       grade.Text{EN: "eth0 is in the container and up ✓, but LOWER_UP is missing: there is no light at the other end of the cable, on the host.", KO: "eth0이 컨테이너에 있고 켜져 있어요 ✓ 하지만 LOWER_UP이 없어요. 케이블의 다른 쪽 끝, 곧 호스트 쪽에 불이 들어오지 않았어요."},
	},
	{
		ID:       "net.veth.no-address",
		Expected: grade.Text{EN: "in the container: eth0 has %[1]s", KO: "컨테이너의 eth0에 %[1]s"},
		So:       grade.Text{EN: "the cable is laid and both ends are up ✓, but eth0 has no address: packets could travel, and none has a sender.", KO: "케이블이 놓였고 양쪽 끝이 켜져 있어요 ✓ 하지만 eth0에 주소가 없어요. 패킷은 다닐 수 있는데, 보내는 이가 없어요."},
	},
	{
		ID:       "net.veth.mask",
		Expected: grade.Text{EN: "in the container %[1]s, on the host %[2]s, and nothing else", KO: "컨테이너에 %[1]s, 호스트에 %[2]s, 그 밖에는 없음"},
		So:       grade.Text{EN: "the cable is laid and both ends are up ✓, but the addresses are not those that were asked for. What stands after the slash counts, too: it tells who is a neighbour, and with /32 there is none.", KO: "케이블이 놓였고 양쪽 끝이 켜져 있어요 ✓ 하지만 주소가 부탁한 것과 달라요. 빗금 뒤의 숫자도 중요해요. 누가 이웃인지를 알려 주는데, /32라면 이웃이 하나도 없어요."},
	},
	{
		ID:       "net.veth.host-address",
		Expected: grade.Text{EN: "on the host: veth… has %[2]s", KO: "호스트의 veth…에 %[2]s"},
		So:       grade.Text{EN: "the container's end is complete ✓, but at the host's end nobody has the address that it is to talk to.", KO: "컨테이너 쪽 끝은 다 됐어요 ✓ 하지만 호스트 쪽에는, 말을 걸 그 주소를 가진 인터페이스가 없어요."},
	},
	{
		ID:       "net.veth.name-too-long",
		Expected: grade.Text{EN: "a cable also for a container whose id has 64 digits", KO: "id가 64자리인 컨테이너에도 놓인 케이블"},
		So:       grade.Text{EN: "for the container called web all was right ✓; this one's id has 64 digits. The name of an interface has room for 15 bytes.", KO: "web이라는 컨테이너에서는 모두 맞았어요 ✓ 이번 것은 id가 64자리예요. 인터페이스의 이름에는 15바이트까지만 들어가요."},
	},
	{
		ID:       "net.veth.clash",
		Expected: grade.Text{EN: "a cable also for a second container, whose id begins with the same twelve digits", KO: "id의 앞 열두 자리가 같은 두 번째 컨테이너에도 놓인 케이블"},
		So:       grade.Text{EN: "one container with a long id has its cable ✓, but the second one's would have the same name on the host: from what was cut off they could have been told apart.", KO: "긴 id를 가진 컨테이너 하나에는 케이블이 있어요 ✓ 하지만 두 번째 것은 호스트에서 이름이 겹쳐요. 둘을 구별해 주는 것은 잘려 나간 쪽에 있었어요."},
	},
	{
		ID:       "net.veth.too-early",
		Expected: grade.Text{EN: "an end in the network that the process has when it is a container", KO: "프로세스가 컨테이너가 됐을 때의 네트워크에 있는 끝"},
		So:       grade.Text{EN: "containers that were ready got their cable ✓. This process was still on its way: /proc/PID/ns/net was the host's, and an end that is brought to a process stays in the network in which the process was just then.", KO: "준비가 끝난 컨테이너에는 케이블이 놓였어요 ✓ 이 프로세스는 아직 자리를 잡는 중이라 /proc/PID/ns/net이 호스트의 것이었어요. 프로세스에게 보낸 끝은 프로세스가 바로 그때 있던 네트워크에 남아요."},
	},
}
