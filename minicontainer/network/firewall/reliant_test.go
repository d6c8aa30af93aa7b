package firewall

import (
	"os/exec"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestWhoGivesPacketsOtherSourcesReliesOnForwarding(t *testing.T) {
	testenv.RealRoot(t)
	nft := testenv.Peer(t, "nft")
	ours := Table{"minicontainer"}
	err := testenv.OwnNetwork(func() {
		if err := ours.Ensure().Do(); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct{ rules, want string }{
			{"", ""},
			{"table inet theirs { chain forward { type filter hook forward priority 0; accept; }; }", ""},
			{"table ip theirs { chain out { type nat hook postrouting priority 100; oifname \"eth0\" masquerade; }; }", "ip theirs"},
		} {
			if out, err := exec.Command(nft, step.rules).CombinedOutput(); step.rules != "" && err != nil {
				t.Fatalf("nft: %v: %s", err, out)
			}
			if got, err := ours.Reliant(); got != step.want || err != nil {
				t.Errorf("after %q: %q, %v; want %q", step.rules, got, err, step.want)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
