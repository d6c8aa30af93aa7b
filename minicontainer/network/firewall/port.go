package firewall

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// entry is a published port in the maps of one family.
type entry struct {
	Table
	f     family
	proto string
	at    netip.Addr // the zero Addr: every address
	port  uint16
	to    []netip.AddrPort
}

// entries of a port. A family that is meant by Host, but is not in To, has an entry without targets.
func (p Port) entries(t Table) ([]entry, error) {
	if _, known := protocols[p.Proto]; !known {
		return nil, fmt.Errorf("protocol %q: not tcp, udp or sctp", p.Proto)
	}
	if p.HostPort == 0 {
		return nil, errors.New("port 0: not one")
	}
	var list []entry
	placed := 0
	host := p.Host.Unmap().WithZone("")
	for _, f := range families {
		if host.IsValid() && !f.has(host) {
			continue
		}
		e := entry{Table: t, f: f, proto: p.Proto, port: p.HostPort}
		if host.IsValid() && !host.IsUnspecified() {
			e.at = host
		}
		for _, a := range p.To {
			if f.has(a.Addr().Unmap()) {
				e.to = append(e.to, netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port()))
			}
		}
		placed += len(e.to)
		list = append(list, e)
	}
	if len(p.To) > 0 && placed == 0 {
		return nil, fmt.Errorf("address %v: no target is of its family", p.Host)
	}
	return list, nil
}

func (e entry) key() []byte {
	return append(e.at.AsSlice(), append([]byte{protocols[e.proto], 0, 0, 0}, portBytes(e.port)...)...)
}

// keyText is the key as nft reads it.
func (e entry) keyText() string {
	text := fmt.Sprintf("%s . %d", e.proto, e.port)
	if e.at.IsValid() {
		text = e.at.String() + " . " + text
	}
	return text
}

func (e entry) set(of string) string {
	if e.at.IsValid() {
		return of + e.f.suffix + atOne
	}
	return of + e.f.suffix
}

// chain is the name of the one that takes turns, such as lb-tcp-8080, lb6-tcp-8080, lb-tcp-127.0.0.1-8080. nft has no colon in a name.
func (e entry) chain() string {
	parts := []string{lbPrefix(e.f), e.proto}
	if e.at.IsValid() {
		parts = append(parts, strings.ReplaceAll(e.at.String(), ":", "_"))
	}
	return fmt.Sprintf("%s-%d", strings.Join(parts, "-"), e.port)
}

func lbPrefix(f family) string {
	if f.size == ip6.size {
		return "lb6"
	}
	return "lb"
}
