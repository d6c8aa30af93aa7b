package network

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/netip"
)

// newID is 32 random bytes in hexadecimal.
func newID() string {
	var b [32]byte
	rand.Read(b[:]) //nolint:errcheck // documented never to fail on Linux
	return hex.EncodeToString(b[:])
}

func shortHash(text string) string {
	const digits = 4
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:digits])
}

// bridgeName is of at most 15 bytes, as the kernel has it (IFNAMSIZ with its zero). The default network's is known by name
// to people, as docker0 is; other state directories than the usual one have others.
func (s *Store) bridgeName(n Network) string {
	if n.Name == Default {
		return "mc0" + s.mark
	}
	return "mc-" + n.ID[:12]
}

// cableName is the host's end of a container's cable: of a container and a network, as one can be connected to several.
func cableName(container string, n Network) string {
	return "mv" + container[:8] + n.ID[:5]
}

// macOf makes an interface's address of its IP address, as Docker does. An IP address that another container gets later then
// still leads to the right place for those who remember it. The first byte says "made by ourselves", which no
// manufacturer's does. Source: IEEE 802c, locally administered addresses.
func macOf(a netip.Addr) net.HardwareAddr {
	ip := a.As4()
	return net.HardwareAddr{0x02, 0x42, ip[0], ip[1], ip[2], ip[3]}
}
