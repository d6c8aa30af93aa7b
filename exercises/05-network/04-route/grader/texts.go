//go:build linux

package grader

import "github.com/minicontainer/minicontainer/exercises/grade"

var wanted = grade.Text{EN: "a container that reaches the outside by way of the gateway", KO: "게이트웨이를 거쳐 바깥에 닿는 컨테이너"}

var hints = [3]grade.Text{
	{
		EN: "A machine sends a packet to a neighbour, or to somebody who passes it on. The container's address tells it its neighbours. Who passes on what is for everybody else, somebody has to tell it.",
		KO: "머신은 패킷을 이웃에게 보내거나, 전해 줄 누군가에게 보내요. 누가 이웃인지는 컨테이너의 주소가 알려 줘요. 그 밖의 모두에게 가는 것을 누가 전해 줄지는 누군가 알려 줘야 해요.",
	},
	{
		EN: "netlink.Route with Dst and Gw; the difference between RouteAdd and RouteReplace; netlink.NewHandleAt. Each network has a table of routes of its own: `nsenter -t PID -n ip route`.",
		KO: "netlink.Route의 Dst와 Gw. RouteAdd와 RouteReplace의 차이. netlink.NewHandleAt. 경로 테이블은 네트워크마다 따로 있어요: `nsenter -t PID -n ip route`.",
	},
	{
		EN: "1. a handle at the network of PID  2. the route: to 0.0.0.0/0, by way of the gateway  3. put it in the place of the one that may be there",
		KO: "1. PID의 네트워크를 다루는 핸들  2. 경로: 0.0.0.0/0으로, 게이트웨이를 거쳐서  3. 이미 있을지 모르는 것의 자리에 넣기",
	},
}

var mistakes = []grade.Mistake{
	{
		ID:       "net.route.no-route",
		Expected: grade.Text{EN: "a default route via %[1]s", KO: "게이트웨이가 %[1]s인 기본 경로"},
		So:       grade.Text{EN: "the container reaches the gateway ✓, and knows no way beyond it: what is not for its own network is not even sent.", KO: "컨테이너가 게이트웨이에 닿아요 ✓ 하지만 그 너머로 가는 길을 몰라요. 자기 네트워크 것이 아닌 패킷은 보내지도 않아요."},
	},
	{
		ID:       "net.route.host",
		Expected: grade.Text{EN: "a new route in the container, and none on the host", KO: "컨테이너에 새 경로, 호스트의 경로는 그대로"},
		So:       grade.Text{EN: "a default route was set ✓, in the table of the host. It has one of its own, which leads to the rest of the world; a container's is in the container's network.", KO: "기본 경로를 설정했어요 ✓ 그런데 호스트의 테이블에 했어요. 호스트에는 바깥세상으로 가는 자기 경로가 있어요. 컨테이너의 것은 컨테이너의 네트워크에 있어야 해요."},
	},
	{
		ID:       "net.route.on-link",
		Expected: grade.Text{EN: "a route via %[1]s", KO: "게이트웨이가 %[1]s인 경로"},
		So:       grade.Text{EN: "the container has a route for everything ✓, but one that names nobody to pass it on: it takes the whole world for neighbours at the same switch, and asks there who has the address.", KO: "컨테이너에 모든 것을 위한 경로가 있어요 ✓ 하지만 전해 줄 이를 정하지 않았어요. 온 세상이 같은 스위치에 붙은 이웃이라 여기고, 그 주소가 누구 것이냐고 스위치에 물어요."},
	},
	{
		ID:       "net.route.gateway",
		Expected: grade.Text{EN: "a route via %[1]s", KO: "게이트웨이가 %[1]s인 경로"},
		So:       grade.Text{EN: "the container has a default route ✓, but it leads to another address than the gateway's. That a gateway ends in .1 is a habit, not a rule.", KO: "컨테이너에 기본 경로가 있어요 ✓ 하지만 게이트웨이가 아닌 주소로 가요. 게이트웨이가 .1로 끝나는 것은 습관이지 규칙이 아니에요."},
	},
	{
		ID:       "net.route.narrow",
		Expected: grade.Text{EN: "a default route, for all addresses, via %[1]s", KO: "모든 주소로 가는 기본 경로, 게이트웨이는 %[1]s"},
		So:       grade.Text{EN: "one network outside is reached ✓, but by a route that is for some addresses only. A default route is for all that are left.", KO: "바깥의 네트워크 하나에는 닿아요 ✓ 하지만 일부 주소만을 위한 경로예요. 기본 경로는 나머지 주소 전부를 위한 거예요."},
	},
	{
		ID:       "net.route.again",
		Expected: grade.Text{EN: "no error: all is as it should be", KO: "에러 없음. 모든 것이 이미 제대로 되어 있음"},
		So:       grade.Text{EN: "the first time the route was set, and the container reached the outside ✓. The second time it was there already, which was taken for an error.", KO: "처음에는 경로가 설정됐고 컨테이너가 바깥에 닿았어요 ✓ 두 번째에는 이미 있었는데, 그것을 에러로 봤어요."},
	},
	{
		ID:       "net.route.old",
		Expected: grade.Text{EN: "one default route, via %[1]s", KO: "게이트웨이가 %[1]s인 기본 경로 하나"},
		So:       grade.Text{EN: "as long as there was no other route all was right ✓. Now the container had one by way of another gateway, and that one still counts.", KO: "다른 경로가 없을 때는 모두 맞았어요 ✓ 이번에는 컨테이너에 다른 게이트웨이를 거치는 경로가 있었는데, 그것이 아직도 쓰여요."},
	},
}
