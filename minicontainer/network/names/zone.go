package names

import "net/netip"

// Zone is what is known of the container's networks. It is asked again for each question, by several goroutines, and
// has to be quick: the questions that come after wait.
type Zone interface {
	// Addresses are those of a name, which is in lower case and without a dot at its end. ok is false if the name is not one
	// of ours: then the servers outside are asked. It is true with no address if the name is ours and has none.
	Addresses(name string) (addresses []netip.Addr, ok bool)
	// Name is the name of an address, with its network's: "web.shop". ok is false if the address is none of ours.
	Name(a netip.Addr) (name string, ok bool)
}
