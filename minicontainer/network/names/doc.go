// Package names is the name server of a container, and the two files that lead programs to it.
//
// A program that wants to know where "web" is asks the server that /etc/resolv.conf names. In a container that is
// 127.0.0.11, an address of its own loopback, where nothing of the container listens: the sockets were made in its network
// namespace by the process that stays with it, and are read in the host's. A socket belongs to the namespace that it was
// made in, whoever holds it.
//
//	container                       ║ host
//	getaddrinfo("web")              ║
//	   │ 127.0.0.11:53              ║
//	   │ nft: to port 40123         ║
//	   ▼                            ║
//	127.0.0.11:40123 ───────────────╫─▶ Server ─ Zone: web is 10.88.0.3
//	                                ║      └─ else: another socket, of the host ─▶ 192.168.1.1:53
//
// The port is not 53, so that a container can have a name server of its own on every address (0.0.0.0:53).
//
// Left out: caching (the host's resolver has one), DNSSEC of our own names (nobody signs them), and zone transfer.
// Source: RFC 1035 (messages), RFC 6891 (EDNS), RFC 7766 (TCP), resolv.conf(5), hosts(5).
package names
