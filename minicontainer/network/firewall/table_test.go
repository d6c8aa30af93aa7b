package firewall

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

var ours = Table{Name: "minicontainer"}

// alone runs body in a network namespace of its own.
func alone(t testing.TB, body func()) {
	t.Helper()
	testenv.Root(t)
	if err := testenv.OwnNetwork(body); err != nil && !t.Failed() && !t.Skipped() {
		t.Fatal(err)
	}
}

// sh runs a command in the namespace of the thread and returns what it says.
func sh(t testing.TB, line string) string {
	t.Helper()
	out, err := exec.Command("sh", "-ec", line).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	return string(out)
}

func ruleset(t testing.TB) string {
	t.Helper()
	testenv.Peer(t, "nft")
	// Newer versions have a name for the priority.
	text := strings.Replace(sh(t, "nft list ruleset"), "hook output priority dstnat", "hook output priority -100", 1)
	return inOrderOfElements(text)
}

var lists = regexp.MustCompile(`(elements = |map )\{([^}]*)\}`)

// inOrderOfElements sorts the elements of each set, as the kernel lists them in the order of a hash with a random seed.
func inOrderOfElements(ruleset string) string {
	return lists.ReplaceAllStringFunc(ruleset, func(list string) string {
		parts := lists.FindStringSubmatch(list)
		elements := strings.Split(parts[2], ",")
		for i, e := range elements {
			elements[i] = strings.TrimSpace(e)
		}
		slices.Sort(elements)
		return parts[1] + "{ " + strings.Join(elements, ", ") + " }"
	})
}

func must(t testing.TB, steps ...plan.Step) {
	t.Helper()
	if err := plan.Run(steps, nil); err != nil {
		t.Fatal(err)
	}
}

func look(t testing.TB) State {
	t.Helper()
	s, err := ours.Look()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func prefixes(list ...string) (p []netip.Prefix) {
	for _, s := range list {
		p = append(p, netip.MustParsePrefix(s))
	}
	return p
}

func targets(list ...string) (to []netip.AddrPort) {
	for _, s := range list {
		to = append(to, netip.MustParseAddrPort(s))
	}
	return to
}

var (
	twoNetworks = []Network{
		{Bridge: "mc-0123456789ab", Subnets: prefixes("10.89.0.0/24"), Internal: true},
		{Bridge: "mc0", Subnets: prefixes("10.88.0.0/16", "fd00:88::/64")},
	}
	ports = []Port{
		{Proto: "udp", Host: netip.MustParseAddr("127.0.0.1"), HostPort: 53, To: targets("10.88.0.2:53")},
		{Proto: "tcp", HostPort: 8080, To: targets("10.88.0.2:80", "[fd00:88::2]:80")},
		{Proto: "tcp", HostPort: 8081, To: targets("10.88.0.3:80", "10.88.0.2:80", "[fd00:88::3]:80", "[fd00:88::2]:80")},
		{Proto: "tcp", Host: netip.MustParseAddr("2001:db8::1"), HostPort: 8081, To: targets("[fd00:88::3]:80", "[fd00:88::2]:81")},
		{Proto: "sctp", HostPort: 9999, To: targets("10.88.0.2:9")},
	}
)

func takeOut() (steps []plan.Step) {
	for _, p := range ports {
		steps = append(steps, ours.Unpublish(p))
	}
	for _, n := range twoNetworks {
		steps = append(steps, ours.RemoveNetwork(n))
	}
	return steps
}

func fill() []plan.Step {
	steps := []plan.Step{ours.Ensure()}
	for _, n := range twoNetworks {
		steps = append(steps, ours.AddNetwork(n))
	}
	for _, p := range ports {
		steps = append(steps, ours.Publish(p))
	}
	return steps
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestStepsSayWhatAPersonWouldType(t *testing.T) {
	golden(t, "lines.txt", plan.Lines(fill())+plan.Lines(takeOut()))
}

func TestNftShowsTheTableAsItIsMeant(t *testing.T) {
	alone(t, func() {
		must(t, fill()...)
		golden(t, "table.nft", ruleset(t))
	})
}

// The lines are typed in one namespace, the steps done in another: the outcome is one and the same.
func TestTheLinesDoWhatTheStepsDo(t *testing.T) {
	testenv.Peer(t, "nft")
	var done, typed, cleared string
	alone(t, func() {
		must(t, fill()...)
		done = ruleset(t)
	})
	alone(t, func() {
		sh(t, plan.Lines(fill()))
		typed = ruleset(t)
		if s := look(t); !s.Whole {
			t.Error("Look takes the typed table for a broken one")
		}
		must(t, fill()...)
		if diff := cmp.Diff(typed, ruleset(t)); diff != "" {
			t.Errorf("the steps find something to do after the lines:\n%s", diff)
		}
		sh(t, plan.Lines(takeOut()))
		cleared = ruleset(t)
	})
	alone(t, func() {
		must(t, ours.Ensure())
		if diff := cmp.Diff(ruleset(t), cleared); diff != "" {
			t.Errorf("the lines leave something:\n%s", diff)
		}
		sh(t, ours.Remove().Line()+"\n"+ours.Remove().Line())
		if s := look(t); s.Exists {
			t.Error("the line does not remove the table")
		}
	})
	if diff := cmp.Diff(done, typed); diff != "" {
		t.Errorf("(-done +typed):\n%s", diff)
	}
}

func TestLookReadsBackWhatWasEntered(t *testing.T) {
	alone(t, func() {
		if s := look(t); s.Exists || s.Whole || s.Networks != nil || s.Ports != nil {
			t.Errorf("an empty namespace has %+v", s)
		}
		must(t, fill()...)
		got := look(t)
		want := State{Exists: true, Whole: true, Networks: twoNetworks, Ports: ports}
		same := cmp.Options{cmp.Comparer(func(a, b netip.Addr) bool { return a == b }), cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b }),
			cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })}
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("(-entered +read):\n%s", diff)
		}
		for _, n := range twoNetworks {
			if !got.HasNetwork(n) {
				t.Errorf("HasNetwork denies %v", n)
			}
		}
		for _, p := range ports {
			if !got.HasPort(p) {
				t.Errorf("HasPort denies %v", p)
			}
			if p.HostPort++; got.HasPort(p) {
				t.Errorf("HasPort affirms %v", p)
			}
		}
	})
}

