// The words of a rule for published ports: a key of several parts, looked up in a map.

package firewall

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// portKey loads what a port is known by: protocol and port, and before them the address if at.
func portKey(f family, at bool) (text string, code []expr.Any) {
	text, code = "meta l4proto . th dport", f.only()
	protocol := uint32(reg1)
	if at {
		text = f.word + " daddr . " + text
		code = append(code, f.address(f.dst, reg1))
		protocol = afterAddress(f)
	}
	return text, append(code,
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: protocol},
		// TCP, UDP and SCTP all have the destination port in the third and fourth byte.
		&expr.Payload{DestRegister: nextQuarter(protocol), Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
	)
}

// afterAddress is the register behind an address in register 1.
func afterAddress(f family) uint32 {
	if f.size == ip6.size {
		return reg2
	}
	return quart + 1
}

// nextQuarter is the register of 4 bytes after the first 4 of another.
func nextQuarter(register uint32) uint32 {
	if register >= quart {
		return register + 1
	}
	return quart + (register-reg1)*4 + 1
}

// portTo sends a packet on to the address and port that the map has for its key.
func portTo(f family, at bool, set string) word {
	text, code := portKey(f, at)
	return word{familyOfKey(f, at) + "dnat " + f.word + " to " + text + " map @" + set, append(code, toData(set), dnat(f))}
}

// portDecide does what the map has for the key: to go to another chain.
func portDecide(f family, at bool, set string) word {
	text, code := portKey(f, at)
	verdict := lookup(set)
	verdict.IsDestRegSet = true // register 0
	return word{familyOfKey(f, at) + text + " vmap @" + set, append(code, verdict)}
}

// familyOfKey spells what portKey asks for first. An address in the key says it already.
func familyOfKey(f family, at bool) string {
	if at {
		return ""
	}
	return "meta nfproto ipv" + f.suffix + " "
}

// toData looks the key up and loads what the map has for it.
func toData(set string) *expr.Lookup {
	l := lookup(set)
	l.DestRegister, l.IsDestRegSet = reg1, true
	return l
}

func dnat(f family) *expr.NAT {
	port := afterAddress(f)
	return &expr.NAT{
		Type: expr.NATTypeDestNAT, Family: uint32(f.proto), RegAddrMin: reg1, RegAddrMax: reg1, RegProtoMin: port, RegProtoMax: port, Specified: true,
	}
}

const numberSize = 4

// inTurn sends each new connection on to the next of several targets, as a number that counts up modulo how many there are
// is the key of a map: set, which is made along with the rule.
func inTurn(f family, proto string, to []netip.AddrPort, set string, id uint32) word {
	list := make([]string, len(to))
	for i, a := range to {
		list[i] = fmt.Sprintf("%d : %v . %d", i, a.Addr(), a.Port())
	}
	text := fmt.Sprintf("meta l4proto %s dnat %s to numgen inc mod %d map { %s }", proto, f.word, len(to), strings.Join(list, ", "))
	next := toData(set)
	next.SetID = id
	return word{text, []expr.Any{
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: reg1}, equal(protocols[proto]),
		&expr.Numgen{Register: reg1, Modulus: uint32(len(to)), Type: unix.NFT_NG_INCREMENTAL},
		// The number is in the machine's byte order, the keys of the map in the network's.
		&expr.Byteorder{SourceRegister: reg1, DestRegister: reg1, Op: expr.ByteorderHton, Len: numberSize, Size: numberSize},
		next, dnat(f),
	}}
}
