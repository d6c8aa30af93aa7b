package firewall

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vishvananda/netlink"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

func replicas(to ...string) Port { return Port{Proto: "tcp", HostPort: 8080, To: targets(to...)} }

const (
	a1 = "10.88.0.2:80"
	a2 = "10.88.0.3:80"
)

func TestSeveralContainersBehindOnePortAnswerInTurn(t *testing.T) {
	alone(t, func() {
		l := newLab(t)
		l.protect()
		for _, c := range []struct {
			to   []string
			want string
		}{
			{[]string{a1, a2}, "a1 a2 a1 a2"}, {[]string{a2, a1, a1}, "a2 a1 a1 a2"}, {[]string{a2}, "a2 a2 a2 a2"}, {[]string{a1}, "a1 a1 a1 a1"},
			{nil, "nothing nothing"}, {[]string{a1, a2}, "a1 a2"},
		} {
			must(t, ours.Publish(replicas(c.to...)))
			wait := patience
			if c.to == nil {
				wait = moment
			}
			var got []string
			for range strings.Fields(c.want) {
				who, _, _ := strings.Cut(l.nodes["outside"].askFor(wait, "tcp", "192.0.2.1:8080"), " ")
				got = append(got, who)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("to %v: %v answered, want %s", c.to, got, c.want)
			}
			if s := look(t); !s.HasPort(replicas(c.to...)) || !s.Whole {
				t.Errorf("to %v: Look reads %+v", c.to, s.Ports)
			}
		}
	})
}

func TestScalingUpAndDownLosesNoConnection(t *testing.T) {
	alone(t, func() {
		l := newLab(t)
		l.protect()
		must(t, ours.Publish(replicas(a1)))
		var asked, lost atomic.Int64
		stop := make(chan bool)
		var clients sync.WaitGroup
		for range 2 {
			clients.Add(1)
			go func() {
				defer clients.Done()
				for {
					select {
					case <-stop:
						return
					default:
					}
					asked.Add(1)
					if l.nodes["outside"].ask("tcp", "192.0.2.1:8080") == "nothing" {
						lost.Add(1)
					}
				}
			}()
		}
		for range 50 {
			must(t, ours.Publish(replicas(a1, a2)), ours.Publish(replicas(a2)), ours.Publish(replicas(a2, a1, a2)), ours.Publish(replicas(a1)))
		}
		close(stop)
		clients.Wait()
		if asked.Load() < 20 || lost.Load() > 0 {
			t.Errorf("of %d connections %d were lost", asked.Load(), lost.Load())
		}
	})
}

// A client that keeps its socket, as those of DNS and of games do, follows the container to its new address.
func TestDatagramsFollowThePort(t *testing.T) {
	alone(t, func() {
		l := newLab(t)
		must(t, ours.Ensure(), ours.AddNetwork(Network{Bridge: "mc0", Subnets: prefixes("10.88.0.0/16", "fd00:88::/64")}))
		for _, host := range []string{"192.0.2.1:8080", "[2001:db8::1]:8080"} {
			var c net.Conn
			l.nodes["outside"].inside(func() {
				var err error
				c, err = net.Dial("udp", host)
				l.must(err)
			})
			defer c.Close()
			for _, step := range []struct {
				to   []string
				want string
			}{
				{nil, ""}, {[]string{a1, "[fd00:88::2]:80"}, "a1"}, {[]string{a2, "[fd00:88::3]:80"}, "a2"}, {nil, ""}, {[]string{a1, "[fd00:88::2]:80"}, "a1"},
			} {
				p := Port{Proto: "udp", HostPort: 8080, To: targets(step.to...)}
				must(t, ours.Publish(p), ours.Forget(p))
				if got := exchange(c); got != step.want {
					t.Errorf("%s, published to %v: %q answers", host, step.to, got)
				}
			}
		}
	})
}

// exchange sends a datagram and returns the name of who answers.
func exchange(c net.Conn) string {
	c.Write([]byte("?")) //nolint:errcheck // an ICMP error about the one before; then there is no answer
	c.Write([]byte("?")) //nolint:errcheck // as above
	b := make([]byte, 100)
	for end := time.Now().Add(2 * moment); time.Now().Before(end); {
		c.SetReadDeadline(end) //nolint:errcheck // fails for a closed one only
		n, err := c.Read(b)
		if err == nil {
			name, _, _ := strings.Cut(string(b[:n]), " ")
			c.SetReadDeadline(time.Now().Add(moment / 4)) //nolint:errcheck // as above
			c.Read(b)                                     //nolint:errcheck // the second answer, if it comes
			return name
		}
	}
	return ""
}

