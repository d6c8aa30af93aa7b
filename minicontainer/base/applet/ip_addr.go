package applet

import (
	"fmt"
	"net"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

func (ip *ipCall) address() error {
	verb, err := ip.verb("show", "add", "delete", "flush")
	if err != nil {
		return err
	}
	switch verb {
	case "add":
		return ip.changeAddress("add", netlink.AddrAdd)
	case "delete":
		return ip.changeAddress("delete", netlink.AddrDel)
	case "flush":
		return ip.flushAddresses()
	}
	return ip.showAddresses()
}

// changeAddress reads "PREFIX [brd ADDR|+] [scope S] [label L] dev NAME".
func (ip *ipCall) changeAddress(verb string, change func(netlink.Link, *netlink.Addr) error) error {
	address := &netlink.Addr{}
	var link netlink.Link
	for len(ip.words) > 0 {
		var err error
		switch word := ip.next(); word {
		case "dev":
			link, err = linkByName(ip.next())
		case "brd", "broadcast":
			address.Broadcast, err = broadcastOf(ip.next(), address.IPNet)
		case "label":
			address.Label = ip.next()
		case "scope":
			address.Scope, err = parseScope(ip.next())
		default:
			address.IPNet, err = parsePrefix(strings.TrimPrefix(word, "local"))
		}
		if err != nil {
			return err
		}
	}
	if link == nil || address.IPNet == nil {
		return usagef("an address and dev NAME are needed")
	}
	if address.Broadcast == nil {
		address.Broadcast = net.IPv4zero // none, as iproute2; the library would work one out
	}
	if err := change(link, address); err != nil {
		return fmt.Errorf("%s address %s on %s: %w", verb, address.IPNet, link.Attrs().Name, err)
	}
	return nil
}

// broadcastOf reads an address, or + for the highest one of the prefix.
func broadcastOf(word string, prefix *net.IPNet) (net.IP, error) {
	if word != "+" {
		return parseIP(word)
	}
	if prefix == nil || prefix.IP.To4() == nil {
		return nil, usagef("brd + needs an IPv4 prefix before it")
	}
	highest := make(net.IP, len(prefix.IP))
	for i := range highest {
		highest[i] = prefix.IP[i] | ^prefix.Mask[i]
	}
	return highest, nil
}

func parseScope(word string) (int, error) {
	for _, scope := range []netlink.Scope{netlink.SCOPE_UNIVERSE, netlink.SCOPE_LINK, netlink.SCOPE_HOST} {
		if scopeName(scope) == word {
			return int(scope), nil
		}
	}
	return 0, usagef("unknown scope %s", word)
}

// scopeName is iproute2's word: it calls the kernel's universe global.
func scopeName(scope netlink.Scope) string {
	if scope == netlink.SCOPE_UNIVERSE {
		return "global"
	}
	return scope.String()
}

func (ip *ipCall) flushAddresses() error {
	link, err := ip.deviceWord()
	if err != nil {
		return err
	}
	addresses, err := netlink.AddrList(link, ip.family)
	if err != nil {
		return fmt.Errorf("list addresses: %w", err)
	}
	for _, address := range addresses {
		if err := netlink.AddrDel(link, &address); err != nil {
			return fmt.Errorf("delete address %s: %w", address.IPNet, err)
		}
	}
	return nil
}

func (ip *ipCall) showAddresses() error {
	chosen, all, err := ip.selectLinks()
	if err != nil {
		return err
	}
	addresses, err := netlink.AddrList(nil, ip.family)
	if err != nil {
		return fmt.Errorf("list addresses: %w", err)
	}
	for _, row := range chosen {
		var own []netlink.Addr
		for _, address := range addresses {
			if address.LinkIndex == row.Attrs().Index {
				own = append(own, address)
			}
		}
		if ip.family == unix.AF_UNSPEC || len(own) > 0 {
			ip.showLinkAddresses(row, all, own)
		}
	}
	return nil
}

func (ip *ipCall) showLinkAddresses(row linkRow, all []linkRow, addresses []netlink.Addr) {
	switch {
	case ip.brief:
		ip.printf("%-16s %-14s ", linkName(row, all), linkState(row))
		for _, address := range addresses {
			ip.printf("%s ", address.IPNet)
		}
		ip.printf("\n")
		return
	case !ip.oneLine:
		ip.printf("%s", linkHead(row, all, false))
		if ip.family == unix.AF_UNSPEC {
			ip.printf("%s", linkAddress(row))
		}
	}
	for _, address := range addresses {
		head := ""
		if ip.oneLine {
			head = fmt.Sprintf("%d: %s", row.Attrs().Index, row.Attrs().Name)
		}
		ip.record(head + "    " + addressLines(address))
	}
}

func addressLines(a netlink.Addr) string {
	var b strings.Builder
	b.WriteString("inet")
	if familyOf(a.IP) == unix.AF_INET6 {
		b.WriteString("6")
	}
	if a.Peer != nil && !a.Peer.IP.Equal(a.IP) {
		fmt.Fprintf(&b, " %s peer %s", a.IP, a.Peer)
	} else {
		fmt.Fprintf(&b, " %s", a.IPNet)
	}
	if a.Broadcast != nil {
		fmt.Fprintf(&b, " brd %s", a.Broadcast)
	}
	fmt.Fprintf(&b, " scope %s ", scopeName(netlink.Scope(a.Scope)))
	for _, flag := range []struct {
		bit  int
		name string
	}{{unix.IFA_F_SECONDARY, "secondary "}, {unix.IFA_F_TENTATIVE, "tentative "}, {unix.IFA_F_NODAD, "nodad "}} {
		if a.Flags&flag.bit != 0 {
			b.WriteString(flag.name)
		}
	}
	if a.Flags&unix.IFA_F_PERMANENT == 0 {
		b.WriteString("dynamic ")
	}
	return fmt.Sprintf("%s%s\n       valid_lft %s preferred_lft %s\n", b.String(), a.Label, lifetime(a.ValidLft), lifetime(a.PreferedLft))
}

// lifetime is in seconds; the kernel's "for ever" is all bits set, which the
// library may have cut to 32 bits with or without a sign.
func lifetime(seconds int) string {
	if uint32(seconds) == 1<<32-1 {
		return "forever"
	}
	return fmt.Sprintf("%dsec", seconds)
}
