//go:build linux

package bench

import (
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestTheTableOfFlowsComparesTheTwoOfARound(t *testing.T) {
	var b strings.Builder
	flowTable(&b, []flow{
		{name: "fair", rates: [2][]float64{{2e9, 20e9, 8e9}, {1e9, 10e9, 8e9}}},
		{name: "alone", rates: [2][]float64{{1e9}, nil}},
	}, "needs a whale")
	want := "\n| one connection of TCP | ours, Gbit/s | docker's bridge, Gbit/s | ratio |\n|---|---|---|---|\n" +
		"| fair | 8.0 | 8.0 | 2.00 |\n| alone | 1.0 | needs a whale | – |\n"
	if b.String() != want {
		t.Errorf("got:%s", b.String())
	}
}

func TestAClientWithoutAServerIsNoMeasurement(t *testing.T) {
	testenv.Peer(t, "iperf3")
	testenv.RealRoot(t)
	r, err := newRoom()
	if err != nil {
		t.Fatal(err)
	}
	defer r.end()
	if rate, err := send(r.words("iperf3", "-c", "127.0.0.1")); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v, %v", rate, err)
	}
}

func TestARootDirectoryHasAllThatIperfNeeds(t *testing.T) {
	testenv.Peer(t, "iperf3")
	testenv.RealRoot(t)
	root, err := iperfRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := (*room)(nil).run("chroot", root, "/bin/iperf3", "--version"); err != nil || !strings.Contains(out, "iperf 3") {
		t.Errorf("%s, %v", out, err)
	}
}
