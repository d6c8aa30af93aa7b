//go:build linux

package names

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

func nobody() []netip.AddrPort { return nil }

// needTable skips where the kernel has no tables: then the server is at port 53.
func needTable(t *testing.T, ns *os.File) {
	t.Helper()
	if err := within(ns, lead{New(someZone{}, nobody), ns, 0}.write); err != nil {
		testenv.Missing(t, "net", fmt.Sprint("no table of nftables can be made: ", err))
	}
}

func TestTheProgramOfTheContainerCanHavePort53OfEveryAddress(t *testing.T) {
	ns := container(t)
	needTable(t, ns)
	serve(t, ns)
	inside(t, ns, func() {
		packets, err := net.ListenPacket("udp4", "0.0.0.0:53")
		must(t, err)
		t.Cleanup(func() { packets.Close() })
		streams, err := net.Listen("tcp4", "0.0.0.0:53")
		must(t, err)
		t.Cleanup(func() { streams.Close() })
	})
	for _, network := range []string{"udp", "tcp"} {
		m, err := ask(t, ns, network, question(t, "web.", dnsmessage.TypeA, 0))
		if err != nil || len(m.Answers) != 1 {
			t.Errorf("%s: %v, %v", network, m.Answers, err)
		}
	}
}

func TestTheStepsCanBeTypedAndDoneTwice(t *testing.T) {
	ns := container(t)
	needTable(t, ns)
	nft := testenv.Peer(t, "nft")
	s := New(someZone{}, nobody)
	defer s.Close()
	steps := s.Steps(ns, os.Getpid())
	list := func() (text []byte) {
		inside(t, ns, func() { text, _ = exec.Command(nft, "list", "ruleset").Output() })
		return text
	}
	for _, step := range steps {
		must(t, step.Do())
	}
	made := list()
	for _, step := range steps {
		must(t, step.Do())
	}
	if again := list(); !bytes.Equal(made, again) || !bytes.Contains(made, []byte(Table)) {
		t.Errorf("done twice:\n%s\nafter\n%s", again, made)
	}
	_, typed, found := strings.Cut(steps[1].Line(), " --net ")
	if !found {
		t.Fatal(steps[1].Line())
	}
	inside(t, ns, func() {
		must(t, exec.Command(nft, "flush", "ruleset").Run())
		if out, err := exec.Command("sh", "-c", typed).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	if again := list(); !bytes.Equal(made, again) {
		t.Errorf("typed:\n%s\ndone:\n%s", again, made)
	}
}

func TestWhereNoTableCanBeMadeTheSocketsAreAtPort53(t *testing.T) {
	ns := container(t)
	ownTable(t, ns)
	s := serve(t, ns)
	if udp, tcp := s.ports(); udp != port || tcp != port {
		t.Fatalf("ports %d and %d", udp, tcp)
	}
	for _, network := range []string{"udp", "tcp"} {
		if m, err := ask(t, ns, network, question(t, "web.", dnsmessage.TypeA, 0)); err != nil || len(m.Answers) != 1 {
			t.Errorf("%s: %v, %v", network, m.Answers, err)
		}
	}
}

// ownTable makes a table of our name that belongs to somebody who stays, so that we may not change it.
func ownTable(t *testing.T, ns *os.File) {
	t.Helper()
	nft := testenv.Peer(t, "nft")
	var answer string
	inside(t, ns, func() {
		cmd := exec.Command(nft, "-i")
		in, err := cmd.StdinPipe()
		must(t, err)
		out, err := cmd.StdoutPipe()
		must(t, err)
		cmd.Stderr = cmd.Stdout
		must(t, cmd.Start())
		t.Cleanup(func() { in.Close(); cmd.Wait() })
		fmt.Fprintf(in, "add table ip %s { flags owner; }\nlist tables\n", Table)
		answer, err = bufio.NewReader(out).ReadString('\n')
		must(t, err)
	})
	if strings.Contains(strings.ToLower(answer), "error") {
		testenv.Missing(t, "net", "no table of nftables can be owned: "+answer)
	}
}

func TestTheSocketsCanBeMadeBeforeLoIsUp(t *testing.T) {
	ns := container(t)
	setLo := func(how func(netlink.Link) error) {
		inside(t, ns, func() {
			lo, err := netlink.LinkByName("lo")
			must(t, err)
			must(t, how(lo))
		})
	}
	setLo(netlink.LinkSetDown)
	serve(t, ns)
	setLo(netlink.LinkSetUp)
	if m, err := ask(t, ns, "udp", question(t, "web.", dnsmessage.TypeA, 0)); err != nil || len(m.Answers) != 1 {
		t.Errorf("%v, %v", m.Answers, err)
	}
}

func TestNoThreadStaysInTheContainer(t *testing.T) {
	ns := container(t)
	home, err := os.Readlink("/proc/self/ns/net")
	must(t, err)
	for range 20 {
		s, err := Listen(ns, someZone{}, nobody)
		must(t, err)
		must(t, s.Close())
	}
	deadline := time.Now().Add(10 * time.Second) // a thread ends a little after its goroutine
	for stray := threadsElsewhere(t, home); len(stray) > 0; stray = threadsElsewhere(t, home) {
		if time.Now().After(deadline) {
			t.Fatalf("threads that are not in %s: %v", home, stray)
		}
		runtime.Gosched()
	}
}

func threadsElsewhere(t *testing.T, home string) (stray []string) {
	t.Helper()
	tasks, err := os.ReadDir("/proc/self/task")
	must(t, err)
	for _, task := range tasks {
		if in, err := os.Readlink("/proc/self/task/" + task.Name() + "/ns/net"); err == nil && in != home {
			stray = append(stray, task.Name()+" "+in)
		}
	}
	return stray
}
