// Which addresses a network gets. Docker takes 172.17.0.0/16 and what follows; we take others, so that both can run on one
// host. An address of ours that the host can already reach elsewhere would cut it off from there, so the first free one is
// taken.

package network

import (
	"crypto/rand"
	"fmt"
	"net/netip"
)

// pool is where subnets come from if none is asked for: 10.88.0.0/16 to 10.127.0.0/16, from the private addresses of
// RFC 1918. The first is the default network's.
var pool = netip.MustParsePrefix("10.64.0.0/10")

const (
	firstOfPool = 88 - 64
	subnetBits  = 16
)

// defaultSubnet is kept for the default network, whichever is made first.
var defaultSubnet = netip.MustParsePrefix("10.88.0.0/16")

// FreeSubnet is the first subnet of the pool that meets none of ours, and nothing that the host reaches elsewhere. skipped is one that
// was passed over for what is elsewhere, for a message; the zero Prefix if there is none.
func FreeSubnet(ours, elsewhere []netip.Prefix) (free, skipped netip.Prefix, err error) {
	first := pool.Addr().As4()
	for n := firstOfPool; n < 1<<(subnetBits-pool.Bits()); n++ {
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte{first[0], first[1] + byte(n), 0, 0}), subnetBits)
		taken := overlapsAny(p, elsewhere)
		if !taken && !overlapsAny(p, ours) {
			return p, skipped, nil
		}
		if taken && !skipped.IsValid() {
			skipped = p
		}
	}
	return free, skipped, fmt.Errorf("choose a subnet in %v: %w", pool, ErrFull)
}

// newSubnet6 is a subnet of unique local addresses: of the 40 bits after fd, random ones, nobody else has the same.
// Source: RFC 4193.
func newSubnet6() netip.Prefix {
	a := [16]byte{0: 0xfd}
	rand.Read(a[1:6]) //nolint:errcheck // documented never to fail on Linux
	return netip.PrefixFrom(netip.AddrFrom16(a), subnet6Bits)
}

const subnet6Bits = 64

// checkSubnet6 wants room for the place of each address of version 4.
func checkSubnet6(p netip.Prefix) error {
	const smallest = 96
	switch {
	case p != p.Masked():
		return fmt.Errorf("read subnet %v: the network is %v", p, p.Masked())
	case p.Bits() > smallest || p.Addr().IsLinkLocalUnicast() || p.Addr().IsMulticast():
		return fmt.Errorf("read subnet %v: it must be a unicast network of at most %d bits", p, smallest)
	}
	return nil
}

func overlapsAny(p netip.Prefix, others []netip.Prefix) bool {
	for _, o := range others {
		if p.Overlaps(o) {
			return true
		}
	}
	return false
}

// checkSubnet wants room for a gateway and one container at least, and no bits right of the mask.
func checkSubnet(p netip.Prefix) error {
	const smallest = 30
	switch {
	case !p.Addr().Is4():
		return fmt.Errorf("read subnet %v: not of version 4", p)
	case p != p.Masked():
		return fmt.Errorf("read subnet %v: the network is %v", p, p.Masked())
	case p.Bits() > smallest || p.Bits() < 8:
		return fmt.Errorf("read subnet %v: the mask must be from 8 to %d", p, smallest)
	}
	return nil
}

// broadcast is the last address of a subnet, which is nobody's.
func broadcast(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	for bit := p.Bits(); bit < 32; bit++ {
		b[bit/8] |= 1 << (7 - bit%8)
	}
	return netip.AddrFrom4(b)
}

// usable tells whether a container can have the address in the network.
func (n Network) usable(a netip.Addr) bool {
	return n.Subnet.Contains(a) && a != n.Subnet.Addr() && a != n.Gateway && a != broadcast(n.Subnet)
}
