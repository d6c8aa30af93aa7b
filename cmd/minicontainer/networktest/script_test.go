//go:build linux

package networktest

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// The script connects a container as the runtime does: what the container sees of its network is the same. It gets the next
// address, and has no name server of ours.
func TestTheScriptMakesTheSameConnection(t *testing.T) {
	needRoot(t)
	testenv.Peer(t, "unshare")
	testenv.Peer(t, "ip")
	testenv.Peer(t, "nft")
	mc(t, "network", "create", "--ipv6", "shop")
	mc(t, "run", "--rm", "base", "true")
	const tell = "ip addr | grep -v -e tentative -e link-netns -e fe80 -e valid_lft; ip route; cut -d' ' -f4- /proc/self/mountinfo | grep /etc; hostname; cat /etc/hosts; ping -c 1 -W 2 " + outsideAddress + " | grep loss"
	args := []string{"--network", "shop", "--hostname", "box", "-p", "8080:80", "base", "sh", "-c", tell}
	seen := mc(t, append([]string{"run", "--rm"}, args...)...)
	script := mc(t, append([]string{"run", "--explain=script"}, args...)...)
	cmd := exec.Command("sh", "-c", script)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, out, script)
	}
	if diff := cmp.Diff(plainNetwork(seen), plainNetwork(string(out))); diff != "" {
		t.Errorf("run (-) and its script (+) differ:\n%s", diff)
	}
	if !strings.Contains(seen, " 0% packet loss") {
		t.Errorf("it saw too little: %s", seen)
	}
}

var numbers = regexp.MustCompile(`@if\d+|\.0\.\d+|:[0-9a-f]{2} brd|::[0-9a-f]+|\S*/(hosts|hostname|resolv.conf) /etc|rw,relatime - .*`)

func plainNetwork(text string) string { return numbers.ReplaceAllString(text, "~") }
