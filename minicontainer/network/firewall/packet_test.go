package firewall

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// journeys are who asks whom, and what comes back: each as "node network address: answer".
var journeys = strings.Split(strings.TrimSpace(`
host tcp 127.0.0.1:8080         a1 sees 10.88.0.1
host udp 127.0.0.1:8080         a1 sees 10.88.0.1
host tcp 127.0.0.1:8081         a2 sees 10.88.0.1
host tcp 127.0.0.1:8083         a1 sees 10.88.0.1
host tcp 192.0.2.1:8080         a1 sees 192.0.2.1
host tcp 192.0.2.1:8083         nothing
host tcp 10.88.0.1:8080         a1 sees 10.88.0.1
host tcp 10.88.0.2:80           a1 sees 10.88.0.1
host tcp [2001:db8::1]:8080     a1 sees 2001:db8::1
host tcp [::1]:8080             host sees ::1
host tcp 10.90.0.2:80           i1 sees 10.90.0.1
outside tcp 192.0.2.1:8080      a1 sees 192.0.2.2
outside udp 192.0.2.1:8080      a1 sees 192.0.2.2
outside tcp 192.0.2.1:8081      a2 sees 192.0.2.2
outside tcp 192.0.2.1:8082      a2 sees 192.0.2.2
outside tcp [2001:db8::1]:8080  a1 sees 2001:db8::2
outside udp [2001:db8::1]:8080  a1 sees 2001:db8::2
outside tcp [2001:db8::1]:8081  a2 sees 2001:db8::2
outside tcp [2001:db8::1]:8082  a2 sees 2001:db8::2
outside tcp [2001:db8::1]:8084  a1 sees 2001:db8::2
outside tcp 192.0.2.1:8083      nothing
outside tcp 127.0.0.1:8083      nothing
outside udp 127.0.0.1:8083      nothing
outside tcp 10.88.0.2:80        nothing
outside udp 10.88.0.2:80        nothing
outside tcp [fd00:88::2]:80     nothing
outside tcp 192.0.2.1:8090      nothing
outside tcp [2001:db8::1]:8090  nothing
outside tcp 10.90.0.2:80        nothing
a1 tcp 192.0.2.1:8080           a1 sees 10.88.0.1
a1 udp 192.0.2.1:8080           a1 sees 10.88.0.1
a1 tcp 10.88.0.1:8080           a1 sees 10.88.0.1
a1 tcp [2001:db8::1]:8080       a1 sees fd00:88::1
a2 tcp 192.0.2.1:8080           a1 sees 10.88.0.1
a2 tcp 192.0.2.1:8081           a2 sees 10.88.0.1
a2 tcp [2001:db8::1]:8080       a1 sees fd00:88::1
b1 tcp 192.0.2.1:8080           a1 sees 10.88.0.1
b1 udp 192.0.2.1:8080           a1 sees 10.88.0.1
b1 tcp [2001:db8::1]:8080       a1 sees fd00:88::1
a1 tcp 10.88.0.3:80             a2 sees 10.88.0.2
a1 tcp [fd00:88::3]:80          a2 sees fd00:88::2
a1 tcp 10.89.0.2:80             nothing
a1 tcp [fd00:89::2]:80          nothing
b1 tcp 10.88.0.2:80             nothing
b1 udp 10.88.0.2:80             nothing
a1 tcp 127.0.0.1:80             nothing
a1 udp 127.0.0.1:80             nothing
a1 tcp 192.0.2.2:80             outside sees 192.0.2.1
a1 udp 192.0.2.2:80             outside sees 192.0.2.1
a1 tcp [2001:db8::2]:80         outside sees 2001:db8::1
b1 tcp 192.0.2.2:80             outside sees 192.0.2.1
i1 tcp 192.0.2.2:80             nothing
i1 tcp [2001:db8::2]:80         nothing
i1 tcp 192.0.2.1:8080           nothing
i1 tcp 10.88.0.2:80             nothing
i1 tcp 10.90.0.1:80             host sees 10.90.0.2
a1 tcp 10.90.0.2:80             nothing
a1 tcp 192.0.2.1:8090           nothing
`), "\n")

