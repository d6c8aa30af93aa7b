// Package networktest has the tests of minicontainer's networks, which run in a network namespace of their own: bridges, rules
// and forwarding are a machine's, and the machine that tests run on is somebody's.
//
//	outside 192.0.2.2 ──── 192.0.2.1 this namespace (the "host") ──── bridges, containers
package networktest
