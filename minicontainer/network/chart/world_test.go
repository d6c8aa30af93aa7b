package chart

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/network/firewall"
)

func addr(text string) netip.Addr { return netip.MustParseAddr(text) }

func prefixes(list ...string) (p []netip.Prefix) {
	for _, text := range list {
		p = append(p, netip.MustParsePrefix(text))
	}
	return p
}

// who is a container of the tests' world: its id is its name, and so on.
func who(name, address, gateway string) (Container, network.Endpoint) {
	id := strings.Repeat(name+"0", 64)[:64]
	one := Container{ID: id, Name: name, Mode: network.Bridge, Place: Place{PID: len(name) + int(name[0]), Links: []Link{
		{Name: "lo", Up: true, Addresses: prefixes("127.0.0.1/8")},
		{Name: "eth0", Kind: "veth", Up: true, Addresses: prefixes(address + "/16")},
	}}}
	subnet := netip.MustParsePrefix(address + "/16").Masked()
	one.Routes = []Route{{To: prefixes("0.0.0.0/0")[0], Via: addr(gateway), Link: "eth0"}, {To: subnet, Link: "eth0"}}
	one.Sockets = []Socket{{"udp", netip.MustParseAddrPort("127.0.0.11:41000")}}
	return one, network.Endpoint{Container: id, Name: name, Address: addr(address), MAC: "02:42:0a:58:00:02", Cable: "mv" + name, Link: "eth0"}
}

// world has web, which is published, and cli in the network shop, two replicas in 상점, safe in an internal network, and a
// database of the host's at localhost.
func world() Chart {
	web, webAt := who("web", "10.88.0.2", "10.88.0.1")
	web.Sockets = append(web.Sockets, Socket{"tcp", netip.MustParseAddrPort("[::]:80")}, Socket{"tcp", netip.MustParseAddrPort("127.0.0.1:9000")})
	webAt.Aliases = []string{"store"}
	webAt.Ports = []network.Bound{{Proto: "tcp", HostPort: 8080, Port: 80}, {Proto: "udp", Host: addr("127.0.0.1"), HostPort: 5353, Port: 53}}
	cli, cliAt := who("cli", "10.88.0.3", "10.88.0.1")
	one, oneAt := who("one", "10.89.0.2", "10.89.0.1")
	two, twoAt := who("two", "10.89.0.3", "10.89.0.1")
	for _, e := range []*network.Endpoint{&oneAt, &twoAt} {
		e.Aliases = []string{"app"}
		e.Ports = []network.Bound{{Proto: "tcp", HostPort: 9090, Port: 90}}
	}
	safe, safeAt := who("safe", "10.90.0.2", "10.90.0.1")
	safe.Routes = safe.Routes[1:]
	side := Container{ID: strings.Repeat("a", 64), Name: "side", Mode: network.Joined, Of: web.ID, Place: web.Place}
	lone := Container{ID: strings.Repeat("b", 64), Name: "lone", Mode: network.None, Place: Place{PID: 9, Links: []Link{{Name: "lo", Up: true, Addresses: prefixes("127.0.0.1/8")}}}}
	c := Chart{
		Containers: []Container{web, cli, one, two, safe, side, lone}, Forward4: true, Table: "minicontainer",
		Networks: []Network{
			{network.Network{Name: "bridge", ID: "0", Bridge: "mc9", Subnet: prefixes("10.91.0.0/16")[0], Gateway: addr("10.91.0.1")}, nil},
			{network.Network{Name: "shop", ID: "1", Bridge: "mc0", Subnet: prefixes("10.88.0.0/16")[0], Gateway: addr("10.88.0.1")}, []network.Endpoint{webAt, cliAt}},
			{network.Network{Name: "vault", ID: "2", Bridge: "mc2", Subnet: prefixes("10.90.0.0/16")[0], Gateway: addr("10.90.0.1"), Internal: true}, []network.Endpoint{safeAt}},
			{network.Network{Name: "상점", ID: "3", Bridge: "mc1", Subnet: prefixes("10.89.0.0/16")[0], Gateway: addr("10.89.0.1")}, []network.Endpoint{oneAt, twoAt}},
		},
		Host: Place{
			Links:   []Link{{Name: "lo", Up: true, Addresses: prefixes("127.0.0.1/8")}, {Name: "wan", Up: true, Addresses: prefixes("192.0.2.1/24")}},
			Routes:  []Route{{To: prefixes("0.0.0.0/0")[0], Via: addr("192.0.2.2"), Link: "wan"}, {To: prefixes("192.0.2.0/24")[0], Link: "wan"}},
			Sockets: []Socket{{"tcp", netip.MustParseAddrPort("127.0.0.1:5432")}},
		},
		Rules: firewall.State{Exists: true, Whole: true, Ports: []firewall.Port{
			{Proto: "tcp", HostPort: 8080, To: []netip.AddrPort{netip.MustParseAddrPort("10.88.0.2:80")}},
			{Proto: "udp", Host: addr("127.0.0.1"), HostPort: 5353, To: []netip.AddrPort{netip.MustParseAddrPort("10.88.0.2:53")}},
			{Proto: "tcp", HostPort: 9090, To: []netip.AddrPort{netip.MustParseAddrPort("10.89.0.2:90"), netip.MustParseAddrPort("10.89.0.3:90")}},
		}},
	}
	for _, n := range c.Networks[1:] {
		c.Host.Links = append(c.Host.Links, Link{Name: n.Bridge, Kind: "bridge", Up: true, Addresses: []netip.Prefix{netip.PrefixFrom(n.Gateway, 16)}, RouteLocalnet: true})
		c.Host.Routes = append(c.Host.Routes, Route{To: n.Subnet, Link: n.Bridge})
		c.Rules.Networks = append(c.Rules.Networks, firewall.Network{Bridge: n.Bridge, Subnets: []netip.Prefix{n.Subnet}, Internal: n.Internal})
		for _, e := range n.Endpoints {
			c.Host.Links = append(c.Host.Links, Link{Name: e.Cable, Kind: "veth", Up: true, Bridge: n.Bridge})
		}
	}
	return c
}

// byRoutes is a Router that takes the longest prefix, as a kernel without further rules does.
func byRoutes(p Place, to netip.Addr) (Way, error) {
	best := Way{}
	bits := -1
	for _, r := range p.Routes {
		if l, ok := p.link(r.Link); ok && l.Up && r.To.Contains(to) && r.To.Bits() > bits {
			best, bits = Way{r.Link, r.Via}, r.To.Bits()
		}
	}
	if bits < 0 {
		return best, errors.New("network is unreachable")
	}
	return best, nil
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
