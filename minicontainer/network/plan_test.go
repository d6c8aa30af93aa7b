//go:build linux

package network

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// A connection as the lines that a person would type, with the rules of the firewall left to its own tests.
func TestAConnectionAsShellLines(t *testing.T) {
	n := Network{Name: "shop", ID: strings.Repeat("5", 64), Bridge: "mc-555555555555", Subnet: netip.MustParsePrefix("10.89.0.0/16"),
		Gateway: netip.MustParseAddr("10.89.0.1"), Subnet6: netip.MustParsePrefix("fd01::/64")}
	a := netip.MustParseAddr("10.89.0.7")
	e := Endpoint{Address: a, Address6: n.Address6(a), MAC: macOf(a).String(), Cable: cableName(strings.Repeat("c", 64), n), Link: "eth0"}
	container := Place{pid: 4711}
	want := `ip link add mc-555555555555 address 02:42:0a:59:00:01 type bridge
ip address replace 10.89.0.1/16 brd + dev mc-555555555555
ip address replace fd01::1/64 nodad dev mc-555555555555
ip link set mc-555555555555 up
ip link add mvcccccccc55555 type veth peer name eth0 address 02:42:0a:59:00:07 netns 4711
ip link set mvcccccccc55555 master mc-555555555555
bridge link set dev mvcccccccc55555 hairpin on
ip link set mvcccccccc55555 up
nsenter --target 4711 --net ip address replace 10.89.0.7/16 brd + dev eth0
nsenter --target 4711 --net ip address replace fd01::7/64 nodad dev eth0
nsenter --target 4711 --net ip link set eth0 up
nsenter --target 4711 --net ip route replace default via 10.89.0.1
nsenter --target 4711 --net ip -6 route replace default via fd01::1
`
	var got strings.Builder
	for _, line := range strings.SplitAfter(plan.Lines(append(Open("/var/lib/minicontainer").bridgeSteps(n, Place{}), cableSteps(e, n, Place{}, container, true)...)), "\n") {
		if strings.HasPrefix(line, "ip ") || strings.HasPrefix(line, "nsenter ") || strings.HasPrefix(line, "bridge ") {
			got.WriteString(line)
		}
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, name := range []string{n.Bridge, e.Cable, Open("/elsewhere").bridgeName(Network{Name: Default}), OpenBeside("/x", "stage").bridgeName(Network{Name: Default})} {
		if len(name) > 15 {
			t.Errorf("%s is %d bytes long: the kernel takes 15", name, len(name))
		}
	}
}
