//go:build linux

package networktest

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// What the host's resolver knows. Debian's and Ubuntu's listens at 127.0.0.53, which in a container is the container itself.
const (
	resolver    = "127.0.0.53"
	theName     = "www.example."
	theAddress  = "203.0.113.7"
	theAddress6 = "2001:db8::7"
	theReverse  = "7.113.0.203.in-addr.arpa."
)

// resolve has the host's resolver answer until the test ends.
func resolve(t *testing.T) {
	t.Helper()
	c, err := net.ListenPacket("udp4", resolver+":53")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go func() {
		b := make([]byte, 4096)
		for {
			n, from, err := c.ReadFrom(b)
			if err != nil {
				return
			}
			if reply, err := reply(b[:n]); err == nil {
				c.WriteTo(reply, from) //nolint:errcheck // who asks asks again
			}
		}
	}()
}

func reply(packet []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(packet); err != nil {
		return nil, err
	}
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	for _, q := range m.Questions {
		h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60}
		switch name := strings.ToLower(q.Name.String()); {
		case name == theName && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: netip.MustParseAddr(theAddress).As4()}})
		case name == theName && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: netip.MustParseAddr(theAddress6).As16()}})
		case name == theReverse && q.Type == dnsmessage.TypePTR:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(theName)}})
		case name != theName && name != theReverse:
			m.RCode = dnsmessage.RCodeNameError
		}
	}
	return m.Pack()
}

// whereTheResolverIsLocal calls body where the host's resolv.conf names its own resolver.
func whereTheResolverIsLocal(t *testing.T, body func()) {
	t.Helper()
	resolve(t)
	err := testenv.OwnMounts(func() {
		file := filepath.Join(t.TempDir(), "resolv.conf")
		err := os.WriteFile(file, []byte("nameserver "+resolver+"\noptions edns0 trust-ad\nsearch example\n"), 0o644)
		if err == nil {
			err = unix.Mount(file, "/etc/resolv.conf", "", unix.MS_BIND, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		body()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNamesOfTheOutsideResolveWhereTheHostsResolverIsAtItsOwnLocalhost(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	whereTheResolverIsLocal(t, func() {
		for _, network := range []string{"bridge", "shop"} {
			for question, answer := range map[string]string{
				"www.example":            theAddress,
				"www":                    theAddress, // in the host's search domain
				"-type=AAAA www.example": theAddress6,
				theAddress:               strings.TrimSuffix(theName, "."),
			} {
				args := append([]string{"run", "--rm", "--network", network, "base", "nslookup"}, strings.Fields(question)...)
				if out, said, err := try(args...); err != nil || !strings.Contains(out, answer) {
					t.Errorf("nslookup %s in network %s: %v: %s%s", question, network, err, out, said)
				}
			}
			if out, _, err := try("run", "--rm", "--network", network, "base", "nslookup", "nobody.example"); err == nil {
				t.Errorf("a name that nobody has, in network %s: %s", network, out)
			}
		}
	})
}

func TestSeveralContainersBehindOneAliasAnswerInTurn(t *testing.T) {
	needRoot(t)
	mc(t, "network", "create", "shop")
	count := map[string]int{}
	for _, name := range []string{"one", "two"} {
		mc(t, "run", "-d", "--name", name, "--network", "shop", "--network-alias", "store", "base", "sleep", "1000")
		count[address(t, name, "shop")] = 0
	}
	out := mc(t, "run", "--rm", "--network", "shop", "base", "sh", "-c", "for i in 1 2 3 4 5 6; do nslookup store; done")
	// Of each answer the first address after the name is the one that programs take.
	for _, found := range regexp.MustCompile(`Name:\s+store\nAddress:\s+(\S+)\n(?:Name:\s+store\n)?Address:`).FindAllStringSubmatch(out, -1) {
		count[found[1]]++
	}
	for at, times := range count {
		if times != 3 {
			t.Errorf("%s is first %d times of six:\n%s", at, times, out)
		}
	}
}
