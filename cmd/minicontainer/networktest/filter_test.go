//go:build linux

package networktest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// TestNeighboursTalkWhereFramesOfBridgesAreFiltered: with bridge-nf-call-iptables on, what goes from one cable of a bridge to another
// passes the chains of forwarded packets, whose policy is to drop.
func TestNeighboursTalkWhereFramesOfBridgesAreFiltered(t *testing.T) {
	iptables := testenv.Peer(t, "iptables")
	freshly(t, func() {
		const filtered = "/proc/sys/net/bridge/bridge-nf-call-iptables"
		if err := os.WriteFile(filtered, []byte("1"), 0); err != nil {
			testenv.Missing(t, "kernel", "no br_netfilter: "+err.Error())
		}
		if out, err := exec.Command(iptables, "-P", "FORWARD", "DROP").CombinedOutput(); err != nil {
			t.Fatalf("iptables: %v: %s", err, out)
		}
		t.Cleanup(func() {
			if out, err := exec.Command("nft", "flush", "ruleset").CombinedOutput(); err != nil {
				t.Errorf("nft: %v: %s", err, out)
			}
		})
		needRoot(t)
		mc(t, "network", "create", "shop")
		mc(t, "network", "create", "office")
		web(t, "web", "hello", "--network", "shop", "-p", "8080:80")
		at := address(t, "web", "shop")
		want(t, "a neighbour", "hello\n", mc(t, "run", "--rm", "--network", "shop", "base", "wget", "-q", "-T", "5", "-O", "-", "http://"+at+"/"), nil)
		want(t, "a neighbour, by the host", "hello\n", mc(t, "run", "--rm", "--network", "shop", "base", "wget", "-q", "-T", "5", "-O", "-", "http://"+hostAddress+":8080/"), nil)
		page, err := get(t, outside, "http://"+hostAddress+":8080/")
		want(t, "outside", "hello", page, err)
		if out, _, err := try("run", "--rm", "--network", "office", "base", "wget", "-q", "-T", "1", "-O", "-", "http://"+at+"/"); err == nil {
			t.Errorf("another network reaches it: %q", out)
		}
		theyDrop(t)
	})
}

// theyDrop makes sure that it is our rules that let packets through.
func theyDrop(t *testing.T) {
	t.Helper()
	out, err := exec.Command("iptables", "-S", "FORWARD").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "-P FORWARD DROP") || !strings.Contains(string(out), "minicontainer") {
		t.Errorf("the rules show nothing: %v: %s", err, out)
	}
	if out, err := exec.Command("iptables", "-F", "FORWARD").CombinedOutput(); err != nil {
		t.Fatalf("iptables: %v: %s", err, out)
	}
	if out, said, err := try("exec", "web", "ping", "-c", "1", "-W", "1", outsideAddress); err == nil {
		t.Errorf("without our rules among theirs it works as well: %s%s", out, said)
	}
}
