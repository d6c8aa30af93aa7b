package names

import (
	"net/netip"
	"os"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Main(m)) }

// someZone is a network of three containers, two of which are behind one alias.
type someZone struct{}

var someNames = map[string][]netip.Addr{
	"web":      {netip.MustParseAddr("10.88.0.2"), netip.MustParseAddr("fd00::2")},
	"my_db":    {netip.MustParseAddr("10.88.0.3")},
	"all":      {netip.MustParseAddr("10.88.0.2"), netip.MustParseAddr("10.88.0.3"), netip.MustParseAddr("10.88.0.4")},
	"starting": nil,
	"crowd":    crowd(200),
}

func crowd(n int) []netip.Addr {
	list := make([]netip.Addr, n)
	for i := range list {
		list[i] = netip.AddrFrom4([4]byte{10, 89, 0, byte(i)})
	}
	return list
}

func (someZone) Addresses(name string) ([]netip.Addr, bool) {
	list, ok := someNames[name]
	return list, ok
}

func (someZone) Name(a netip.Addr) (string, bool) {
	name, ok := map[string]string{"10.88.0.2": "web.shop", "fd00::2": "web.shop"}[a.String()]
	return name, ok
}

// question is a message as a program sends it; edns 0 is none.
func question(t testing.TB, name string, kind dnsmessage.Type, edns int) []byte {
	t.Helper()
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: 4711, RecursionDesired: true})
	must(t, b.StartQuestions())
	must(t, b.Question(dnsmessage.Question{Name: dnsmessage.MustNewName(name), Type: kind, Class: dnsmessage.ClassINET}))
	if edns > 0 {
		must(t, b.StartAdditionals())
		var head dnsmessage.ResourceHeader
		must(t, head.SetEDNS0(edns, dnsmessage.RCodeSuccess, false))
		must(t, b.OPTResource(head, dnsmessage.OPTResource{}))
	}
	raw, err := b.Finish()
	must(t, err)
	return raw
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func parse(t testing.TB, raw []byte) dnsmessage.Message {
	t.Helper()
	var m dnsmessage.Message
	if err := m.Unpack(raw); err != nil {
		t.Fatalf("the answer % x cannot be read: %v", raw, err)
	}
	return m
}

// said is what the answers of a message say.
func said(m dnsmessage.Message) []string {
	var list []string
	for _, r := range m.Answers {
		switch body := r.Body.(type) {
		case *dnsmessage.AResource:
			list = append(list, netip.AddrFrom4(body.A).String())
		case *dnsmessage.AAAAResource:
			list = append(list, netip.AddrFrom16(body.AAAA).String())
		case *dnsmessage.PTRResource:
			list = append(list, body.PTR.String())
		default:
			list = append(list, r.Header.Type.String())
		}
	}
	return list
}