func TestDoneTwiceChangesNothing(t *testing.T) {
	alone(t, func() {
		must(t, fill()...)
		testenv.Peer(t, "nft")
		before := sh(t, "nft -a list ruleset") // with the handles: nothing is written anew
		must(t, fill()...)
		if diff := cmp.Diff(before, sh(t, "nft -a list ruleset")); diff != "" {
			t.Errorf("(-once +twice):\n%s", diff)
		}
	})
}

func TestWhatIsTakenOutLeavesNothing(t *testing.T) {
	alone(t, func() {
		must(t, ours.Ensure())
		empty := ruleset(t)
		must(t, fill()...)
		for range 2 {
			must(t, takeOut()...)
		}
		if diff := cmp.Diff(empty, ruleset(t)); diff != "" {
			t.Errorf("(-empty +emptied):\n%s", diff)
		}
		for range 2 {
			must(t, ours.Remove())
		}
		if left := ruleset(t); left != "" {
			t.Errorf("left after Remove:\n%s", left)
		}
		must(t, ours.RemoveNetwork(twoNetworks[0]), ours.Unpublish(ports[1]), ours.Unpublish(ports[2]))
	})
}

func TestTablesDoNotDisturbEachOther(t *testing.T) {
	alone(t, func() {
		other := Table{Name: "minicontainer-1a2b3c4d"}
		must(t, fill()...)
		before := ruleset(t)
		must(t, other.Ensure(), other.AddNetwork(Network{Bridge: "mcx", Subnets: prefixes("10.99.0.0/16")}), other.Publish(ports[2]))
		if s, err := other.Look(); err != nil || len(s.Networks) != 1 || len(s.Ports) != 1 {
			t.Errorf("the other table has %+v, %v", s, err)
		}
		must(t, other.Remove())
		if diff := cmp.Diff(before, ruleset(t)); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	})
}

func TestNonsenseIsRefused(t *testing.T) {
	alone(t, func() {
		must(t, ours.Ensure())
		for _, s := range []plan.Step{
			ours.Publish(Port{Proto: "icmp", HostPort: 1, To: targets("10.88.0.2:1")}),
			ours.Publish(Port{Proto: "tcp", To: targets("10.88.0.2:1")}),
			ours.Publish(Port{Proto: "tcp", HostPort: 1, Host: netip.MustParseAddr("::"), To: targets("10.88.0.2:1")}),
			ours.AddNetwork(Network{Bridge: `x" }; flush ruleset`}),
			ours.AddNetwork(Network{Bridge: "sixteen-letters-"}),
			ours.AddNetwork(Network{}),
		} {
			if err := s.Do(); err == nil {
				t.Errorf("%s: done", s.Name())
			}
		}
		if s := look(t); len(s.Networks)+len(s.Ports) > 0 {
			t.Errorf("something came in: %+v", s)
		}
	})
}
