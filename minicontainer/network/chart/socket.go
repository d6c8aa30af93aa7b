// Who listens, as /proc/net shows it.
//
//	sl  local_address rem_address   st …
//	 0: 0100007F:0050 00000000:0000 0A
//
// The address is in words of four bytes, each of them in the order of this machine's processor. 0A is TCP_LISTEN; of UDP every
// socket with a port gets datagrams. Source: proc_pid_net(5).

package chart

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const listening = "0A"

// readSockets reads those below a directory such as /proc/4711. What is not there is of a protocol that the kernel has not.
func readSockets(dir string) (list []Socket) {
	for _, proto := range []string{"tcp", "udp"} {
		for _, version := range []string{"", "6"} {
			text, _ := os.ReadFile(filepath.Join(dir, "net", proto+version)) //nolint:errcheck // then nobody listens
			list = append(list, parseSockets(proto, string(text))...)
		}
	}
	return list
}

func parseSockets(proto, text string) (list []Socket) {
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) < 4 || proto == "tcp" && f[3] != listening {
			continue
		}
		if at, ok := parseHex(f[1]); ok && at.Port() != 0 {
			list = append(list, Socket{proto, at})
		}
	}
	return list
}

// parseHex reads 0100007F:0050.
func parseHex(text string) (netip.AddrPort, bool) {
	address, port, _ := strings.Cut(text, ":")
	words, err := hex.DecodeString(address)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil || len(words)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(words); i += 4 {
		binary.NativeEndian.PutUint32(words[i:], binary.BigEndian.Uint32(words[i:]))
	}
	a, ok := netip.AddrFromSlice(words)
	return netip.AddrPortFrom(a.Unmap(), uint16(number)), ok //nolint:gosec // of sixteen bits
}
