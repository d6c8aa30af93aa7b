package applet

// netstat: who listens, and who is connected, in the network namespace that
// netstat runs in. Source: /proc/net/tcp and its kin, proc_pid_net(5).

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

var netstatCommand = command{
	name: "netstat", usage: "[-alntup]", short: "show sockets of TCP and UDP: listening (-l), all (-a), with their programs (-p)",
	options: "alntup", run: runNetstat,
}

// A socketRow is one line of /proc/net/tcp.
type socketRow struct {
	local, remote  netip.AddrPort
	state          uint64
	sending, heard uint64 // bytes that wait
	inode          string
}

func (s socketRow) connected() bool { return s.remote.Port() != 0 }

// runNetstat takes -n for granted: a name server should not be asked about
// every line.
func runNetstat(c *call) error {
	if len(c.operands) > 0 {
		return usagef("no operands are taken")
	}
	which := "w/o servers"
	switch {
	case c.has("a"):
		which = "servers and established"
	case c.has("l"):
		which = "only servers"
	}
	c.printf("Active Internet connections (%s)\nProto Recv-Q Send-Q %-23s %-23s %-11s ", which, "Local Address", "Foreign Address", "State")
	owners := map[string]string{}
	if c.has("p") {
		c.printf("%-20s", "PID/Program name")
		owners = socketOwners()
	}
	c.printf("\n")
	for _, protocol := range []string{"tcp", "udp"} {
		if !c.has(protocol[:1]) && (c.has("t") || c.has("u")) {
			continue
		}
		if err := c.printSockets(protocol, owners); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) printSockets(protocol string, owners map[string]string) error {
	for _, file := range []string{protocol, protocol + "6"} {
		text, err := os.ReadFile("/proc/net/" + file)
		if os.IsNotExist(err) && file != protocol {
			continue // a kernel without IPv6
		}
		if err != nil {
			return err
		}
		for _, line := range strings.Split(string(text), "\n")[1:] {
			row, ok := parseSocketRow(line)
			if !ok || !c.has("a") && row.connected() == c.has("l") {
				continue
			}
			c.printf("%-4s %7d %6d %-23s %-23s %-11s ", protocol, row.heard, row.sending, socketAddress(row.local), socketAddress(row.remote), row.stateName(protocol))
			if c.has("p") {
				c.printf("%-20s", owners[row.inode])
			}
			c.printf("\n")
		}
	}
	return nil
}

func parseSocketRow(line string) (row socketRow, ok bool) {
	const columns = 10
	words := strings.Fields(line)
	if len(words) < columns {
		return row, false
	}
	var good [5]bool
	row.local, good[0] = parseSocketAddress(words[1])
	row.remote, good[1] = parseSocketAddress(words[2])
	row.state, good[2] = parseHex(words[3])
	sending, heard, _ := strings.Cut(words[4], ":")
	row.sending, good[3] = parseHex(sending)
	row.heard, good[4] = parseHex(heard)
	row.inode = words[9]
	return row, good == [5]bool{true, true, true, true, true}
}

func parseHex(s string) (uint64, bool) {
	n, err := strconv.ParseUint(s, 16, 64)
	return n, err == nil
}

// parseSocketAddress reads 0100007F:0050. The address is printed as numbers of
// 32 bits each in the byte order of the machine, the port as a number.
func parseSocketAddress(s string) (netip.AddrPort, bool) {
	const word = 4
	address, port, _ := strings.Cut(s, ":")
	raw, err := hex.DecodeString(address)
	if err != nil || len(raw)%word != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += word {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	a, ok := netip.AddrFromSlice(raw)
	n, err := strconv.ParseUint(port, 16, 16)
	return netip.AddrPortFrom(a, uint16(n)), ok && err == nil
}

// socketAddress has a star for any port, and no brackets, as busybox has it.
func socketAddress(a netip.AddrPort) string {
	if a.Port() == 0 {
		return a.Addr().String() + ":*"
	}
	return fmt.Sprintf("%s:%d", a.Addr(), a.Port())
}

// stateName is the kernel's word for a state, of include/net/tcp_states.h. UDP
// knows two of them, and a socket of it that has no other end has none.
func (s socketRow) stateName(protocol string) string {
	names := [...]string{"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING"}
	if s.state >= uint64(len(names)) {
		return "UNKNOWN"
	}
	if protocol == "udp" && !s.connected() {
		return ""
	}
	return names[s.state]
}

// socketOwners maps inodes of sockets to "PID/COMMAND", as far as this user may
// look. Of several processes that share a socket it is the first.
func socketOwners() map[string]string {
	owners := map[string]string{}
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*") //nolint:errcheck // the pattern is right
	for _, link := range links {
		target, err := os.Readlink(link)
		inode, ok := strings.CutPrefix(target, "socket:[")
		if err != nil || !ok {
			continue
		}
		inode = strings.TrimSuffix(inode, "]")
		if _, known := owners[inode]; known {
			continue
		}
		pid := strings.Split(link, "/")[2]
		comm, _ := os.ReadFile("/proc/" + pid + "/comm") //nolint:errcheck // it has ended since
		owners[inode] = pid + "/" + strings.TrimSpace(string(comm))
	}
	return owners
}
