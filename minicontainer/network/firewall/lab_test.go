// A host with two networks and one internal network, and somebody outside who sits at the same cable, and is hostile: he has
// routes to our subnets by way of the host.

package firewall

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// node is a network namespace. Every node answers at port 80 of TCP and UDP, with its name and whom it sees asking.
type node struct {
	name string
	file *os.File
	h    *netlink.Handle
}

// inside calls body on a thread in the node's namespace, which ends with it.
func (n *node) inside(body func()) {
	var wait sync.WaitGroup
	wait.Add(1)
	go func() {
		defer wait.Done()
		runtime.LockOSThread() // and not unlocked again
		if unix.Gettid() == unix.Getpid() {
			n.inside(body) // the first thread cannot end, see testenv.OwnMounts
			runtime.UnlockOSThread()
			return
		}
		if err := unix.Setns(int(n.file.Fd()), unix.CLONE_NEWNET); err != nil {
			panic(err)
		}
		body()
	}()
	wait.Wait()
}

type lab struct {
	t     testing.TB
	nodes map[string]*node
}

func (l *lab) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// here makes a node of the calling thread's namespace.
func (l *lab) here(name string) *node {
	file, err := os.Open("/proc/thread-self/ns/net")
	l.must(err)
	h, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	l.must(err)
	n := &node{name, file, h}
	l.nodes[name] = n
	l.t.Cleanup(func() { file.Close(); h.Close() })
	n.serve(l, ":80")
	return n
}

// add makes a node whose eth0 is at the other end of a cable of the host's: at a bridge if one is named, else by itself.
func (l *lab) add(name, bridge, gateway4, gateway6 string, addresses ...string) {
	var n *node
	l.must(testenv.OwnNetwork(func() { n = l.here(name) }))
	host := l.nodes["host"]
	attrs := netlink.NewLinkAttrs()
	attrs.Name = "to-" + name
	l.must(host.h.LinkAdd(&netlink.Veth{LinkAttrs: attrs, PeerName: "eth0", PeerNamespace: netlink.NsFd(n.file.Fd())}))
	cable, err := host.h.LinkByName(attrs.Name)
	l.must(err)
	if bridge != "" {
		master, err := host.h.LinkByName(bridge)
		l.must(err)
		l.must(host.h.LinkSetMaster(cable, master))
		l.must(host.h.LinkSetHairpin(cable, true))
	}
	l.must(host.h.LinkSetUp(cable))
	l.up(n, "eth0", addresses...)
	for _, gateway := range []string{gateway4, gateway6} {
		if gateway != "" {
			l.must(n.h.RouteReplace(&netlink.Route{Gw: net.ParseIP(gateway)}))
		}
	}
}

func (l *lab) up(n *node, link string, addresses ...string) {
	l.t.Helper()
	found, err := n.h.LinkByName(link)
	l.must(err)
	for _, a := range addresses {
		address, err := netlink.ParseAddr(a)
		l.must(err)
		if address.IP.To4() == nil {
			address.Flags = unix.IFA_F_NODAD // else it can be used only after a second
		}
		l.must(n.h.AddrAdd(found, address))
	}
	l.must(n.h.LinkSetUp(found))
}

func (l *lab) bridge(name string, addresses ...string) {
	host := l.nodes["host"]
	attrs := netlink.NewLinkAttrs()
	attrs.Name = name
	l.must(host.h.LinkAdd(&netlink.Bridge{LinkAttrs: attrs}))
	l.up(host, name, addresses...)
}

// serve answers until the test ends.
func (n *node) serve(l *lab, address string) {
	n.inside(func() {
		tcp, err := net.Listen("tcp", address)
		l.must(err)
		udp, err := net.ListenPacket("udp", address)
		l.must(err)
		l.t.Cleanup(func() { tcp.Close(); udp.Close() })
		go func() {
			for {
				c, err := tcp.Accept()
				if err != nil {
					return
				}
				fmt.Fprint(c, n.answer(c.RemoteAddr()))
				c.Close()
			}
		}()
		go func() {
			b := make([]byte, 100)
			for {
				_, from, err := udp.ReadFrom(b)
				if err != nil {
					return
				}
				udp.WriteTo([]byte(n.answer(from)), from) //nolint:errcheck // the client notices
			}
		}()
	})
}

func (n *node) answer(from net.Addr) string {
	return n.name + " sees " + netip.MustParseAddrPort(from.String()).Addr().Unmap().String()
}

const (
	patience = 5 * time.Second        // for an answer that is to come, on a machine that has much to do
	moment   = 400 * time.Millisecond // for one that is not
)

// ask connects and returns the answer, "nothing" if there is none.
func (n *node) ask(network, address string) string { return n.askFor(patience, network, address) }

