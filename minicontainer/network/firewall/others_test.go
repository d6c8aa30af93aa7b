package firewall

import (
	"net"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/nftables"
	"github.com/vishvananda/netlink"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// ufwRules are in the shape that ufw makes: a chain for each purpose, a policy, a chain that rejects.
const ufwRules = `
for i in iptables ip6tables; do
  for c in before-logging-forward before-forward after-forward after-logging-forward reject-forward track-forward user-forward; do
    $i -N ufw-$c
  done
  for c in before-logging-forward before-forward after-forward after-logging-forward reject-forward track-forward; do
    $i -A FORWARD -j ufw-$c
  done
  $i -A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  $i -A ufw-before-forward -j ufw-user-forward
  $i -P FORWARD DROP
done`

// firewalldRules are in the shape of firewalld's, whose base chain has the policy accept and a reject at the end.
const firewalldRules = `nft -f - <<'END'
table inet firewalld {
  chain filter_FORWARD {
    type filter hook forward priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_FORWARD_ZONES
    reject with icmpx admin-prohibited
  }
  chain filter_FORWARD_ZONES {
    iifname "eth7" accept
  }
}
END`

const dockerRules = `
for i in iptables ip6tables; do
  $i -P FORWARD DROP
  $i -N DOCKER-USER
  $i -A DOCKER-USER -j RETURN
  $i -N DOCKER-ISOLATION-STAGE-1
  $i -A FORWARD -j DOCKER-USER
  $i -A FORWARD -j DOCKER-ISOLATION-STAGE-1
  $i -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
done`

var neighbours = map[string]struct {
	peers    string // programs
	rules    string
	found    []string
	readable bool // by iptables-save
}{
	"policy DROP": {"iptables ip6tables", "iptables -P FORWARD DROP; ip6tables -P FORWARD DROP",
		[]string{"ip filter FORWARD: policy drop", "ip6 filter FORWARD: policy drop"}, true},
	"docker": {"iptables ip6tables", dockerRules,
		[]string{"ip filter FORWARD: policy drop", "ip6 filter FORWARD: policy drop"}, true},
	"ufw": {"iptables ip6tables", ufwRules,
		[]string{"ip filter FORWARD: policy drop", "ip6 filter FORWARD: policy drop"}, true},
	"ufw that rejects": {"iptables ip6tables", ufwRules + "; iptables -A ufw-reject-forward -j REJECT; ip6tables -A ufw-reject-forward -j REJECT",
		[]string{"ip filter FORWARD: rejects what it does not know", "ip6 filter FORWARD: rejects what it does not know"}, true},
	"firewalld": {"nft", firewalldRules, []string{"inet firewalld filter_FORWARD: rejects what it does not know"}, false},
	"a table of nft": {"nft", "nft 'add table inet filter; add chain inet filter forward { type filter hook forward priority 0; policy drop; }'",
		[]string{"inet filter forward: policy drop"}, false},
	"legacy": {"iptables-legacy ip6tables-legacy", "iptables-legacy -w -P FORWARD DROP; ip6tables-legacy -w -P FORWARD DROP",
		[]string{"ip filter FORWARD: policy drop", "ip6 filter FORWARD: policy drop"}, false},
	"legacy docker": {"iptables-legacy ip6tables-legacy", strings.ReplaceAll(dockerRules, "$i ", "$i-legacy -w "),
		[]string{"ip filter FORWARD: policy drop", "ip6 filter FORWARD: policy drop"}, false},
}

// need asks for programs. iptables-legacy takes a lock that only the machine's root may; as the others take none, those run in parallel.
func need(t *testing.T, programs string) {
	t.Helper()
	for _, p := range append(strings.Fields(programs), "nft") {
		testenv.Peer(t, p)
	}
	if strings.Contains(programs, "legacy") {
		testenv.RealRoot(t)
	} else {
		t.Parallel()
	}
}

// foreign is every rule there is, apart from counters and from our own table.
func foreign(t *testing.T) string {
	return sh(t, `nft delete table inet minicontainer 2> /dev/null || :; nft list ruleset | sed 's/packets [0-9]* bytes [0-9]*//' | sort
if test "$(id -u)" = 0 && test -w /run/xtables.lock && which iptables-legacy > /dev/null; then iptables-legacy -w -S; ip6tables-legacy -w -S; fi | sort`)
}

func TestOthersLetUsThroughAndNobodyElse(t *testing.T) {
	for name, c := range neighbours {
		t.Run(name, func(t *testing.T) {
			need(t, c.peers)
			alone(t, func() {
				l := newLab(t)
				l.bridge("docker0", "172.17.0.1/16")
				l.add("other", "docker0", "172.17.0.1", "", "172.17.0.2/16")
				sh(t, c.rules)
				if c.readable { // which also makes the chains that were not there
					sh(t, "for i in iptables ip6tables; do $i-save -t filter | $i-restore -T filter; done")
				}
				before := foreign(t)
				l.protect()
				checkFound(t, c.found)
				if wrong := l.travel(moment); len(wrong) < 5 {
					t.Errorf("the others stop only %q", wrong)
				}
				bridges := []string{"mc0", "mc1", "mci"}
				admitted := ""
				for range 2 {
					steps, err := ours.LetThrough(bridges...)
					l.must(err)
					must(t, steps...)
					if now := sh(t, "nft -a list ruleset | sed 's/packets [0-9]* bytes [0-9]*//'"); admitted != "" && now != admitted {
						t.Errorf("let through twice:\n%s", cmp.Diff(admitted, now))
					} else {
						admitted = now
					}
				}
				for _, w := range l.travel(patience) {
					t.Error(w)
				}
				if got := l.nodes["outside"].askFor(moment, "tcp", "172.17.0.2:80"); got != "nothing" {
					t.Errorf("the others are open: %s", got)
				}
				if got := l.nodes["a1"].askFor(moment, "tcp", "172.17.0.2:80"); got != "nothing" && strings.Contains(c.peers, "tables") {
					t.Errorf("the others are open to our containers: %s", got)
				}
				if c.readable {
					checkReadable(t)
				}
				steps, err := ours.TakeBack("mc0", "mc1")
				l.must(err)
				must(t, steps...)
				must(t, steps...)
				if left, err := ours.TakeBack(); err != nil || len(left) == 0 {
					t.Errorf("the rules for mci are gone: %v, %v", left, err)
				} else {
					must(t, left...)
				}
				if diff := cmp.Diff(before, foreign(t)); diff != "" {
					t.Errorf("left in others' tables:\n%s", diff)
				}
			})
		})
	}
}

func checkFound(t *testing.T, want []string) {
	t.Helper()
	others, err := Others()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, o := range others {
		found = append(found, o.String())
	}
	slices.Sort(found)
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

// checkReadable saves and restores the rules by iptables' own programs, and finds ours in them.
func checkReadable(t *testing.T) {
	t.Helper()
	for _, program := range []string{"iptables", "ip6tables"} {
		save := program + "-save -t filter 2> /dev/null | sed '/^#/d; s/\\[.*\\]//'"
		saved := sh(t, save)
		for _, want := range []string{
			"-i mc0 -m comment --comment minicontainer -j ACCEPT",
			"-o mc0 -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -m comment --comment minicontainer -j ACCEPT",
		} {
			if !strings.Contains(saved, want) {
				t.Errorf("%s-save does not show %q:\n%s", program, want, saved)
			}
			if listed := sh(t, program+" -S"); !strings.Contains(listed, want) {
				t.Errorf("%s -S does not show %q:\n%s", program, want, listed)
			}
		}
		if again := sh(t, program+"-save -t filter 2> /dev/null | "+program+"-restore -T filter; "+save); again != saved {
			t.Errorf("%s-restore: %s", program, cmp.Diff(saved, again))
		}
	}
	steps, err := ours.LetThrough("mc0", "mc1", "mci")
	if err != nil {
		t.Fatal(err)
	}
	before := sh(t, "iptables -S")
	must(t, steps...)
	if diff := cmp.Diff(before, sh(t, "iptables -S")); diff != "" {
		t.Errorf("not recognised after they were restored:\n%s", diff)
	}
}

func TestNobodyElseThereIsNothingToDo(t *testing.T) {
	alone(t, func() {
		must(t, ours.Ensure())
		checkFound(t, nil)
		if steps, err := ours.LetThrough("mc0"); err != nil || len(steps) > 0 {
			t.Errorf("LetThrough plans %d steps, %v", len(steps), err)
		}
	})
}

// The lines of the steps, typed, are recognised by the steps.
func TestTheLinesLetThroughWhatTheStepsDo(t *testing.T) {
	for name, c := range neighbours {
		t.Run(name, func(t *testing.T) {
			need(t, c.peers)
			alone(t, func() {
				sh(t, c.rules)
				l := &lab{t, map[string]*node{}}
				l.here("host")
				l.bridge("docker0", "172.17.0.1/16")
				l.bridge("mc0", "10.88.0.1/16")
				must(t, ours.Ensure())
				steps, err := ours.LetThrough("mc0")
				if err != nil || len(steps) == 0 {
					t.Fatal("LetThrough plans nothing", err)
				}
				for _, s := range steps {
					sh(t, s.Line())
				}
				typed := foreign(t)
				must(t, steps...)
				if diff := cmp.Diff(typed, foreign(t)); diff != "" {
					t.Errorf("(-typed +done):\n%s", diff)
				}
			})
		})
	}
}

// An uplink that is a bridge, as on hosts of virtual machines, is none of others' containers.
func TestPeersAreBridgesOfOthers(t *testing.T) {
	alone(t, func() {
		l := newLab(t)
		l.protect()
		host := l.nodes["host"]
		l.bridge("docker0", "172.17.0.1/16")
		l.bridge("br0", "198.51.100.2/24")
		l.must(host.h.RouteAdd(&netlink.Route{Gw: net.ParseIP("198.51.100.1")}))
		c, err := nftables.New()
		l.must(err)
		peers, err := ours.peers(c, nil)
		if err != nil || !slices.Equal(peers, []string{"docker0"}) {
			t.Errorf("peers are %q, %v", peers, err)
		}
	})
}

func TestAFirewallThatNothingHereCanReadIsTold(t *testing.T) {
	testenv.Peer(t, "iptables-legacy")
	testenv.RealRoot(t)
	t.Setenv("PATH", os.Getenv("PATH")) // restored after the test
	alone(t, func() {
		sh(t, "iptables-legacy -w -P FORWARD DROP")
		os.Setenv("PATH", t.TempDir()) //nolint:errcheck // it is a name that can be
		others, err := Others()
		if err != nil || len(others) != 1 || !others[0].Unreadable || others[0].String() != "ip filter FORWARD: cannot be read without iptables-legacy" {
			t.Errorf("Others are %+v, %v", others, err)
		}
		if steps, err := ours.LetThrough("mc0"); err != nil || len(steps) > 0 {
			t.Errorf("LetThrough plans %d steps, %v", len(steps), err)
		}
	})
}
