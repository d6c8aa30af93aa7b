// One rule in somebody else's chain: to insert it, and to know it again.

package firewall

import (
	"fmt"
	"net"
	"slices"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"github.com/google/nftables/userdata"
	"github.com/google/nftables/xt"
)

// admit inserts one rule.
type admit struct {
	guest
	place
}

func (s admit) Name() string { return s.guest.Name() + " in " + s.Chain.Name }

func (s admit) Line() string {
	if s.managed {
		return iptablesLine(map[string]string{"ip": "iptables", "ip6": "ip6tables"}[s.family], s.Chain.Name, s.guest)
	}
	return fmt.Sprintf("nft 'insert rule %s %s %s %s'", s.family, s.Table.Name, s.Chain.Name, s.nft().text())
}

func iptablesLine(program, chain string, g guest) string {
	return fmt.Sprintf("%s -C %s %s 2> /dev/null || %[1]s -I %[2]s %[3]s", program, chain, g.iptables())
}

// Do inserts the rule unless it is there.
func (s admit) Do() error {
	c, err := nftables.New()
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	rules, err := c.GetRules(s.Table, s.Chain)
	if err == nil && !slices.ContainsFunc(rules, s.same) {
		c.InsertRule(&nftables.Rule{Table: s.Table, Chain: s.Chain, Exprs: s.code(), UserData: s.comment()})
		err = c.Flush()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name(), err)
	}
	return nil
}

func (s admit) same(r *nftables.Rule) bool {
	return commentOf(r) == s.marker && sameCode(s.Table.Family, uncounted(s.code()), uncounted(r.Exprs))
}

func uncounted(code []expr.Any) []expr.Any {
	return slices.DeleteFunc(slices.Clone(code), func(e expr.Any) bool {
		_, counter := e.(*expr.Counter)
		return counter
	})
}

// comment is kept by iptables in a match, by nft beside the rule.
func (s admit) comment() []byte {
	if s.managed {
		return nil
	}
	return s.nft().userData()
}

func (s admit) code() []expr.Any {
	if !s.managed {
		return s.nft().code()
	}
	verdict := accept.code[0]
	var code []expr.Any
	switch s.packet {
	case enters:
		code = append(named(expr.MetaKeyOIFNAME, s.bridge), &expr.Match{Name: "conntrack", Rev: 3, Info: stateIsAnswerOrDNAT(s.Table.Family)})
	case spares:
		code = append(named(expr.MetaKeyIIFNAME, s.bridge), named(expr.MetaKeyOIFNAME, s.peer)...)
		verdict = leave.code[0]
	default:
		code = named(expr.MetaKeyIIFNAME, s.bridge)
	}
	comment := xt.Comment(s.marker)
	return append(code, &expr.Match{Name: "comment", Info: &comment}, &expr.Counter{}, verdict)
}

// named asks for an interface as iptables does, which compares the name with its final zero, and not what follows: that is how it
// tells names from beginnings of names.
func named(key expr.MetaKey, name string) []expr.Any {
	return []expr.Any{&expr.Meta{Key: key, Register: reg1}, equal(append([]byte(name), 0)...)}
}

// stateIsAnswerOrDNAT is --ctstate RELATED,ESTABLISHED,DNAT. Source: linux/netfilter/xt_conntrack.h.
func stateIsAnswerOrDNAT(family nftables.TableFamily) *xt.ConntrackMtinfo3 {
	const established, related, dnat = 1 << 1, 1 << 2, 1 << 7
	address := net.IPv4zero
	if family == nftables.TableFamilyIPv6 {
		address = net.IPv6zero
	}
	mask := net.IPMask(address)
	var m xt.ConntrackMtinfo3
	m.OrigSrcAddr, m.OrigDstAddr, m.ReplSrcAddr, m.ReplDstAddr = address, address, address, address
	m.OrigSrcMask, m.OrigDstMask, m.ReplSrcMask, m.ReplDstMask = mask, mask, mask, mask
	m.MatchFlags = uint16(xt.ConntrackState)
	m.StateMask = established | related | dnat
	return &m
}

// interfaceOf is the interface that a rule begins with a comparison of.
func interfaceOf(r *nftables.Rule) string {
	if len(r.Exprs) > 1 {
		if name, ok := r.Exprs[1].(*expr.Cmp); ok {
			return readInterface(name.Data)
		}
	}
	return ""
}

// commentOf a rule, of iptables' form or nft's.
func commentOf(r *nftables.Rule) string {
	for _, e := range r.Exprs {
		if m, ok := e.(*expr.Match); ok && m.Name == "comment" {
			if c, ok := m.Info.(*xt.Comment); ok {
				return string(*c)
			}
		}
	}
	text, _ := userdata.GetString(r.UserData, userdata.TypeComment)
	return text
}
