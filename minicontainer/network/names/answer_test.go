package names

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func TestTheZoneAnswersInTheTypeThatWasAskedFor(t *testing.T) {
	for _, c := range []struct {
		name string
		kind dnsmessage.Type
		want string
	}{
		{"web.", dnsmessage.TypeA, "10.88.0.2"},
		{"web.", dnsmessage.TypeAAAA, "fd00::2"},
		{"web.", dnsmessage.TypeMX, ""},
		{"WeB.", dnsmessage.TypeA, "10.88.0.2"},
		{"my_db.", dnsmessage.TypeA, "10.88.0.3"},
		{"my_db.", dnsmessage.TypeAAAA, ""},
		{"starting.", dnsmessage.TypeA, ""},
		{"localhost.", dnsmessage.TypeA, "127.0.0.1"},
		{"LOCALHOST.", dnsmessage.TypeAAAA, "::1"},
		{"shop.localhost.", dnsmessage.TypeA, "127.0.0.1"},
		{"localhost.", dnsmessage.TypeTXT, ""},
		{"2.0.88.10.in-addr.arpa.", dnsmessage.TypePTR, "web.shop."},
		{"2.0.88.10.IN-ADDR.arpa.", dnsmessage.TypePTR, "web.shop."},
		{"2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa.", dnsmessage.TypePTR, "web.shop."},
		{"2.0.88.10.in-addr.arpa.", dnsmessage.TypeA, ""},
		{"1.0.0.127.in-addr.arpa.", dnsmessage.TypePTR, "localhost."},
	} {
		b := &book{zone: someZone{}}
		raw, _, pass := b.look(question(t, c.name, c.kind, 0), false)
		if pass {
			t.Errorf("%s %v is passed on", c.name, c.kind)
			continue
		}
		m := parse(t, raw)
		if got := strings.Join(said(m), " "); got != c.want || m.RCode != dnsmessage.RCodeSuccess {
			t.Errorf("%s %v: %q, %v; want %q", c.name, c.kind, got, m.RCode, c.want)
		}
		if m.ID != 4711 || !m.Response || !m.Authoritative || !m.RecursionAvailable || !m.RecursionDesired {
			t.Errorf("%s %v: header %+v", c.name, c.kind, m.Header)
		}
		if len(m.Questions) != 1 || m.Questions[0].Name.String() != c.name {
			t.Errorf("%s is repeated as %v", c.name, m.Questions)
		}
		for _, r := range m.Answers {
			if r.Header.TTL > 60 || r.Header.Name.String() != c.name {
				t.Errorf("%s: record %v", c.name, r.Header)
			}
		}
	}
}

func TestWhatIsNotOursIsPassedOn(t *testing.T) {
	for _, name := range []string{"example.org.", "short.", ".", "web.example.org.", "9.0.88.10.in-addr.arpa.", "x.in-addr.arpa.", "1.2.3.4.5.in-addr.arpa.", "z.d.f.ip6.arpa.", "300.0.88.10.in-addr.arpa."} {
		b := &book{zone: someZone{}}
		if raw, _, pass := b.look(question(t, name, dnsmessage.TypePTR, 0), false); !pass || raw != nil {
			t.Errorf("%s is answered here", name)
		}
	}
}

func TestTheAddressesOfAnAliasTakeTurns(t *testing.T) {
	b := &book{zone: someZone{}}
	var first []string
	for range 6 {
		// As the C library does: both types at once, and another name in between.
		raw, _, _ := b.look(question(t, "all.", dnsmessage.TypeA, 0), false)
		b.look(question(t, "all.", dnsmessage.TypeAAAA, 0), false)
		b.look(question(t, "crowd.", dnsmessage.TypeA, 0), false)
		got := said(parse(t, raw))
		if len(got) != 3 {
			t.Fatalf("%d addresses, want all 3: %v", len(got), got)
		}
		first = append(first, got[0])
		slices.Sort(got)
		if got = slices.Compact(got); len(got) != 3 {
			t.Errorf("an address came twice: %v", got)
		}
	}
	want := []string{"10.88.0.2", "10.88.0.3", "10.88.0.4", "10.88.0.2", "10.88.0.3", "10.88.0.4"}
	if !slices.Equal(first, want) {
		t.Errorf("first came %v, want %v", first, want)
	}
	if got := someNames["all"][0].String(); got != "10.88.0.2" {
		t.Errorf("the zone's own list was turned: it begins with %s", got)
	}
}

