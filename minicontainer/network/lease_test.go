package network

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func newNetwork(t *testing.T, subnet string) (*Store, Network) {
	t.Helper()
	s := Open(t.TempDir())
	n, _, err := s.Create(Wish{Name: "shop", Subnet: netip.MustParsePrefix(subnet)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, n
}

func TestManyAtOnceGetDistinctAddressesUntilNoneIsLeft(t *testing.T) {
	s, n := newNetwork(t, "10.1.2.0/25")
	const room = 128 - 3 // the network's, the gateway's and the broadcast address
	var mu sync.Mutex
	var starts sync.WaitGroup
	given := map[netip.Addr]string{}
	for i := 0; i < room; i++ {
		starts.Add(1)
		go func() {
			defer starts.Done()
			id := fmt.Sprint("container", i)
			a, err := Open(filepath.Dir(s.root)).Lease(n, id, netip.Addr{})
			mu.Lock()
			defer mu.Unlock()
			if other, twice := given[a]; err != nil || twice || a == n.Gateway || !n.Subnet.Contains(a) {
				t.Errorf("%s: %v, %v; %s has it, too", id, a, err, other)
			}
			given[a] = id
		}()
	}
	starts.Wait()
	if a, err := s.Lease(n, "late", netip.Addr{}); !errors.Is(err, ErrFull) {
		t.Errorf("one more: %v, %v", a, err)
	}
	leases, err := s.Leases(n)
	if err != nil || len(leases) != room {
		t.Errorf("%d leases are written down, %v", len(leases), err)
	}
	for a, id := range leases {
		if given[a] != id {
			t.Errorf("%v is written down as %s's, and was given to %s", a, id, given[a])
		}
	}
}

func TestAnAddressThatIsGivenBackComesLast(t *testing.T) {
	s, n := newNetwork(t, "10.1.2.0/29") // .2 to .6
	first, err := s.Lease(n, "a", netip.Addr{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Release(n, "b", first); err != nil {
		t.Fatal(err)
	}
	if leases, _ := s.Leases(n); leases[first] != "a" {
		t.Errorf("another container gave it back: %v", leases)
	}
	if err := s.Release(n, "a", first); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 4; i++ {
		if a, err := s.Lease(n, "a", netip.Addr{}); err != nil || a == first {
			t.Errorf("lease %d: %v, %v; %v was given back last", i, a, err, first)
		}
	}
	if a, err := s.Lease(n, "a", netip.Addr{}); err != nil || a != first {
		t.Errorf("the last one: %v, %v; want %v", a, err, first)
	}
}

func TestAWantedAddressIsGivenOnceAndOnlyIfItCanBe(t *testing.T) {
	s, n := newNetwork(t, "10.1.2.0/24")
	wanted := netip.MustParseAddr("10.1.2.77")
	if a, err := s.Lease(n, "a", wanted); err != nil || a != wanted {
		t.Fatalf("%v, %v", a, err)
	}
	if _, err := s.Lease(n, "b", wanted); !errors.Is(err, ErrTaken) {
		t.Errorf("a second time: %v", err)
	}
	for _, bad := range []string{"10.1.2.0", "10.1.2.1", "10.1.2.255", "10.1.3.2", "::1"} {
		if a, err := s.Lease(n, "b", netip.MustParseAddr(bad)); err == nil {
			t.Errorf("%s was given: %v", bad, a)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(s.leases(n), ".draft-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnAddressOfVersion6HasTheSamePlace(t *testing.T) {
	n := Network{Subnet: netip.MustParsePrefix("10.88.0.0/16"), Gateway: netip.MustParseAddr("10.88.0.1"), Subnet6: netip.MustParsePrefix("fd01:2:3::/64")}
	for four, six := range map[string]string{"10.88.0.1": "fd01:2:3::1", "10.88.1.2": "fd01:2:3::102", "10.88.255.254": "fd01:2:3::fffe"} {
		if got := n.Address6(netip.MustParseAddr(four)); got != netip.MustParseAddr(six) {
			t.Errorf("%s: %v, want %s", four, got, six)
		}
	}
	n.Subnet = netip.MustParsePrefix("10.1.2.128/25")
	if got := n.Address6(netip.MustParseAddr("10.1.2.130")); got != netip.MustParseAddr("fd01:2:3::2") {
		t.Errorf("in the upper half: %v", got)
	}
}

func TestTheNextFreeSubnetIsTakenAndTheOneThatWasNotIsNamed(t *testing.T) {
	parse := func(texts ...string) (list []netip.Prefix) {
		for _, text := range texts {
			list = append(list, netip.MustParsePrefix(text))
		}
		return list
	}
	free, skipped, err := FreeSubnet(parse("10.89.0.0/17"), parse("10.88.3.0/24", "192.168.0.0/16"))
	if err != nil || free.String() != "10.90.0.0/16" || skipped.String() != "10.88.0.0/16" {
		t.Errorf("%v, %v, %v", free, skipped, err)
	}
	if free, skipped, err := FreeSubnet(parse("10.88.0.0/16"), nil); err != nil || free.String() != "10.89.0.0/16" || skipped.IsValid() {
		t.Errorf("one of ours is nothing to tell: %v, %v, %v", free, skipped, err)
	}
	if _, _, err := FreeSubnet(nil, parse("10.0.0.0/8")); !errors.Is(err, ErrFull) {
		t.Errorf("none is free: %v", err)
	}
}

func TestNamesAndSubnetsThatCannotBeAreRefused(t *testing.T) {
	s := Open(t.TempDir())
	for _, name := range []string{"", "../x", "a b", "host", "none", "container", ".x", string(make([]byte, 200))} {
		if _, _, err := s.Create(Wish{Name: name}, nil); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	for _, w := range []Wish{
		{Name: "a", Subnet: netip.MustParsePrefix("10.1.2.3/24")},
		{Name: "a", Subnet: netip.MustParsePrefix("10.1.2.0/31")},
		{Name: "a", Subnet: netip.MustParsePrefix("10.1.2.0/24"), Gateway: netip.MustParseAddr("10.1.3.1")},
		{Name: "a", Subnet: netip.MustParsePrefix("10.1.2.0/24"), Gateway: netip.MustParseAddr("10.1.2.255")},
		{Name: "a", Subnet6: netip.MustParsePrefix("fe80::/64")},
		{Name: "a", Subnet6: netip.MustParsePrefix("fd00::/120")},
	} {
		if n, _, err := s.Create(w, nil); err == nil {
			t.Errorf("%+v was made: %+v", w, n)
		}
	}
	if _, _, err := s.Create(Wish{Name: "one", Subnet: netip.MustParsePrefix("10.1.0.0/16")}, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Create(Wish{Name: "two", Subnet: netip.MustParsePrefix("10.1.2.0/24")}, nil); err == nil {
		t.Error("a part of another network's addresses was given")
	}
	if _, _, err := s.Create(Wish{Name: "one"}, nil); !errors.Is(err, ErrExists) {
		t.Errorf("the name a second time: %v", err)
	}
	entries, _ := os.ReadDir(s.root)
	for _, e := range entries {
		if e.Name() != ".lock" && e.Name() != "one" {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestANetworkIsFoundByNameIdAndTheBeginningOfIt(t *testing.T) {
	s, n := newNetwork(t, "10.1.2.0/24")
	for _, ref := range []string{"shop", n.ID, n.ID[:6]} {
		if got, err := s.Get(ref); err != nil || got.ID != n.ID {
			t.Errorf("%s: %v, %v", ref, got, err)
		}
	}
	for _, ref := range []string{"", "nobody", "../shop", "zzz"} {
		if got, err := s.Get(ref); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v, %v", ref, got, err)
		}
	}
}
