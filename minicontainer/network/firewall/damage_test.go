package firewall

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestDamageIsSeenAndRepaired(t *testing.T) {
	testenv.Peer(t, "nft")
	for name, c := range map[string]struct {
		damage  string
		emptied bool
		broken  bool
	}{
		"table deleted":             {"nft delete table inet minicontainer", true, true},
		"chain flushed":             {"nft flush chain inet minicontainer forward", false, true},
		"first rule deleted":        {"nft delete rule inet minicontainer forward handle $(nft -a list chain inet minicontainer forward | sed -n 's/.*neighbours.*handle //p')", false, true},
		"rule added":                {"nft add rule inet minicontainer forward accept", false, true},
		"rule replaced":             {"nft flush chain inet minicontainer guard; nft add rule inet minicontainer guard drop; nft add rule inet minicontainer guard drop", false, true},
		"chain deleted":             {"nft flush chain inet minicontainer guard; nft delete chain inet minicontainer guard", false, true},
		"policy changed":            {"nft 'add chain inet minicontainer forward { policy drop; }'", false, true},
		"set deleted":               {"nft flush chain inet minicontainer published; nft delete map inet minicontainer ports6_at", true, true},
		"chain with another hook":   {"nft flush chain inet minicontainer guard; nft delete chain inet minicontainer guard; nft 'add chain inet minicontainer guard { type filter hook input priority 0; }'", true, true},
		"set of another type":       {"nft flush chain inet minicontainer forward; nft delete set inet minicontainer same_bridge; nft 'add set inet minicontainer same_bridge { type mark; }'", true, true},
		"port deleted":              {"nft 'delete element inet minicontainer ports4 { tcp . 8080 }'", false, false},
		"turns deleted":             {"nft 'delete element inet minicontainer balanced4 { tcp . 8081 }'", false, false},
		"port led astray":           {"nft 'delete element inet minicontainer ports4 { tcp . 8080 }; add element inet minicontainer ports4 { tcp . 8080 : 10.88.0.9 . 80 }'", false, false},
		"turns led astray":          {"nft flush chain inet minicontainer lb-tcp-8081", false, false},
		"change of port broken off": {"nft 'add element inet minicontainer ports4 { tcp . 8081 : 10.88.0.2 . 80 }'", false, false},
		"bridge deleted":            {"nft 'delete element inet minicontainer bridges { mc0 }'", false, false},
		"pair deleted":              {"nft 'delete element inet minicontainer same_bridge { mc0 . mc0 }'", false, false},
		"subnet deleted":            {"nft 'delete element inet minicontainer subnets4 { 10.88.0.0/16 }'", false, false},
		"internal opened":           {"nft flush set inet minicontainer internal", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			alone(t, func() {
				must(t, fill()...)
				want := ruleset(t)
				sh(t, c.damage)
				s := look(t)
				if s.Whole == c.broken {
					t.Errorf("Look says whole: %v", s.Whole)
				}
				if !c.broken && allThere(s) {
					t.Error("Look misses nothing")
				}
				ensure := ours.Ensure()
				must(t, ensure)
				if ensure.Emptied() != c.emptied {
					t.Errorf("Emptied is %v", ensure.Emptied())
				}
				if s := look(t); c.broken && !c.emptied && !allThere(s) {
					t.Errorf("the repair has lost elements: %+v", s)
				}
				must(t, fill()...)
				if got := ruleset(t); sorted(got) != sorted(want) {
					t.Errorf("not repaired:\n%s", cmp.Diff(want, got))
				}
			})
		})
	}
}

func allThere(s State) bool {
	for _, n := range twoNetworks {
		if !s.HasNetwork(n) {
			return false
		}
	}
	for _, p := range ports {
		if !s.HasPort(p) {
			return false
		}
	}
	return true
}

// sorted is the table chain by chain in alphabetic order: one that was made anew is listed last.
func sorted(ruleset string) string {
	blocks := strings.Split(strings.TrimSuffix(ruleset, "}\n"), "\n\n")
	for i, b := range blocks {
		blocks[i] = strings.TrimSpace(strings.TrimPrefix(b, "table inet minicontainer {\n"))
	}
	slices.Sort(blocks)
	return strings.Join(blocks, "\n\n")
}