// travel makes all journeys at once and returns those that did not go as they should.
func (l *lab) travel(patience time.Duration) (wrong []string) {
	outcome := make([]string, len(journeys)+len(oneWay))
	var all sync.WaitGroup
	each := func(i int, journey func() string) {
		all.Add(1)
		go func() {
			defer all.Done()
			outcome[i] = journey()
		}()
	}
	for i, j := range journeys {
		words := strings.Fields(j)
		want := strings.Join(words[3:], " ")
		each(i, func() string {
			wait := patience
			if want == "nothing" {
				wait = moment
			}
			if got := l.nodes[words[0]].askFor(wait, words[1], words[2]); got != want {
				return fmt.Sprintf("%s: %s, want %s", strings.Join(words[:3], " "), got, want)
			}
			return ""
		})
	}
	for i, w := range oneWay {
		each(len(journeys)+i, func() string {
			if from := l.hears(w); from != "" {
				return fmt.Sprintf("%s: %s heard it, from %s", w.what, w.at, from)
			}
			return ""
		})
	}
	all.Wait()
	return slices.DeleteFunc(outcome, func(s string) bool { return s == "" })
}

// An ICMP echo reply that nobody has asked for: type 0, code 0, checksum, identifier 0x1234, number 1 (RFC 792).
var echoReply = string([]byte{0, 0, 0xed, 0xca, 0x12, 0x34, 0, 1})

// oneWay are datagrams that must not arrive at all, where it is not enough that no answer comes back.
var oneWay = []datagram{
	{"an echo reply that belongs to no connection", "a1", "ip4:icmp", "", "192.0.2.2", echoReply, "outside", "192.0.2.2"},
	{"a datagram that pretends to be the host's own", "a1", "udp4", "127.0.0.9:0", "10.88.0.1:7777", "I am you", "host", "10.88.0.1:7777"},
	{"a datagram out of an internal network", "i1", "udp4", "", "192.0.2.2:7777", "hello?", "outside", "192.0.2.2:7777"},
	{"a datagram to a port of an internal network", "outside", "udp4", "", "192.0.2.1:8090", "hello?", "i1", "10.90.0.2:7777"},
}

type datagram struct{ what, node, network, from, to, message, at, listen string }

// hears sends a datagram, and tells from where it arrived; nothing if it did not.
func (l *lab) hears(d datagram) (from string) {
	l.nodes[d.at].inside(func() {
		c, err := net.ListenPacket(d.network, d.listen)
		if err != nil {
			from = err.Error()
			return
		}
		defer c.Close()
		l.send(d)
		c.SetDeadline(time.Now().Add(moment)) //nolint:errcheck // fails for a closed one only
		b := make([]byte, 100)
		for {
			n, addr, err := c.ReadFrom(b)
			if err != nil {
				return
			}
			if string(b[:n]) == d.message { // and not what else there is of ICMP
				from = addr.String()
				return
			}
		}
	})
	return from
}

// send sends it, from an address that need not be the node's own.
func (l *lab) send(d datagram) {
	l.nodes[d.node].inside(func() {
		free := net.ListenConfig{Control: freeBind}
		c, err := free.ListenPacket(nowhere, d.network, d.from)
		if err != nil {
			l.t.Error(err)
			return
		}
		defer c.Close()
		var addr net.Addr = &net.IPAddr{IP: net.ParseIP(d.to)}
		if strings.HasPrefix(d.network, "udp") {
			addr = net.UDPAddrFromAddrPort(targets(d.to)[0])
		}
		if _, err := c.WriteTo([]byte(d.message), addr); err != nil {
			l.t.Error(err)
		}
	})
}

func TestPacketsGoWhereTheyShould(t *testing.T) {
	alone(t, func() {
		l := newLab(t)
		must(t, Sysctl{"net.ipv4.conf.mc0.accept_local", "1"}) // so that it is us who stop what pretends to be the host
		l.bridgeNetfilter("0")
		l.protect()
		for _, w := range l.travel(patience) {
			t.Error(w)
		}
	})
}

// Each rule is taken out in turn: a journey has to go wrong, or the rule does nothing or is not tested.
func TestEveryRuleIsNeeded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a quarter of a minute")
	}
	testenv.Peer(t, "nft")
	alone(t, func() {
		l := newLab(t)
		must(t, Sysctl{"net.ipv4.conf.mc0.accept_local", "1"})
		if !l.bridgeNetfilter("1") {
			testenv.Missing(t, "net", "this kernel has no br_netfilter")
		}
		l.protect()
		for _, c := range chains() {
			for i, r := range c.rules {
				handles := strings.Fields(sh(t, "nft -a list chain inet minicontainer "+c.name+" | sed -n 's/.*comment.*handle //p'"))
				sh(t, fmt.Sprintf("nft delete rule inet minicontainer %s handle %s", c.name, handles[i]))
				if len(l.travel(moment)) == 0 {
					t.Errorf("without this rule of chain %s nothing changes: %s", c.name, r.text())
				}
				must(t, ours.Ensure())
			}
		}
		for _, w := range l.travel(patience) {
			t.Error("in the end:", w)
		}
	})
}