func TestAnAnswerIsNeverLongerThanTheAskerCanTake(t *testing.T) {
	for _, c := range []struct {
		edns    int
		overTCP bool
		longest int
		whole   bool
	}{{0, false, 512, false}, {100, false, 512, false}, {1232, false, 1232, false}, {4096, false, 4096, true}, {0, true, 65535, true}} {
		b := &book{zone: someZone{}}
		raw, _, _ := b.look(question(t, "crowd.", dnsmessage.TypeA, c.edns), c.overTCP)
		m := parse(t, raw)
		name := fmt.Sprintf("EDNS %d, over TCP %v", c.edns, c.overTCP)
		if len(raw) > c.longest || c.longest-len(raw) > 40 && !c.whole {
			t.Errorf("%s: %d bytes of %d", name, len(raw), c.longest)
		}
		if m.Truncated == c.whole || len(m.Answers) == 200 != c.whole {
			t.Errorf("%s: truncated %v with %d addresses", name, m.Truncated, len(m.Answers))
		}
		if got := len(m.Additionals) == 1; got != (c.edns > 0) {
			t.Errorf("%s: answered with EDNS: %v", name, got)
		}
	}
}

func TestTheLongestNameIsAnswered(t *testing.T) {
	label := strings.Repeat("a", 62) + "."
	name := strings.Repeat(label, 3) + strings.Repeat("b", 52) + ".localhost."
	if len(name) < 250 {
		t.Fatalf("the name has %d bytes only", len(name))
	}
	raw, _, _ := (&book{zone: someZone{}}).look(question(t, name, dnsmessage.TypeA, 0), false)
	if got := said(parse(t, raw)); !slices.Equal(got, []string{"127.0.0.1"}) {
		t.Errorf("got %v", got)
	}
}

func TestABadPacketIsRefusedOrDropped(t *testing.T) {
	good := question(t, "web.", dnsmessage.TypeA, 0)
	change := func(at int, b byte) []byte { c := slices.Clone(good); c[at] = b; return c }
	for _, c := range []struct {
		what string
		raw  []byte
		want dnsmessage.RCode // success: dropped
	}{
		{"empty", nil, 0},
		{"too short for a header", good[:11], 0},
		{"an answer", change(2, 0x80), 0},
		{"a change of the zone", change(2, 5<<3), dnsmessage.RCodeNotImplemented},
		{"no question", change(5, 0), dnsmessage.RCodeFormatError},
		{"two questions, of which one is missing", change(5, 2), dnsmessage.RCodeFormatError},
		{"cut in the name", good[:14], dnsmessage.RCodeFormatError},
		{"cut before the class", good[:len(good)-2], dnsmessage.RCodeFormatError},
		{"a name that points at itself", append(change(12, 0xc0)[:13], 12, 0, 1, 0, 1), dnsmessage.RCodeFormatError},
		{"records that are missing", change(11, 9), dnsmessage.RCodeFormatError},
	} {
		raw, _, pass := (&book{zone: someZone{}}).look(c.raw, false)
		if pass {
			t.Errorf("%s: passed on", c.what)
			continue
		}
		if c.want == 0 {
			if raw != nil {
				t.Errorf("%s: answered % x", c.what, raw)
			}
			continue
		}
		if m := parse(t, raw); m.RCode != c.want || m.ID != 4711 || !m.Response {
			t.Errorf("%s: %+v, want %v", c.what, m.Header, c.want)
		}
	}
}

func FuzzLook(f *testing.F) {
	f.Add(question(f, "web.", dnsmessage.TypeA, 0), false)
	f.Add(question(f, "crowd.", dnsmessage.TypeA, 600), false)
	f.Add(question(f, "2.0.88.10.in-addr.arpa.", dnsmessage.TypePTR, 4096), true)
	f.Add([]byte{0, 1, 0x28, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1}, false)
	f.Fuzz(func(t *testing.T, raw []byte, overTCP bool) {
		b := &book{zone: someZone{}}
		answer, q, pass := b.look(raw, overTCP)
		if pass {
			answer = q.truncated()
		}
		if answer == nil {
			return
		}
		if len(answer) > q.size || len(answer) > wholeSize {
			t.Errorf("%d bytes for one who can take %d", len(answer), q.size)
		}
		m := parse(t, answer)
		if !m.Response || m.ID != uint16(raw[0])<<8|uint16(raw[1]) {
			t.Errorf("header %+v", m.Header)
		}
		if _, err := checkAnswer(answer, raw, q); err != nil && len(m.Questions) == 1 {
			t.Errorf("our own answer is not taken for one: %v", err)
		}
	})
}

func FuzzCheckAnswer(f *testing.F) {
	asked := question(f, "web.", dnsmessage.TypeA, 0)
	q, err := readQuery(asked, false)
	must(f, err)
	f.Add(q.answer(records{addresses: someNames["all"]}))
	f.Add(q.truncated())
	f.Add(q.refuse(dnsmessage.RCodeRefused))
	f.Add(asked)
	f.Fuzz(func(t *testing.T, raw []byte) {
		header, err := checkAnswer(raw, asked, q)
		if err == nil && (header.ID != q.header.ID || !header.Response || len(raw) < headerSize) {
			t.Errorf("% x was taken for an answer", raw)
		}
	})
}
