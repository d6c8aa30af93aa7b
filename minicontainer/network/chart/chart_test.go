package chart

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/minicontainer/minicontainer/minicontainer/base/cells"
	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
)

// broken is the world after somebody was at work in it.
func broken() Chart {
	c := world()
	c.Forward4 = false
	c.Rules.Ports = c.Rules.Ports[1:]
	c.Rules.Networks = c.Rules.Networks[1:]
	c.Rules.Whole = false
	change := func(p *Place, name string, do func(*Link)) {
		for i := range p.Links {
			if p.Links[i].Name == name {
				do(&p.Links[i])
			}
		}
	}
	change(&c.Host, "mvweb", func(l *Link) { l.Bridge = "" })
	change(&c.Host, "mc2", func(l *Link) { l.Up = false })
	change(&c.Containers[1].Place, "eth0", func(l *Link) { l.Addresses = nil })
	change(&c.Containers[1].Place, "lo", func(l *Link) { l.Up = false })
	c.Host.Links = slices.DeleteFunc(c.Host.Links, func(l Link) bool { return l.Name == "mc1" || l.Name == "mvone" })
	c.Containers = slices.DeleteFunc(c.Containers, func(one Container) bool { return one.Name == "safe" || one.Name == "two" })
	c.Others = []Other{{firewall.Other{Family: "ip", Table: "filter", Chain: "FORWARD", Why: "policy drop"}, []string{"mc0"}}}
	return c
}

func TestDrawing(t *testing.T) {
	golden(t, "whole.txt", Draw(world(), 80))
	golden(t, "broken.txt", Draw(broken(), 80))
	golden(t, "one.txt", ASCII(Draw(world(), 80, "shop")))
	golden(t, "nothing.txt", Draw(Chart{Table: "minicontainer"}, 80))
}

func TestADrawingKeepsToItsWidth(t *testing.T) {
	for _, c := range []Chart{world(), broken()} {
		for _, width := range []int{60, 80, 120} {
			for _, line := range strings.Split(Draw(c, width), "\n") {
				if cells.Of(line) > width {
					t.Errorf("%d cells in %d: %s", cells.Of(line), width, line)
				}
			}
		}
	}
}

func TestASCIIHasNoOtherSigns(t *testing.T) {
	text := Draw(broken(), 80) + Tell(Trace(broken(), Question{From: "web", To: "cli", Proto: "tcp"}, byRoutes), 80)
	for _, r := range ASCII(strings.NewReplacer("상", "", "점", "").Replace(text)) {
		if r > 0x7f {
			t.Fatalf("%q", r)
		}
	}
}

// ways are questions, each of which is answered in the world and, after the stroke, with something broken.
var ways = []struct{ from, to string }{
	{"cli", "web:80"}, {"cli", "store:81"}, {"cli", "web:9000"}, {"cli", "10.89.0.2:80"}, {"cli", "one:80"}, {"cli", "192.0.2.2:80"}, {"cli", "host:8080"},
	{"web", "localhost:80"}, {"side", "web:80"}, {"lone", "web:80"}, {"safe", "192.0.2.2:80"}, {"one", "app:90"}, {"cli", "10.88.9.9"}, {"cli", "example.com"},
	{"host", "localhost:8080"}, {"host", "localhost:5432"}, {"host", "host:5432"}, {"host", "host:9090"}, {"host", "host:5353/udp"}, {"host", "web:80"}, {"cli", "host:5432"},
	{"outside", "host:8080"}, {"outside", "web:80"}, {"outside", "localhost:80"}, {"outside", "host:22"}, {"gone", "web"},
}

func TestTraces(t *testing.T) {
	for name, c := range map[string]Chart{"traces.txt": world(), "brokentraces.txt": broken()} {
		var b strings.Builder
		for _, w := range ways {
			q, err := ParseQuestion(w.from, w.to)
			if err != nil {
				t.Fatal(err)
			}
			hops := Trace(c, q, byRoutes)
			fmt.Fprintf(&b, "%v\n%sdies at: %s\n\n", q, Tell(hops, 80), Death(hops))
		}
		golden(t, name, b.String())
	}
}

// After the hop where it dies there is nothing but what was not looked at, and each says why.
func TestATraceEndsWhereThePacketDies(t *testing.T) {
	for _, c := range []Chart{world(), broken(), {}} {
		for _, w := range ways {
			q, _ := ParseQuestion(w.from, w.to) //nolint:errcheck // tried above
			dead := false
			for _, h := range Trace(c, q, byRoutes) {
				if dead != (h.Mark == Skipped) || (h.Why == "") != (h.Mark == Skipped) {
					t.Errorf("%v: %+v", q, h)
				}
				dead = dead || h.Mark == Dies
			}
		}
	}
}

func TestQuestions(t *testing.T) {
	for text, want := range map[string]Question{
		"web": {To: "web", Proto: "tcp"}, "web:80": {To: "web", Port: 80, Proto: "tcp"}, "web:53/UDP": {To: "web", Port: 53, Proto: "udp"},
		"[fd00::2]:80": {To: "fd00::2", Port: 80, Proto: "tcp"}, "fd00::2": {To: "fd00::2", Proto: "tcp"}, "[fd00::2]": {To: "fd00::2", Proto: "tcp"},
		"10.88.0.2/udp": {To: "10.88.0.2", Proto: "udp"},
	} {
		want.From = "cli"
		if got, err := ParseQuestion("cli", text); err != nil || got.String() != want.String() || got.Proto != want.Proto {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", ":80", "web:0", "web:http", "web:70000", "web:80/icmp", "outside:80"} {
		if q, err := ParseQuestion("cli", text); err == nil {
			t.Errorf("%q is read as %+v", text, q)
		}
	}
}

func TestSocketsAreReadAsTheKernelWritesThem(t *testing.T) {
	word := func(a, b, c, d byte) string { // of this machine's byte order
		return fmt.Sprintf("%08X", binary.NativeEndian.Uint32([]byte{a, b, c, d}))
	}
	text := `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: ` + word(127, 0, 0, 1) + `:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: ` + word(10, 88, 0, 2) + `:0051 ` + word(10, 88, 0, 3) + `:9000 01 00000000:00000000 00:00000000 00000000     0        0 2
   2: ` + word(0xfd, 0, 0, 0) + strings.Repeat("0", 16) + word(0, 0, 0, 2) + `:1F90 ` + strings.Repeat("0", 32) + `:0000 0A 0 0 0`
	want := []Socket{{"tcp", netip.MustParseAddrPort("127.0.0.1:80")}, {"tcp", netip.MustParseAddrPort("[fd00::2]:8080")}}
	if got := parseSockets("tcp", text); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := parseSockets("udp", text); len(got) != 3 {
		t.Errorf("of datagrams %v", got)
	}
}
