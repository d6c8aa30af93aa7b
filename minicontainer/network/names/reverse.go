package names

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// reverse is the address that a name of a PTR question stands for: the parts of the address backwards, below a domain of
// their own. 2.0.88.10.in-addr.arpa is 10.88.0.2. Sources: RFC 1035, 3.5; RFC 3596, 2.5.
func reverse(name string) (netip.Addr, bool) {
	if digits, ok := strings.CutSuffix(name, ".in-addr.arpa"); ok {
		return reverse4(strings.Split(digits, "."))
	}
	if digits, ok := strings.CutSuffix(name, ".ip6.arpa"); ok {
		return reverse6(strings.Split(digits, "."))
	}
	return netip.Addr{}, false
}

func reverse4(parts []string) (netip.Addr, bool) {
	slices.Reverse(parts)
	a, err := netip.ParseAddr(strings.Join(parts, "."))
	return a, err == nil && a.Is4()
}

// reverse6 reads hexadecimal digits, each a label.
func reverse6(digits []string) (netip.Addr, bool) {
	const digitsOfAddress = 32
	if len(digits) != digitsOfAddress {
		return netip.Addr{}, false
	}
	slices.Reverse(digits)
	var b [16]byte
	for i, digit := range digits {
		n, err := strconv.ParseUint(digit, 16, 4)
		if err != nil || len(digit) != 1 {
			return netip.Addr{}, false
		}
		b[i/2] = b[i/2]<<4 | byte(n)
	}
	return netip.AddrFrom16(b), true
}
