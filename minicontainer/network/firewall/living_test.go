package firewall

import (
	"os"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// With bridge-nf-call-iptables what goes from one port of a bridge to another comes by our chains, too, and hairpins are turned
// round within the bridge, for which the port of the container has to be in hairpin mode.
func TestPacketsGoWhereTheyShouldWithBridgeNetfilter(t *testing.T) {
	alone(t, func() {
		l := newLab(t)
		if !l.bridgeNetfilter("1") {
			testenv.Missing(t, "net", "this kernel has no br_netfilter")
		}
		l.protect()
		for _, w := range l.travel(patience) {
			t.Error(w)
		}
	})
}

// bridgeNetfilter switches it; it is on in a new namespace. false: the kernel has none.
func (l *lab) bridgeNetfilter(value string) bool {
	if _, err := os.Stat("/proc/sys/net/bridge"); err != nil {
		return false
	}
	must(l.t, Sysctl{"net.bridge.bridge-nf-call-iptables", value}, Sysctl{"net.bridge.bridge-nf-call-ip6tables", value})
	return true
}
