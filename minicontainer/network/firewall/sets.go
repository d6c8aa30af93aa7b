// The sets and maps, and how their keys and values are laid out. Each part of a key begins at a multiple of 4 bytes:
//
//	bridges         | name of the interface, 16 bytes |
//	ports4          | protocol 0 0 0 | port 0 0 |                  ──▶ | address | port 0 0 |
//	ports4_at       | address | protocol 0 0 0 | port 0 0 |        ──▶ | address | port 0 0 |
//	balanced4       | protocol 0 0 0 | port 0 0 |                  ──▶ goto a chain
//
// Numbers are in network byte order, as in the packet that they are compared with.

package firewall

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"golang.org/x/sys/unix"
)

// set is one of ours. It is a map if data is not the zero type.
type set struct {
	name, comment string
	key, data     nftables.SetDatatype
	interval      bool // the elements are ranges
}

// sets are all that are always there.
func sets() []set {
	list := []set{
		{name: bridges, comment: "of our networks", key: nftables.TypeIFName},
		{name: sameBridge, comment: "each bridge with itself", key: concat(nftables.TypeIFName, nftables.TypeIFName)},
		{name: internal, comment: "bridges of networks without a way out", key: nftables.TypeIFName},
	}
	port := []nftables.SetDatatype{nftables.TypeInetProto, nftables.TypeInetService}
	for _, f := range families {
		address := f.addressType()
		target := concat(address, nftables.TypeInetService)
		at := concat(append([]nftables.SetDatatype{address}, port...)...)
		list = append(list,
			set{name: subnets + f.suffix, comment: "of our networks", key: address, interval: true},
			set{name: toOne + f.suffix + atOne, comment: "published at one address", key: at, data: target},
			set{name: toOne + f.suffix, comment: "published at every address", key: concat(port...), data: target},
			set{name: toSeveral + f.suffix + atOne, comment: "published at one address, to several", key: at, data: nftables.TypeVerdict},
			set{name: toSeveral + f.suffix, comment: "published at every address, to several", key: concat(port...), data: nftables.TypeVerdict},
		)
	}
	return list
}

func (f family) addressType() nftables.SetDatatype {
	if f.size == ip6.size {
		return nftables.TypeIP6Addr
	}
	return nftables.TypeIPAddr
}

// concat is never of more than three types, where five would be too many.
func concat(types ...nftables.SetDatatype) nftables.SetDatatype {
	return nftables.MustConcatSetType(types...)
}

func (s set) isMap() bool { return s.data.Name != "" }

func (s set) in(t Table) *nftables.Set {
	made := &nftables.Set{
		Table: t.table(), Name: s.name, Comment: s.comment, KeyType: s.key, DataType: s.data,
		IsMap: s.isMap(), Interval: s.interval,
	}
	if s.key.Name == nftables.TypeIFName.Name {
		made.KeyByteOrder = binaryutil.NativeEndian // for nft only, which else shows no name
	}
	return made
}

// text declares the set as nft reads it.
func (s set) text() string {
	kind, of, flags := "set", s.key.Name, ""
	if s.isMap() {
		kind, of = "map", of+" : "+s.data.Name
	}
	if s.interval {
		flags = "flags interval; "
	}
	return fmt.Sprintf("%s %s { type %s; %scomment \"%s\"; }", kind, s.name, of, flags, s.comment)
}

// setNamed is one of sets by name, which is a constant of this package.
func (t Table) setNamed(name string) *nftables.Set {
	for _, s := range sets() {
		if s.name == name {
			return s.in(t)
		}
	}
	panic("no set " + name)
}

var protocols = map[string]byte{"tcp": unix.IPPROTO_TCP, "udp": unix.IPPROTO_UDP, "sctp": unix.IPPROTO_SCTP}

// interfaceKey is the name, filled up with zeros.
func interfaceKey(name string) []byte {
	key := make([]byte, unix.IFNAMSIZ)
	copy(key, name)
	return key
}

func readInterface(key []byte) string {
	name, _, _ := strings.Cut(string(key), "\x00")
	return name
}

// portBytes is a port, filled up to 4 bytes.
func portBytes(port uint16) []byte { return append(binary.BigEndian.AppendUint16(nil, port), 0, 0) }

func targetBytes(a netip.AddrPort) []byte {
	return append(a.Addr().AsSlice(), portBytes(a.Port())...)
}

// readTarget is targetBytes read back: the last four bytes are the port's.
func readTarget(b []byte) (netip.AddrPort, bool) {
	if len(b) < 8 {
		return netip.AddrPort{}, false
	}
	cut := len(b) - 4
	a, ok := netip.AddrFromSlice(b[:cut])
	return netip.AddrPortFrom(a, binary.BigEndian.Uint16(b[cut:])), ok
}