func (n *node) askFor(patience time.Duration, network, address string) (answer string) {
	answer = "nothing"
	n.inside(func() {
		c, err := net.DialTimeout(network, address, patience)
		if err != nil {
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(patience)) //nolint:errcheck // fails for a closed one only
		if strings.HasPrefix(network, "udp") {
			io.WriteString(c, "?") //nolint:errcheck // then there is no answer
		}
		b := make([]byte, 100)
		if size, err := c.Read(b); err == nil {
			answer = string(b[:size])
		}
	})
	return answer
}

// newLab makes the topology; the calling thread's namespace is the host.
func newLab(t testing.TB) *lab {
	l := &lab{t, map[string]*node{}}
	host := l.here("host")
	host.serve(l, "[::1]:8080") // the same port as a published one
	l.bridge("mc0", "10.88.0.1/16", "fd00:88::1/64")
	l.bridge("mc1", "10.89.0.1/16", "fd00:89::1/64")
	l.bridge("mci", "10.90.0.1/24", "fd00:90::1/64")
	l.add("a1", "mc0", "10.88.0.1", "fd00:88::1", "10.88.0.2/16", "fd00:88::2/64")
	l.add("a2", "mc0", "10.88.0.1", "fd00:88::1", "10.88.0.3/16", "fd00:88::3/64")
	l.add("b1", "mc1", "10.89.0.1", "fd00:89::1", "10.89.0.2/16", "fd00:89::2/64")
	l.add("i1", "mci", "10.90.0.1", "fd00:90::1", "10.90.0.2/24", "fd00:90::2/64")
	l.add("outside", "", "192.0.2.1", "2001:db8::1", "192.0.2.2/24", "2001:db8::2/64")
	l.up(host, "to-outside", "192.0.2.1/24", "2001:db8::1/64")
	for _, name := range []string{"a1", "outside"} {
		l.sendLocalhostAway(l.nodes[name])
	}
	must(t, SetForwarding4())
	switches, err := SetForwarding6()
	l.must(err)
	for _, s := range switches {
		must(t, s)
	}
	for _, bridge := range []string{"mc0", "mc1"} {
		must(t, RouteLocalhost(bridge))
	}
	return l
}

// sendLocalhostAway has a node send what is for 127.0.0.1 to the host, as nobody but an attacker does.
func (l *lab) sendLocalhostAway(n *node) {
	lo, err := n.h.LinkByName("lo")
	l.must(err)
	list, err := n.h.AddrList(lo, unix.AF_INET)
	l.must(err)
	for _, a := range list {
		l.must(n.h.AddrDel(lo, &a))
	}
	n.inside(func() { err = errors.Join(RouteLocalhost("eth0").Do()) })
	l.must(err)
}

// protect enters the networks and publishes ports.
func (l *lab) protect() {
	l.t.Helper()
	must(l.t, ours.Ensure(),
		ours.AddNetwork(Network{Bridge: "mc0", Subnets: prefixes("10.88.0.0/16", "fd00:88::/64")}),
		ours.AddNetwork(Network{Bridge: "mc1", Subnets: prefixes("10.89.0.0/16", "fd00:89::/64")}),
		ours.AddNetwork(Network{Bridge: "mci", Subnets: prefixes("10.90.0.0/24", "fd00:90::/64"), Internal: true}))
	for _, p := range []Port{
		{Proto: "tcp", HostPort: 8080, To: targets("10.88.0.2:80", "[fd00:88::2]:80")},
		{Proto: "udp", HostPort: 8080, To: targets("10.88.0.2:80", "[fd00:88::2]:80")},
		{Proto: "tcp", HostPort: 8081, To: targets("10.88.0.3:80", "10.88.0.3:80", "[fd00:88::3]:80", "[fd00:88::3]:80")},
		{Proto: "tcp", Host: netip.MustParseAddr("192.0.2.1"), HostPort: 8082, To: targets("10.88.0.3:80", "10.88.0.3:80")},
		{Proto: "tcp", Host: netip.MustParseAddr("2001:db8::1"), HostPort: 8082, To: targets("[fd00:88::3]:80", "[fd00:88::3]:80")},
		{Proto: "tcp", Host: netip.MustParseAddr("127.0.0.1"), HostPort: 8083, To: targets("10.88.0.2:80")},
		{Proto: "udp", Host: netip.MustParseAddr("127.0.0.1"), HostPort: 8083, To: targets("10.88.0.2:80")},
		{Proto: "tcp", Host: netip.MustParseAddr("2001:db8::1"), HostPort: 8084, To: targets("[fd00:88::2]:80")},
		{Proto: "udp", HostPort: 8090, To: targets("10.90.0.2:7777")},
		{Proto: "tcp", HostPort: 8090, To: targets("10.90.0.2:80", "[fd00:90::2]:80")},
	} {
		must(l.t, ours.Publish(p))
	}
}