// Established flows of others stay: only those to the port are forgotten.
func TestForgetPicksFlows(t *testing.T) {
	p := Port{Proto: "udp", HostPort: 53, To: targets("10.88.0.2:53")}
	entries, err := p.entries(ours)
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	s := staleFlow{entries[0], []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
	for _, c := range []struct {
		dst     string
		port    uint16
		answers string
		from    uint16
		want    bool
	}{
		{"192.0.2.1", 53, "10.88.0.9", 53, true},        // to a container that was there before
		{"192.0.2.1", 53, "192.0.2.1", 53, true},        // to the host, before the port was published
		{"127.0.0.1", 53, "10.88.0.9", 53, true},        // from the host
		{"192.0.2.1", 53, "10.88.0.2", 53, false},       // to where it leads
		{"192.0.2.1", 53, "10.88.0.2", 54, true},        // to another port there
		{"192.0.2.1", 54, "192.0.2.1", 54, false},       // another port of the host's
		{"198.51.100.1", 53, "198.51.100.1", 53, false}, // a query that goes out
	} {
		flow := flowOf(c.dst, c.port, c.answers, c.from)
		if got := s.MatchConntrackFlow(flow); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func flowOf(dst string, port uint16, answers string, from uint16) *netlink.ConntrackFlow {
	return &netlink.ConntrackFlow{
		Forward: netlink.IPTuple{Protocol: protocols["udp"], DstIP: net.ParseIP(dst), DstPort: port},
		Reverse: netlink.IPTuple{Protocol: protocols["udp"], SrcIP: net.ParseIP(answers), SrcPort: from},
	}
}

func TestForwardingKeepsRouterAdvertisements(t *testing.T) {
	alone(t, func() {
		l := &lab{t, map[string]*node{}}
		l.here("host")
		l.add("outside", "", "", "", "192.0.2.2/24")
		for _, key := range []string{forward4, forward6} {
			must(t, Sysctl{key, "0"})
		}
		const learn = "net/ipv6/conf/to-outside/accept_ra"
		must(t, Sysctl{learn, "1"})
		if v4, v6, err := Forwarding(); v4 || v6 || err != nil {
			t.Error("forwarding:", v4, v6, err)
		}
		for range 2 {
			switches, err := SetForwarding6()
			l.must(err)
			for _, s := range append(switches, SetForwarding4()) {
				must(t, s)
			}
		}
		if v4, v6, err := Forwarding(); !v4 || !v6 || err != nil {
			t.Error("forwarding:", v4, v6, err)
		}
		if was, err := (Sysctl{Key: learn}).Was(); was != "2" || err != nil {
			t.Errorf("accept_ra is %s, %v", was, err)
		}
		if err := (Sysctl{"net.ipv4.no_such_thing", "1"}).Do(); err == nil || !strings.HasPrefix(err.Error(), "set net.ipv4.no_such_thing to 1: ") {
			t.Errorf("Do = %v", err)
		}
	})
}

// A thread sees its own namespace's parameters, not its process's.
func TestSysctlIsOfTheThreadsNamespace(t *testing.T) {
	before, err := os.ReadFile("/proc/sys/net/ipv4/ip_forward")
	if err != nil {
		t.Skip("no /proc/sys:", err)
	}
	alone(t, func() {
		other := "1"
		if strings.TrimSpace(string(before)) == "1" {
			other = "0"
		}
		s := Sysctl{forward4, other}
		must(t, s)
		if got := strings.TrimSpace(sh(t, plan.Quote("cat", s.Path()))); got != other {
			t.Errorf("the namespace has %s, want %s", got, other)
		}
	})
	after, err := os.ReadFile(filepath.Join("/proc/sys", "net/ipv4/ip_forward"))
	if err != nil || string(after) != string(before) {
		t.Errorf("outside it has become %s, %v", after, err)
	}
}

func manyPorts(t testing.TB, n int) {
	must(t, ours.Ensure(), ours.AddNetwork(Network{Bridge: "mc0", Subnets: prefixes("10.88.0.0/16")}))
	for i := range n {
		must(t, ours.Publish(Port{Proto: "tcp", HostPort: uint16(10000 + i), To: targets(a1)}))
	}
}

func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{0, 500, 5000} {
		b.Run(fmt.Sprintf("at %d ports", n), func(b *testing.B) {
			alone(b, func() {
				manyPorts(b, n)
				p := replicas(a1)
				b.ResetTimer()
				for range b.N {
					must(b, ours.Publish(p), ours.Unpublish(p))
				}
			})
		})
	}
}

func BenchmarkPublishToSeveral(b *testing.B) {
	for _, n := range []int{0, 500} {
		b.Run(fmt.Sprintf("at %d ports", n), func(b *testing.B) {
			alone(b, func() {
				manyPorts(b, n)
				p := replicas(a1, a2)
				b.ResetTimer()
				for range b.N {
					must(b, ours.Publish(p), ours.Unpublish(p))
				}
			})
		})
	}
}

func BenchmarkEnsureWhenWhole(b *testing.B) {
	for _, n := range []int{0, 500} {
		b.Run(fmt.Sprintf("at %d ports", n), func(b *testing.B) {
			alone(b, func() {
				manyPorts(b, n)
				b.ResetTimer()
				for range b.N {
					must(b, ours.Ensure())
				}
			})
		})
	}
}

// What it costs is counted in allocations, which no load of the machine changes: to list the ports takes some for each.
func TestPublishingCostsTheSameAtManyPorts(t *testing.T) {
	cost := func(n int) (count int) {
		alone(t, func() {
			manyPorts(t, n)
			before := testing.AllocsPerRun(1, func() {})
			count = int(testing.AllocsPerRun(5, func() { must(t, ours.Publish(replicas(a1)), ours.Unpublish(replicas(a1))) }) - before)
		})
		return count
	}
	few, many := cost(0), cost(500)
	if few == 0 || many > few+few/10 {
		t.Errorf("%d allocations at no ports, %d at 500", few, many)
	}
}
