// Package firewall keeps the one table of nftables that is ours: it publishes ports, hides networks behind the host's
// address, and keeps them apart.
//
//	t := firewall.Table{Name: "minicontainer"}
//	plan.Run([]plan.Step{
//		t.Ensure(),
//		t.AddNetwork(firewall.Network{Bridge: "mc0", Subnets: subnets}),
//		t.Publish(firewall.Port{Proto: "tcp", HostPort: 8080, To: []netip.AddrPort{web}}),
//	}, nil)
//
// The rules (rules.go) never change. What changes are the sets and maps that they look into: a network is an element of a
// few sets, a published port is one element of a map. So the five-hundredth port costs a packet, and us, what the first one does.
//
// The kernel is spoken to by netlink, in the network namespace of the calling thread; several changes travel as one
// transaction, of which all take effect or none. What other firewalls on the host drop, no rule of ours can let through:
// see others.go.
// Sources: nft(8), https://wiki.nftables.org, linux/netfilter/nf_tables.h.
package firewall
