//go:build linux

package networktest

import (
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// asCommand gives the base image's only program its other name.
const asCommand = "ln -s minibox /bin/minicontainer\n"

// TestAPortIsPublishedThroughTwoLevels: ours in a container of docker's that may do what root may, as with Play with Docker.
func TestAPortIsPublishedThroughTwoLevels(t *testing.T) {
	freshly(t, func() {
		docker := newWhale(t)
		docker.run(t, "-d", "--name", "outer", "-p", "9090:8080", "--tmpfs", "/var/lib/minicontainer:exec", "--cap-add", "ALL",
			"--security-opt", "seccomp=unconfined", "--security-opt", "systempaths=unconfined", docker.image, "sleep", "1000")
		out := docker.must(t, "exec", "outer", "sh", "-c", asCommand+`exec 2>&1
minicontainer network create shop
minicontainer run -d --name web --network shop -p 8080:80 base sh -c "mkdir /www; echo hello >/www/index.html; exec httpd -f -h /www"
minicontainer run --rm --network shop base sh -c "ping -c 1 -W 2 `+outsideAddress+` | grep loss; for i in 1 2 3 4 5; do wget -q -O - http://web && break; sleep 1; done"`)
		if !strings.Contains(out, " 0% packet loss") || !strings.HasSuffix(out, "hello\n") {
			t.Errorf("inside: %s", out)
		}
		page, err := get(t, outside, "http://"+hostAddress+":9090/")
		want(t, "outside, through both levels", "hello", page, err)
		if out := docker.must(t, "exec", "outer", "sh", "-c", "exec 2>&1; minicontainer rm -f web; minicontainer network rm shop; minicontainer network prune; ip -o link"); strings.Contains(out, "mc") {
			t.Errorf("left inside: %s", out)
		}
	})
}

// TestInAContainerThatMayNotWeSaySo: in one of ours the kernel's parameters are read-only, so its containers have no way out.
func TestInAContainerThatMayNotWeSaySo(t *testing.T) {
	needRoot(t)
	out := mc(t, "run", "--rm", "--cap-add", "ALL", "--security-opt", "seccomp=unconfined", "base", "sh", "-c", asCommand+`exec 2>&1
minicontainer run --rm base cut -d: -f1 /proc/net/dev | tail -n 1
minicontainer run --rm -p 8080:80 base true
exit 0`)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 || strings.TrimSpace(lines[0]) != "lo" || !strings.HasSuffix(lines[1], ": "+network.ErrReadOnly.Error()) {
		t.Errorf("it is told\n%s", out)
	}
}
