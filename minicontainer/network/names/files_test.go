package names

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAResolvConfIsReadAsTheCLibraryDoes(t *testing.T) {
	s := ParseResolvConf([]byte(`# a comment
; another
nameserver 192.168.1.1
nameserver fe80::1%eth0
nameserver nonsense
  nameserver	10.0.0.1  # trailing
domain first.example
search a.example b.example
options edns0 timeout:2
options rotate
nameserver
`))
	want := "nameserver 192.168.1.1\nnameserver fe80::1%eth0\nnameserver 10.0.0.1\nsearch a.example b.example\noptions edns0 timeout:2 rotate\n"
	if got := string(ResolvConf(s)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := ParseResolvConf([]byte("search a\ndomain b\n")).Search; len(got) != 1 || got[0] != "b" {
		t.Errorf("search a, then domain b: %v", got)
	}
}

func TestAContainerAsksOurServer(t *testing.T) {
	host := Settings{Servers: []netip.Addr{netip.MustParseAddr("127.0.0.53")}, Search: []string{"lan"}, Options: []string{"edns0"}}
	for _, c := range []struct {
		host, wanted Settings
		want         string
	}{
		{Settings{}, Settings{}, "nameserver 127.0.0.11\noptions ndots:0\n"},
		{host, Settings{}, "nameserver 127.0.0.11\nsearch lan\noptions edns0 ndots:0\n"},
		{host, Settings{Search: []string{"a.example", "b.example"}}, "nameserver 127.0.0.11\nsearch a.example b.example\noptions edns0 ndots:0\n"},
		{host, Settings{Search: []string{"."}}, "nameserver 127.0.0.11\noptions edns0 ndots:0\n"},
		{host, Settings{Options: []string{"timeout:1"}}, "nameserver 127.0.0.11\nsearch lan\noptions timeout:1 ndots:0\n"},
		{host, Settings{Options: []string{"ndots:2"}}, "nameserver 127.0.0.11\nsearch lan\noptions ndots:2\n"},
		{host, Settings{Servers: []netip.Addr{netip.MustParseAddr("9.9.9.9")}}, "nameserver 127.0.0.11\nsearch lan\noptions edns0 ndots:0\n"},
	} {
		if got := string(ResolvConf(ForContainer(c.host, c.wanted))); got != c.want {
			t.Errorf("host %v, wanted %v:\n%s\nwant\n%s", c.host, c.wanted, got, c.want)
		}
	}
	if len(host.Options) != 1 {
		t.Errorf("the host's options became %v", host.Options)
	}
}

func TestDNSWordsThatAreNotOneAreRefused(t *testing.T) {
	for _, c := range []struct {
		servers, search, options []string
		want                     string
	}{
		{servers: []string{"dns.example"}, want: `read --dns "dns.example": not an address`},
		{search: []string{"a b"}, want: `read --dns-search "a b": not a domain`},
		{search: []string{""}, want: `read --dns-search "": not a domain`},
		{options: []string{"x\nnameserver 6.6.6.6"}, want: `read --dns-option "x\nnameserver 6.6.6.6": not one word`},
		{options: []string{""}, want: `read --dns-option "": not one word`},
	} {
		if _, err := ParseSettings(c.servers, c.search, c.options); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	s, err := ParseSettings([]string{"9.9.9.9", "2620:fe::fe"}, []string{"a_b.example.", "."}, []string{"ndots:2"})
	if want := "nameserver 9.9.9.9\nnameserver 2620:fe::fe\nsearch a_b.example. .\noptions ndots:2\n"; err != nil || string(ResolvConf(s)) != want {
		t.Errorf("%s, %v", ResolvConf(s), err)
	}
}

func TestTheHostsServersAreReadAgainWhenTheyChange(t *testing.T) {
	file := filepath.Join(t.TempDir(), "resolv.conf")
	for _, c := range []struct{ text, want string }{
		{"", "[127.0.0.1:53]"}, // no file yet
		{"nameserver 127.0.0.53\n", "[127.0.0.53:53]"},
		{"nameserver 192.168.1.1\nnameserver 2001:db8::1\n", "[192.168.1.1:53 [2001:db8::1]:53]"},
		{"search lan\n", "[127.0.0.1:53]"},
	} {
		if c.text != "" {
			must(t, os.WriteFile(file, []byte(c.text), 0o600))
		}
		if got := fmt.Sprint(HostServers(file)); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestHostsHasLoopbackTheExtraLinesAndTheContainerItself(t *testing.T) {
	extra := []Entry{{"db", netip.MustParseAddr("10.1.1.1")}, {Name: "unknown-gateway"}}
	text := string(Hosts("web.example.org", []netip.Addr{netip.MustParseAddr("10.88.0.2"), netip.MustParseAddr("fd00::2")}, extra))
	if !strings.HasPrefix(text, "127.0.0.1\tlocalhost\n::1\tlocalhost ") {
		t.Errorf("it begins without localhost:\n%s", text)
	}
	if want := "10.1.1.1\tdb\n10.88.0.2\tweb.example.org web\nfd00::2\tweb.example.org web\n"; !strings.HasSuffix(text, want) {
		t.Errorf("got\n%s\nwant at its end\n%s", text, want)
	}
	if strings.Contains(text, "unknown") {
		t.Errorf("a line without an address:\n%s", text)
	}
	if text := string(Hosts("alone", nil, nil)); strings.Contains(text, "alone") {
		t.Errorf("a name without an address has a line:\n%s", text)
	}
}

func TestExtraHostsAreRead(t *testing.T) {
	for word, want := range map[string]Entry{
		"db:10.0.0.1":           {"db", netip.MustParseAddr("10.0.0.1")},
		"db=10.0.0.1":           {"db", netip.MustParseAddr("10.0.0.1")},
		"db.example:::1":        {"db.example", netip.MustParseAddr("::1")},
		"db:[fd00::1]":          {"db", netip.MustParseAddr("fd00::1")},
		"my_host:host-gateway":  {Name: "my_host"},
		"host=host-gateway":     {Name: "host"},
		"UPPER-case.x:10.0.0.1": {"UPPER-case.x", netip.MustParseAddr("10.0.0.1")},
	} {
		if got, err := ParseExtra(word); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", word, got, err, want)
		}
	}
	for word, want := range map[string]string{
		"db":               `read --add-host "db": no address, as in NAME:ADDRESS`,
		"db:":              `read --add-host "db:": "" is no address`,
		":10.0.0.1":        `read --add-host ":10.0.0.1": "" is no name of a host`,
		"a b:10.0.0.1":     `read --add-host "a b:10.0.0.1": "a b" is no name of a host`,
		"a\tevil:10.0.0.1": `read --add-host "a\tevil:10.0.0.1": "a\tevil" is no name of a host`,
		"db:10.0.0.1\nx":   `read --add-host "db:10.0.0.1\nx": "10.0.0.1\nx" is no address`,
		"db:300.0.0.1":     `read --add-host "db:300.0.0.1": "300.0.0.1" is no address`,
	} {
		if _, err := ParseExtra(word); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}
