package applet

import (
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

const (
	resolvConfFile = "/etc/resolv.conf"
	namePort       = 53
)

// resolveConf is what resolv.conf(5) says to a resolver.
type resolveConf struct {
	servers []netip.AddrPort
	search  []string
	ndots   int // a name with so many dots is tried as it is before the domains of search
}

// whom is the server that was typed, for the name as it is; or what
// resolv.conf says.
func (l *lookup) whom() (resolveConf, error) {
	if l.server == "" {
		text, _ := os.ReadFile(resolvConfFile) //nolint:errcheck // without it the server is here
		return parseResolvConf(string(text)), nil
	}
	if at, err := netip.ParseAddrPort(l.server); err == nil {
		return resolveConf{servers: []netip.AddrPort{at}}, nil
	}
	address, err := netip.ParseAddr(l.server)
	if err != nil {
		found, err := resolve("ip", l.server)
		if err != nil {
			return resolveConf{}, err
		}
		address, _ = netip.AddrFromSlice(found)
	}
	return resolveConf{servers: []netip.AddrPort{netip.AddrPortFrom(address, namePort)}}, nil
}

func parseResolvConf(text string) resolveConf {
	conf := resolveConf{ndots: 1}
	for _, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || line[0] == '#' || line[0] == ';' {
			continue
		}
		switch words[0] {
		case "nameserver":
			if address, err := netip.ParseAddr(words[1]); err == nil {
				conf.servers = append(conf.servers, netip.AddrPortFrom(address, namePort))
			}
		case "search", "domain":
			conf.search = words[1:]
		case "options":
			for _, option := range words[1:] {
				if value, ok := strings.CutPrefix(option, "ndots:"); ok {
					conf.ndots, _ = strconv.Atoi(value) //nolint:errcheck // the C library takes 0, too
				}
			}
		}
	}
	if len(conf.servers) == 0 {
		conf.servers = []netip.AddrPort{netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), namePort)}
	}
	return conf
}

// candidates are the names to try, in this order. A dot at the end says that
// the name is whole.
func (conf resolveConf) candidates(host string) []string {
	if whole, ok := strings.CutSuffix(host, "."); ok {
		return []string{whole}
	}
	var names []string
	for _, domain := range conf.search {
		if domain = strings.Trim(domain, "."); domain != "" {
			names = append(names, host+"."+domain)
		}
	}
	if strings.Count(host, ".") >= conf.ndots {
		return append([]string{host}, names...)
	}
	return append(names, host)
}

// reverseName is the name under which an address is known: its parts backwards.
func reverseName(address netip.Addr) string {
	var b strings.Builder
	if address.Unmap().Is4() {
		four := address.Unmap().As4()
		return fmt.Sprintf("%d.%d.%d.%d.in-addr.arpa", four[3], four[2], four[1], four[0])
	}
	sixteen := address.As16()
	for i := len(sixteen) - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "%x.%x.", sixteen[i]&0xf, sixteen[i]>>4)
	}
	return b.String() + "ip6.arpa"
}
