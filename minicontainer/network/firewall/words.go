// The words of a rule. Each knows how nft spells it and which instructions for the kernel's virtual machine it stands for:
// an instruction loads something into a register, compares a register, looks it up in a set, or decides. An
// instruction that does not match ends the rule, and the next rule begins.
//
// Registers 1 to 4 hold 16 bytes each, and register 0 the verdict. A key of several parts is built in neighbouring registers; those
// of 4 bytes are numbered from 8: register 9 is the second quarter of register 1.

package firewall

import (
	"net/netip"

	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

type word struct {
	text string
	code []expr.Any
}

const (
	reg1  = unix.NFT_REG_1
	reg2  = unix.NFT_REG_2
	quart = unix.NFT_REG32_00 // the first quarter of register 1
)

// family is of IPv4 or IPv6 what rules need to know.
type family struct {
	word     string // as nft spells it
	suffix   string // of our sets
	proto    byte
	size     uint32 // of an address, in bytes
	src, dst uint32 // where the header has the addresses
}

var (
	ip4      = family{"ip", "4", unix.NFPROTO_IPV4, 4, 12, 16}
	ip6      = family{"ip6", "6", unix.NFPROTO_IPV6, 16, 8, 24}
	families = []family{ip4, ip6}
)

func (f family) has(a netip.Addr) bool { return a.Is4() == (f.proto == unix.NFPROTO_IPV4) }

// only asks for packets of the family. nft adds it by itself, unseen, before words that read a header.
func (f family) only() []expr.Any {
	return []expr.Any{&expr.Meta{Key: expr.MetaKeyNFPROTO, Register: reg1}, equal(f.proto)}
}

func equal(data ...byte) *expr.Cmp { return &expr.Cmp{Op: expr.CmpOpEq, Register: reg1, Data: data} }

func (f family) address(offset, register uint32) *expr.Payload {
	return &expr.Payload{DestRegister: register, Base: expr.PayloadBaseNetworkHeader, Offset: offset, Len: f.size}
}

func lookup(set string) *expr.Lookup { return &expr.Lookup{SourceRegister: reg1, SetName: set} }

// from and to ask for the interface that a packet came in by or leaves by.
func from(set string) word {
	return word{"iifname @" + set, []expr.Any{&expr.Meta{Key: expr.MetaKeyIIFNAME, Register: reg1}, lookup(set)}}
}

func to(set string) word {
	return word{"oifname @" + set, []expr.Any{&expr.Meta{Key: expr.MetaKeyOIFNAME, Register: reg1}, lookup(set)}}
}

func notTo(set string) word {
	outside := lookup(set)
	outside.Invert = true
	return word{"oifname != @" + set, []expr.Any{&expr.Meta{Key: expr.MetaKeyOIFNAME, Register: reg1}, outside}}
}

func fromTo(set string) word {
	return word{"iifname . oifname @" + set, []expr.Any{
		&expr.Meta{Key: expr.MetaKeyIIFNAME, Register: reg1}, &expr.Meta{Key: expr.MetaKeyOIFNAME, Register: reg2}, lookup(set),
	}}
}

// source asks for a source address in a set of subnets.
func source(f family, set string) word {
	return word{f.word + " saddr @" + set, append(f.only(), f.address(f.src, reg1), lookup(set))}
}

// Addresses of 127.0.0.0/8 are known by their first byte.
const localhost = 127

var (
	fromLocalhost = word{"ip saddr 127.0.0.0/8", append(ip4.only(),
		&expr.Payload{DestRegister: reg1, Base: expr.PayloadBaseNetworkHeader, Offset: ip4.src, Len: 1}, equal(localhost))}
	toLocalhost = word{"ip daddr 127.0.0.0/8", append(ip4.only(),
		&expr.Payload{DestRegister: reg1, Base: expr.PayloadBaseNetworkHeader, Offset: ip4.dst, Len: 1}, equal(localhost))}
	toLocalhost6 = word{"ip6 daddr ::1", append(ip6.only(), ip6.address(ip6.dst, reg1), equal(netip.IPv6Loopback().AsSlice()...))}

	// toHost asks the routing table whether the destination is an address of the host's own.
	toHost = word{"fib daddr type local", []expr.Any{
		&expr.Fib{Register: reg1, FlagDADDR: true, ResultADDRTYPE: true}, equal(binaryutil.NativeEndian.PutUint32(unix.RTN_LOCAL)...),
	}}
)

// ctStatusDNAT is IPS_DST_NAT of linux/netfilter/nf_conntrack_common.h.
const ctStatusDNAT = 1 << 5

var (
	ctEstablished = word{"ct state established,related", anyBit(expr.CtKeySTATE, expr.CtStateBitESTABLISHED|expr.CtStateBitRELATED)}
	ctInvalid     = word{"ct state invalid", anyBit(expr.CtKeySTATE, expr.CtStateBitINVALID)}
	ctDNAT        = word{"ct status dnat", anyBit(expr.CtKeySTATUS, ctStatusDNAT)}
)

// anyBit asks what the kernel knows of the packet's connection for one of several bits.
func anyBit(key expr.CtKey, bits uint32) []expr.Any {
	none := make([]byte, 4)
	return []expr.Any{
		&expr.Ct{Key: key, Register: reg1},
		&expr.Bitwise{SourceRegister: reg1, DestRegister: reg1, Len: 4, Mask: binaryutil.NativeEndian.PutUint32(bits), Xor: none},
		&expr.Cmp{Op: expr.CmpOpNeq, Register: reg1, Data: none},
	}
}

var (
	accept     = word{"accept", []expr.Any{&expr.Verdict{Kind: expr.VerdictAccept}}}
	drop       = word{"drop", []expr.Any{&expr.Verdict{Kind: expr.VerdictDrop}}}
	leave      = word{"return", []expr.Any{&expr.Verdict{Kind: expr.VerdictReturn}}}
	masquerade = word{"masquerade", []expr.Any{&expr.Masq{}}}
)

func jump(chain string) word {
	return word{"jump " + chain, []expr.Any{&expr.Verdict{Kind: expr.VerdictJump, Chain: chain}}}
}
