// Package network connects containers: a bridge for each network, a cable for each container, an address, a way out,
// and published ports.
//
//	outside ── eth0 ┐ host                                     ┌ container
//	                │ forward, NAT   bridge mc0 10.88.0.1/16 ──┤ veth ═══ eth0 10.88.0.2/16
//	                                                           └ veth ═══ eth0 10.88.0.3/16
//
// Three things are kept apart, as they live for different times. A network is a file, and lives until it is removed. Its
// bridge and our table of nftables are the kernel's, and are made again when they are missing. What belongs to a
// container (cable, address, ports, name) goes with it.
//
//	STATE/networks/NAME/network.json        what was asked for
//	                   /leases/ADDRESS      who has it: the id of a container
//	              /.lock                    shared: somebody uses a network; exclusive: one is removed
package network
