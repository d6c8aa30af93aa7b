package applet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// withNames runs body in a network namespace where a name server answers at
// 127.0.0.1. run runs a script in it, with the text as its /etc/resolv.conf.
func withNames(t *testing.T, body func(run func(bin, resolvConf, script string) result)) {
	t.Helper()
	requireRoot(t)
	err := testenv.OwnNetwork(func() {
		packets, err := net.ListenPacket("udp4", "127.0.0.1:53")
		if err != nil {
			t.Error(err)
			return
		}
		streams, err := net.Listen("tcp4", "127.0.0.1:53")
		if err != nil {
			t.Error(err)
			return
		}
		var work sync.WaitGroup
		work.Add(2)
		go func() { defer work.Done(); servePackets(packets) }()
		go func() { defer work.Done(); serveStreams(streams) }()
		defer func() { packets.Close(); streams.Close(); work.Wait() }()
		body(func(bin, resolvConf, script string) result {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "conf"), []byte(resolvConf), 0o644); err != nil {
				t.Error(err)
			}
			unshare := filepath.Join(linkApplets(t), "unshare")
			return runScript(t, bin, dir, `exec `+unshare+` -m --propagation private /bin/sh -c 'mount --bind conf /etc/resolv.conf; PATH=$PATH:/usr/bin:/bin; `+script+`'`)
		})
	})
	if err != nil {
		t.Error(err)
	}
}

func servePackets(packets net.PacketConn) {
	buffer := make([]byte, 64<<10)
	for {
		n, from, err := packets.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if answer := answerOf(buffer[:n], false); answer != nil {
			packets.WriteTo(answer, from)
		}
	}
}

func serveStreams(streams net.Listener) {
	for {
		conn, err := streams.Accept()
		if err != nil {
			return
		}
		var length [2]byte
		io.ReadFull(conn, length[:])
		raw := make([]byte, binary.BigEndian.Uint16(length[:]))
		io.ReadFull(conn, raw)
		answer := answerOf(raw, true)
		conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
		conn.Close()
	}
}

// answerOf is the whole world's answer.
func answerOf(raw []byte, overTCP bool) []byte {
	var m dnsmessage.Message
	if m.Unpack(raw) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	name := strings.TrimSuffix(q.Name.String(), ".")
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	m.Authoritative = name == "ours"
	known := false
	for _, record := range world {
		known = known || record.name == name
		if record.name == name && (record.kind == q.Type || record.kind == dnsmessage.TypeCNAME) {
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: record.kind, Class: 1, TTL: 9}, Body: record.body})
		}
	}
	switch {
	case name == "broken":
		m.RCode = dnsmessage.RCodeServerFailure
	case name == "closed":
		m.RCode = dnsmessage.RCodeRefused
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case name == "long" && !overTCP:
		m.Truncated, m.Answers = true, nil
	}
	answer, _ := m.Pack()
	return answer
}

var world = []struct {
	name string
	kind dnsmessage.Type
	body dnsmessage.ResourceBody
}{
	{"both", dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 7}}},
	{"both", dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 8}}},
	{"both", dnsmessage.TypeAAAA, &dnsmessage.AAAAResource{AAAA: [16]byte{0xfd, 15: 1}}},
	{"ours", dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 9}}},
	{"my_db", dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 9}}},
	{"empty", dnsmessage.TypeHINFO, nil},
	{"long", dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 10}}},
	{"alias", dnsmessage.TypeCNAME, &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("both.")}},
	{"web.lan", dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 11}}},
	{"a.example", dnsmessage.TypeMX, &dnsmessage.MXResource{Pref: 10, MX: dnsmessage.MustNewName("mail.example.")}},
	{"a.example", dnsmessage.TypeTXT, &dnsmessage.TXTResource{TXT: []string{"v=spf1 -all"}}},
	{"a.example", dnsmessage.TypeNS, &dnsmessage.NSResource{NS: dnsmessage.MustNewName("ns.example.")}},
	{"a.example", dnsmessage.TypeSRV, &dnsmessage.SRVResource{Priority: 1, Weight: 2, Port: 3, Target: dnsmessage.MustNewName("srv.example.")}},
	{"a.example", dnsmessage.TypeSOA, &dnsmessage.SOAResource{NS: dnsmessage.MustNewName("ns.example."), MBox: dnsmessage.MustNewName("me.example."), Serial: 1, Refresh: 2, Retry: 3, Expire: 4, MinTTL: 5}},
	{"7.0.0.127.in-addr.arpa", dnsmessage.TypePTR, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName("web.shop.")}},
	{"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", dnsmessage.TypePTR, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName("six.shop.")}},
}

const localServer = "nameserver 127.0.0.1\n"

func TestNslookupSaysWhatBusyboxSays(t *testing.T) {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		t.Skip("needs busybox to compare with (Debian: busybox-static)")
	}
	our, their := linkApplets(t), linkAll(t, busybox, append(Names(), "busybox"))
	withNames(t, func(run func(bin, resolvConf, script string) result) {
		for _, arguments := range []string{
			"both", "both.", "ours", "my_db", "empty", "alias", "broken", "closed", "missing", "missing.example", "127.0.0.7", "127.0.0.99", "fd00::1",
			"-type=a both", "-type=AAAA both", "-query=mx a.example", "-q=txt a.example", "-type=ns a.example", "-type=srv a.example", "-type=soa a.example",
			"-type=cname alias", "-type=mx both", "-type=mx missing", "-type=ptr 7.0.0.127.in-addr.arpa", "-type=a -type=mx a.example", "-type=a 127.0.0.7",
			"both 127.0.0.1", "both 127.0.0.1:53", "both 127.0.0.99", "both missing", "-type=nonsense both", "", "a b c",
		} {
			got, want := run(our, localServer, "nslookup "+arguments), run(their, localServer, "nslookup "+arguments)
			if got.stdout != want.stdout || (got.status == 0) != (want.status == 0) {
				t.Errorf("nslookup %s: status %d\n%s%s\nwant %d\n%s%s", arguments, got.status, got.stdout, got.stderr, want.status, want.stdout, want.stderr)
			}
		}
	})
}

