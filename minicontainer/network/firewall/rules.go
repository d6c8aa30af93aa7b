// The rules. They are few, and the same whatever networks and ports there are. `nft list table inet minicontainer` shows them.
//
//	                       │ in                                        ┌─────────┐
//	                    guard                            published ◀───┤ output  │◀── from a program of the host's
//	                       │                                 ▲         └────┬────┘
//	                  prerouting ── to an address of ────────┘              │
//	                       │        the host's own?                         │
//	                     route ─── to the host itself ──▶ a program         │
//	                       │                                                │
//	                    forward ────────────────▶ postrouting ◀─────────────┘
//	                                                   │ out
//
// Each with its reason:
//
//	chain guard: before anything else
//	  from a bridge to 127.0.0.0/8: drop             route_localnet of the bridge would let containers reach what
//	                                                 listens on the host's localhost only (CVE-2020-8558)
//	  from a bridge, as if from 127.0.0.0/8: drop    and be taken for the host itself
//	chain prerouting: the destination, of packets that come in
//	  to 127.0.0.0/8: return                         nobody outside may send to our localhost; what is published at
//	                                                 127.0.0.1 must not make it possible
//	  to an address of the host's: jump published
//	chain output: the same for the host's own programs
//	  to ::1: return                                 the kernel has no route from ::1 to anywhere else
//	  to an address of the host's: jump published
//	chain published: where a port leads to; first as published at one address, then at every one
//	  one container: dnat to what the map says. Several: goto the port's own chain, whose one rule takes turns
//	chain forward: who may talk to whom; what is not for or from a bridge of ours is none of our business
//	  in and out by the same bridge: accept          neighbours, whose frames come by here with bridge-nf-call-iptables
//	  from or to an internal network: drop           nothing leaves, nothing enters, not even answers
//	  from a bridge, invalid: drop                   NAT does not touch what belongs to no connection, so it would go
//	                                                 out with an address that nobody can answer
//	  established, related: accept                   answers, and ICMP errors about what was sent
//	  to a bridge, by a published port: accept
//	  to a bridge otherwise: drop                    networks are kept apart, from each other and from outside neighbours
//	                                                 who route to them by the host
//	chain postrouting: the source
//	  to a bridge by a published port,
//	    from 127.0.0.0/8: masquerade                 the container would answer to its own localhost
//	    from a subnet of ours: masquerade            "hairpin": the container would answer its neighbour directly, who
//	                                                 waits for an answer from the host
//	  from a subnet of ours to elsewhere: masquerade outside nobody knows the way to it
//
// To masquerade is to put in the address of the interface that the packet leaves by.

package firewall

import (
	"fmt"
	"strings"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"github.com/google/nftables/userdata"
)

// Names of our sets. Those that end in 4 or 6 without their digit.
const (
	bridges    = "bridges"
	sameBridge = "same_bridge"
	internal   = "internal"
	subnets    = "subnets"
	atOne      = "_at" // a port published at one address
	toOne      = "ports"
	toSeveral  = "balanced"
)

// rule is a row of words, and a comment that nft shows.
type rule struct {
	words   []word
	comment string
}

func (r rule) text() string {
	texts := make([]string, len(r.words))
	for i, w := range r.words {
		texts[i] = w.text
	}
	return fmt.Sprintf("%s comment \"%s\"", strings.Join(texts, " "), r.comment)
}

func (r rule) code() (code []expr.Any) {
	for _, w := range r.words {
		code = append(code, w.code...)
	}
	return code
}

// userData is where nft keeps the comment.
func (r rule) userData() []byte { return userdata.AppendString(nil, userdata.TypeComment, r.comment) }

func say(comment string, words ...word) rule { return rule{words, comment} }

// chain is one of ours. One without a hook is only jumped to.
type chain struct {
	name     string
	kind     nftables.ChainType
	hook     *nftables.ChainHook
	priority *nftables.ChainPriority
	spelled  string // the hook and the priority as nft spells them
	rules    []rule
}

// chains are all that are always there, those that others jump to first.
func chains() []chain {
	return []chain{
		{name: "published", rules: publishedRules()},
		{
			"guard", nftables.ChainTypeFilter, nftables.ChainHookPrerouting, nftables.ChainPriorityRaw, "prerouting priority raw", []rule{
				say("the host's localhost is not the containers'", from(bridges), toLocalhost, drop),
				say("nobody but the host is the host", from(bridges), fromLocalhost, drop),
			},
		},
		{
			"prerouting", nftables.ChainTypeNAT, nftables.ChainHookPrerouting, nftables.ChainPriorityNATDest, "prerouting priority dstnat", []rule{
				say("localhost is not reached from outside", toLocalhost, leave),
				say("published ports", toHost, jump("published")),
			},
		},
		{
			"output", nftables.ChainTypeNAT, nftables.ChainHookOutput, nftables.ChainPriorityNATDest, "output priority -100", []rule{
				say("nothing routes ::1", toLocalhost6, leave),
				say("published ports, for the host itself", toHost, jump("published")),
			},
		},
		{
			"forward", nftables.ChainTypeFilter, nftables.ChainHookForward, nftables.ChainPriorityFilter, "forward priority filter", []rule{
				say("neighbours", fromTo(sameBridge), accept),
				say("no way out", from(internal), drop),
				say("no way in", to(internal), drop),
				say("of no connection, so without NAT", from(bridges), ctInvalid, drop),
				say("answers", ctEstablished, accept),
				say("published ports", to(bridges), ctDNAT, accept),
				say("networks are kept apart", to(bridges), drop),
			},
		},
		{
			"postrouting", nftables.ChainTypeNAT, nftables.ChainHookPostrouting, nftables.ChainPriorityNATSource, "postrouting priority srcnat", []rule{
				say("localhost to a published port", to(bridges), ctDNAT, fromLocalhost, masquerade),
				say("a container to a published port", to(bridges), ctDNAT, source(ip4, subnets+"4"), masquerade),
				say("a container to a published port", to(bridges), ctDNAT, source(ip6, subnets+"6"), masquerade),
				say("the way out", notTo(bridges), source(ip4, subnets+"4"), masquerade),
				say("the way out", notTo(bridges), source(ip6, subnets+"6"), masquerade),
			},
		},
	}
}

func publishedRules() (rules []rule) {
	for _, f := range families {
		rules = append(rules,
			say("at one address", portTo(f, true, toOne+f.suffix+atOne)),
			say("at one address, to several in turn", portDecide(f, true, toSeveral+f.suffix+atOne)),
			say("at every address", portTo(f, false, toOne+f.suffix)),
			say("at every address, to several in turn", portDecide(f, false, toSeveral+f.suffix)),
		)
	}
	return rules
}

func (c chain) in(t Table) *nftables.Chain {
	made := &nftables.Chain{Name: c.name, Table: t.table(), Type: c.kind, Hooknum: c.hook, Priority: c.priority}
	if c.hook != nil {
		policy := nftables.ChainPolicyAccept
		made.Policy = &policy
	}
	return made
}
