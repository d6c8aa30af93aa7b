//go:build linux

package names

import (
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestAProgramInsideFindsNamesInsideAndOutside(t *testing.T) {
	ns, outside := container(t), plainWorld(t)
	serve(t, ns, outside.at)
	for _, network := range []string{"udp", "tcp"} {
		for _, c := range []struct {
			name string
			want string
		}{{"web.", "10.88.0.2"}, {"Example.ORG.", "192.0.0.0"}, {"printer.", "192.0.0.0"}, {"missing.example.", ""}} {
			m, err := ask(t, ns, network, question(t, c.name, dnsmessage.TypeA, 1232))
			must(t, err)
			if got := strings.Join(said(m), " "); got != c.want || m.ID != 4711 {
				t.Errorf("%s %s: %q with id %d, want %q", network, c.name, got, m.ID, c.want)
			}
			if m.Questions[0].Name.String() != c.name {
				t.Errorf("%s %s is repeated as %s", network, c.name, m.Questions[0].Name)
			}
			if missing := m.RCode == dnsmessage.RCodeNameError; missing != (c.want == "") {
				t.Errorf("%s %s: %v", network, c.name, m.RCode)
			}
		}
	}
	want := []string{"udp Example.ORG.", "udp printer.", "udp missing.example.", "tcp Example.ORG.", "tcp printer.", "tcp missing.example."}
	if got := outside.questions(); !slices.Equal(got, want) {
		t.Errorf("outside was asked %v, want %v", got, want)
	}
}

func TestEDNSGoesOnAsItCame(t *testing.T) {
	ns := container(t)
	seen := make(chan dnsmessage.Message, 1)
	outside := newWorld(t, func(m dnsmessage.Message, _ bool) []byte { seen <- m; return reply(m, 60) })
	serve(t, ns, outside.at)
	m, err := ask(t, ns, "udp", question(t, "example.org.", dnsmessage.TypeA, 1400))
	must(t, err)
	if there := <-seen; len(there.Additionals) != 1 || there.Additionals[0].Header.Class != 1400 {
		t.Errorf("the server outside got %v", there.Additionals)
	}
	if len(m.Answers) != 60 || m.Truncated || len(m.Additionals) != 1 {
		t.Errorf("%d answers, truncated %v, %v", len(m.Answers), m.Truncated, m.Additionals)
	}
}

func TestTheNextServerIsAskedWhenOneCannotAnswer(t *testing.T) {
	ns := container(t)
	silent := silentWorld(t)
	failing := newWorld(t, func(m dnsmessage.Message, _ bool) []byte { return refusal(m, dnsmessage.RCodeServerFailure) })
	good := plainWorld(t)
	serve(t, ns, silent.at, failing.at, good.at)
	m, err := ask(t, ns, "udp", question(t, "example.org.", dnsmessage.TypeA, 0))
	if err != nil || len(m.Answers) != 1 {
		t.Errorf("%v, %v", m, err)
	}
	if len(silent.questions()) != 2 || len(failing.questions()) != 1 { // the silent one may not have heard it
		t.Errorf("asked before: %v, %v", silent.questions(), failing.questions())
	}
}

func TestAPacketThatIsLostIsSentAgain(t *testing.T) {
	ns := container(t)
	var heard atomic.Int32
	deaf := newWorld(t, func(m dnsmessage.Message, _ bool) []byte {
		if heard.Add(1) == 1 {
			return nil
		}
		return reply(m, 1)
	})
	serve(t, ns, deaf.at)
	if m, err := ask(t, ns, "udp", question(t, "example.org.", dnsmessage.TypeA, 0)); err != nil || len(m.Answers) != 1 {
		t.Errorf("%v, %v", m, err)
	}
}

func TestWhenNobodyOutsideAnswersItIsAFailureAndNamesInsideAreFound(t *testing.T) {
	ns := container(t)
	nobody := netip.MustParseAddrPort("127.0.0.1:1")
	for _, servers := range [][]netip.AddrPort{nil, {nobody}} {
		s := serve(t, ns, servers...)
		for _, network := range []string{"udp", "tcp"} {
			m, err := ask(t, ns, network, question(t, "example.org.", dnsmessage.TypeA, 0))
			if err != nil || m.RCode != dnsmessage.RCodeServerFailure {
				t.Errorf("servers %v: %v, %v", servers, m.RCode, err)
			}
		}
		if m, err := ask(t, ns, "udp", question(t, "web.", dnsmessage.TypeA, 0)); err != nil || len(m.Answers) != 1 {
			t.Errorf("servers %v: web is %v, %v", servers, m, err)
		}
		must(t, s.Close())
	}
}

func TestNamesInsideAreFoundWhileTheWorldIsSilent(t *testing.T) {
	ns := container(t)
	serve(t, ns, silentWorld(t).at)
	conn, err := dial(t, ns, "udp", wellKnown)
	must(t, err)
	defer conn.Close()
	for range mostAsking + 100 { // more than can be asked at once
		_, err := conn.Write(question(t, "example.org.", dnsmessage.TypeA, 0))
		must(t, err)
	}
	began := time.Now()
	m, err := ask(t, ns, "udp", question(t, "web.", dnsmessage.TypeA, 0))
	if err != nil || len(m.Answers) != 1 || time.Since(began) > patience/2 {
		t.Errorf("%v, %v after %v", m.Answers, err, time.Since(began))
	}
}

func TestALongAnswerComesByTCP(t *testing.T) {
	ns := container(t)
	const many = 400 // of 16 bytes each
	outside := newWorld(t, func(m dnsmessage.Message, overTCP bool) []byte {
		if overTCP {
			return reply(m, many)
		}
		m.Truncated = true
		return reply(m, 0)
	})
	serve(t, ns, outside.at)
	for _, c := range []struct {
		network   string
		edns      int
		answers   int
		truncated bool
	}{{"udp", 0, 0, true}, {"udp", 8000, many, false}, {"tcp", 0, many, false}} {
		m, err := ask(t, ns, c.network, question(t, "example.org.", dnsmessage.TypeA, c.edns))
		if err != nil || len(m.Answers) != c.answers || m.Truncated != c.truncated {
			t.Errorf("%v: %d answers, truncated %v, %v", c, len(m.Answers), m.Truncated, err)
		}
	}
}

func TestAFalseAnswerIsPassedOver(t *testing.T) {
	ns := container(t)
	raw, err := net.ListenPacket("udp4", "127.0.0.1:0")
	must(t, err)
	defer raw.Close()
	serve(t, ns, raw.LocalAddr().(*net.UDPAddr).AddrPort())
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, wholeSize)
		n, from, err := raw.ReadFrom(buffer)
		if err != nil {
			t.Error(err)
			return
		}
		var m dnsmessage.Message
		if err := m.Unpack(buffer[:n]); err != nil {
			t.Error(err)
			return
		}
		other := m
		other.ID++
		raw.WriteTo(reply(other, 9), from)
		other = m
		other.Questions = []dnsmessage.Question{{Name: dnsmessage.MustNewName("evil.org."), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}}
		raw.WriteTo(reply(other, 9), from)
		raw.WriteTo(buffer[:n], from) // the question itself
		raw.WriteTo([]byte("nonsense"), from)
		raw.WriteTo(reply(m, 2), from)
	}()
	m, err := ask(t, ns, "udp", question(t, "example.org.", dnsmessage.TypeA, 0))
	<-done
	if err != nil || len(m.Answers) != 2 {
		t.Errorf("%v, %v", m.Answers, err)
	}
}

func TestAServerThatIsOurselvesIsNotAsked(t *testing.T) {
	testenv.RealRoot(t)
	// The container has the process' own network.
	ns, err := os.Open("/proc/self/ns/net")
	must(t, err)
	defer ns.Close()
	var asked atomic.Int32
	var at netip.AddrPort
	s := New(someZone{}, func() []netip.AddrPort { asked.Add(1); return []netip.AddrPort{at} })
	defer s.Close()
	must(t, openSockets{s, ns}.Do())
	udp, _ := s.ports()
	at = netip.AddrPortFrom(Address, udp)
	go s.Serve()
	conn, err := net.Dial("udp", at.String())
	must(t, err)
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	answer, err := exchangeOver(conn, "udp", question(t, "example.org.", dnsmessage.TypeA, 0))
	must(t, err)
	if m := parse(t, answer); m.RCode != dnsmessage.RCodeServerFailure || asked.Load() != 1 {
		t.Errorf("%v after %d turns", m.RCode, asked.Load())
	}
}