// TestNamesAreTriedAsProgramsTryThem compares nslookup with what the resolver
// of ping, which is Go's, finds in the same resolv.conf.
func TestNamesAreTriedAsProgramsTryThem(t *testing.T) {
	withNames(t, func(run func(bin, resolvConf, script string) result) {
		for _, c := range []struct{ conf, name, want string }{
			{"", "ours", "127.0.0.9"},
			{"options ndots:0\n", "ours", "127.0.0.9"},
			{"search lan\noptions ndots:0\n", "ours", "127.0.0.9"},
			{"search lan\n", "ours", "127.0.0.9"},
			{"search lan\n", "my_db", "127.0.0.9"},
			{"search lan\n", "web", "127.0.0.11"},
			{"search lan\noptions ndots:0\n", "web", "127.0.0.11"},
			{"search none lan\n", "web", "127.0.0.11"},
			{"domain lan\n", "web", "127.0.0.11"},
			{"search lan\n", "web.lan", "127.0.0.11"},
			{"search lan\n", "ours.", "127.0.0.9"},
			{"search lan\n", "long", "127.0.0.10"},
			{"search lan\n", "OURS", ""},
			{"search lan\n", "web.", ""},
			{"", "web", ""},
		} {
			bin := linkApplets(t)
			got := run(bin, localServer+c.conf, "nslookup -type=a "+c.name+" | sed -n \"s/^Address: //p\"").stdout
			if strings.TrimSpace(got) != c.want {
				t.Errorf("%q: nslookup %s found %q, want %q", c.conf, c.name, got, c.want)
			}
			script := "ping -c 1 -W 5 " + c.name
			if c.want == "" {
				wantError(t, run(bin, localServer+c.conf, script), 1, "bad address '"+c.name+"'")
			} else if r := run(bin, localServer+c.conf, script); !strings.Contains(r.stdout, fmt.Sprintf("PING %s (%s):", c.name, c.want)) || r.status != 0 {
				t.Errorf("%q: ping %s: %s%s", c.conf, c.name, r.stdout, r.stderr)
			}
		}
	})
}

func TestNslookupFetchesALongAnswerWhole(t *testing.T) {
	withNames(t, func(run func(bin, resolvConf, script string) result) {
		r := run(linkApplets(t), localServer, "nslookup -type=a long")
		wantOutput(t, r, "Server:\t\t127.0.0.1\nAddress:\t127.0.0.1:53\n\nNon-authoritative answer:\nName:\tlong\nAddress: 127.0.0.10\n\n")
	})
}

func TestNslookupAsksTheNextServer(t *testing.T) {
	withNames(t, func(run func(bin, resolvConf, script string) result) {
		r := run(linkApplets(t), "nameserver 127.0.0.66\n"+localServer, "nslookup -type=a ours")
		wantOutput(t, r, "Server:\t\t127.0.0.1\nAddress:\t127.0.0.1:53\n\nName:\tours\nAddress: 127.0.0.9\n\n")
		if !strings.Contains(r.stderr, "nslookup: ask 127.0.0.66: connection refused") {
			t.Errorf("stderr %q", r.stderr)
		}
	})
}

func TestWgetFetchesByName(t *testing.T) {
	withNames(t, func(run func(bin, resolvConf, script string) result) {
		r := run(linkApplets(t), localServer+"options ndots:0\n", `echo hello >page
(exec httpd -v -p 127.0.0.9:8080 2>log) & until grep -q serving log; do :; done; wget -qO - http://ours:8080/page; kill $!`)
		wantOutput(t, r, "hello\n")
	})
}

func TestNetstatSaysWhatBusyboxSays(t *testing.T) {
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		t.Skip("needs busybox to compare with (Debian: busybox-static)")
	}
	our, their := linkApplets(t), linkAll(t, busybox, append(Names(), "busybox"))
	withNames(t, func(run func(bin, resolvConf, script string) result) {
		six, err := net.Listen("tcp6", "[::]:8080")
		if err != nil {
			t.Error(err)
			return
		}
		defer six.Close()
		conn, err := net.Dial("tcp6", "[::1]:8080")
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		other, err := net.Dial("udp4", "127.0.0.1:53")
		if err != nil {
			t.Error(err)
			return
		}
		defer other.Close()
		for _, options := range []string{"-tln", "-tlnu", "-ltun", "-uln", "-tn", "-tan", "-tuan", "-lntu", "-un"} {
			got, want := run(our, localServer, "netstat "+options), run(their, localServer, "netstat "+options)
			if got.stdout != want.stdout || got.status != want.status {
				t.Errorf("netstat %s: status %d\n%s%s\nwant %d\n%s%s", options, got.status, got.stdout, got.stderr, want.status, want.stdout, want.stderr)
			}
			if !strings.Contains(got.stdout, "127.0.0.1:53") && strings.Contains(options, "l") {
				t.Errorf("netstat %s does not show the name server:\n%s", options, got.stdout)
			}
		}
	})
}

func TestNetstatNamesTheProgram(t *testing.T) {
	r := isolated(t, `ip link set lo up; nc -v -l -p 8080 127.0.0.1 2>log & until grep -q listening log; do :; done
netstat -tlnp | sed -n '3s/ *$//p' | sed "s|$!/|PID/|"; kill $!`)
	wantOutput(t, r, "tcp        0      0 :::8080                 :::*                    LISTEN      PID/nc\n")
}
