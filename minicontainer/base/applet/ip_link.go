package applet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// A linkRow is a link and what the library leaves out of it.
type linkRow struct {
	netlink.Link
	qdisc string
}

// linkRows asks the kernel for all links at once.
func linkRows() ([]linkRow, error) {
	request := nl.NewNetlinkRequest(unix.RTM_GETLINK, unix.NLM_F_DUMP)
	request.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	messages, err := request.Execute(unix.NETLINK_ROUTE, unix.RTM_NEWLINK)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	var rows []linkRow
	for _, message := range messages {
		link, err := netlink.LinkDeserialize(nil, message)
		if err != nil {
			return nil, fmt.Errorf("read link: %w", err)
		}
		rows = append(rows, linkRow{link, qdiscOf(message)})
	}
	return rows, nil
}

func qdiscOf(message []byte) string {
	attributes, _ := nl.ParseRouteAttr(message[unix.SizeofIfInfomsg:])
	for _, attribute := range attributes {
		if attribute.Attr.Type == unix.IFLA_QDISC {
			return strings.TrimRight(string(attribute.Value), "\x00")
		}
	}
	return ""
}

// selectLinks reads "[dev] NAME", "type T", "master M" and "up" after show.
func (ip *ipCall) selectLinks() ([]linkRow, []linkRow, error) {
	all, err := linkRows()
	if err != nil {
		return nil, nil, err
	}
	chosen := all
	keep := func(wanted func(linkRow) bool) {
		var kept []linkRow
		for _, row := range chosen {
			if wanted(row) {
				kept = append(kept, row)
			}
		}
		chosen = kept
	}
	for len(ip.words) > 0 {
		switch word := ip.next(); word {
		case "up":
			keep(func(row linkRow) bool { return row.Attrs().RawFlags&unix.IFF_UP != 0 })
		case "type":
			kind := ip.next()
			keep(func(row linkRow) bool { return row.Type() == kind })
		case "master":
			master, err := linkByName(ip.next())
			if err != nil {
				return nil, nil, err
			}
			keep(func(row linkRow) bool { return row.Attrs().MasterIndex == master.Attrs().Index })
		default:
			if word == "dev" {
				word = ip.next()
			}
			keep(func(row linkRow) bool { return row.Attrs().Name == word })
			if len(chosen) == 0 {
				return nil, nil, fmt.Errorf("find device %s: %w", word, unix.ENODEV)
			}
		}
	}
	return chosen, all, nil
}

func (ip *ipCall) showLinks() error {
	chosen, all, err := ip.selectLinks()
	if err != nil {
		return err
	}
	for _, row := range chosen {
		if ip.brief {
			ip.printf("%-16s %-14s %s <%s> \n", linkName(row, all), linkState(row), hardwareAddress(row), linkFlags(row))
			continue
		}
		ip.record(linkHead(row, all, true) + linkAddress(row))
	}
	return nil
}

// record prints lines, or with -o one line in which a backslash stands where
// each new one began.
func (ip *ipCall) record(lines string) {
	if ip.oneLine {
		lines = strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\\") + "\n"
	}
	ip.printf("%s", lines)
}

// linkHead is the first line. ip addr leaves the mode out.
func linkHead(row linkRow, all []linkRow, mode bool) string {
	a := row.Attrs()
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s: <%s> mtu %d qdisc %s ", a.Index, linkName(row, all), linkFlags(row), a.MTU, row.qdisc)
	if a.MasterIndex != 0 {
		fmt.Fprintf(&b, "master %s ", nameOfIndex(a.MasterIndex, all))
	}
	fmt.Fprintf(&b, "state %s ", linkState(row))
	if mode {
		b.WriteString("mode DEFAULT ")
	}
	b.WriteString("group " + linkGroup(a.Group))
	if a.TxQLen > 0 {
		fmt.Fprintf(&b, " qlen %d", a.TxQLen)
	}
	return b.String() + "\n"
}

func linkGroup(group uint32) string {
	if group == 0 {
		return "default"
	}
	return strconv.Itoa(int(group))
}

// linkName appends the other end of a veth: its name when it is in this
// namespace, else the number it has in the namespace where it is.
func linkName(row linkRow, all []linkRow) string {
	a := row.Attrs()
	switch {
	case a.ParentIndex == 0:
		return a.Name
	case a.NetNsID >= 0:
		return fmt.Sprintf("%s@if%d", a.Name, a.ParentIndex)
	}
	return a.Name + "@" + nameOfIndex(a.ParentIndex, all)
}

func nameOfIndex(index int, all []linkRow) string {
	for _, row := range all {
		if row.Attrs().Index == index {
			return row.Attrs().Name
		}
	}
	return fmt.Sprintf("if%d", index)
}

func linkState(row linkRow) string {
	return strings.ToUpper(strings.ReplaceAll(row.Attrs().OperState.String(), "-", ""))
}

func linkFlags(row linkRow) string {
	flags := row.Attrs().RawFlags
	var names []string
	if flags&unix.IFF_UP != 0 && flags&unix.IFF_RUNNING == 0 {
		names = append(names, "NO-CARRIER")
	}
	for _, flag := range []struct {
		bit  uint32
		name string
	}{
		{unix.IFF_LOOPBACK, "LOOPBACK"}, {unix.IFF_BROADCAST, "BROADCAST"}, {unix.IFF_POINTOPOINT, "POINTOPOINT"},
		{unix.IFF_MULTICAST, "MULTICAST"}, {unix.IFF_NOARP, "NOARP"}, {unix.IFF_ALLMULTI, "ALLMULTI"},
		{unix.IFF_PROMISC, "PROMISC"}, {unix.IFF_MASTER, "MASTER"}, {unix.IFF_SLAVE, "SLAVE"},
		{unix.IFF_UP, "UP"}, {unix.IFF_LOWER_UP, "LOWER_UP"}, {unix.IFF_DORMANT, "DORMANT"},
	} {
		if flags&flag.bit != 0 {
			names = append(names, flag.name)
		}
	}
	return strings.Join(names, ",")
}

const noAddress = "00:00:00:00:00:00"

// hardwareAddress is six zeros for the loopback: the library leaves them out.
func hardwareAddress(row linkRow) string {
	if row.Attrs().RawFlags&unix.IFF_LOOPBACK != 0 {
		return noAddress
	}
	return row.Attrs().HardwareAddr.String()
}

func linkAddress(row linkRow) string {
	a := row.Attrs()
	line := "    link/" + a.EncapType
	if address := hardwareAddress(row); address != "" {
		broadcast := "ff:ff:ff:ff:ff:ff"
		if address == noAddress {
			broadcast = noAddress
		}
		line += " " + address + " brd " + broadcast
	}
	if a.NetNsID >= 0 {
		line += fmt.Sprintf(" link-netnsid %d", a.NetNsID)
	}
	return line + "\n"
}
