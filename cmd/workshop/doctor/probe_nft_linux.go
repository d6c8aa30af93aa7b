// nftables without a library or a program: one table with one NAT chain.
//
// nfnetlink carries changes in a batch, and the batch is the transaction:
//
//	BATCH_BEGIN | NEWTABLE | NEWCHAIN | BATCH_END
//
// Each message is a netlink header, four bytes of nfgenmsg (family, version,
// resource id in network order), then attributes. Source: the kernel's
// include/uapi/linux/netfilter/nfnetlink.h and nf_tables.h.

package doctor

import (
	"encoding/binary"
	"fmt"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

const (
	probeTable = "probe"
	natSource  = 100 // NF_IP_PRI_NAT_SRC: where source addresses are rewritten
)

// makeTable sends the batch and waits for the chain's acknowledgement. The chain
// is of type nat because that is the module which is missing when one is.
func makeTable() error {
	socket, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_NETFILTER)
	if err != nil {
		return fmt.Errorf("open nfnetlink: %w", err)
	}
	defer unix.Close(socket)
	if err := unix.Sendto(socket, batch(newTable(), newChain()), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return fmt.Errorf("send table: %w", err)
	}
	return acknowledged(socket)
}

func batch(messages ...*nl.NetlinkRequest) []byte {
	all := message(unix.NFNL_MSG_BATCH_BEGIN, 0, unix.AF_UNSPEC, unix.NFNL_SUBSYS_NFTABLES).Serialize()
	for _, m := range messages {
		all = append(all, m.Serialize()...)
	}
	end := message(unix.NFNL_MSG_BATCH_END, 0, unix.AF_UNSPEC, unix.NFNL_SUBSYS_NFTABLES)
	return append(all, end.Serialize()...)
}

func message(kind, flags int, family byte, resource uint16) *nl.NetlinkRequest {
	m := nl.NewNetlinkRequest(kind, flags)
	header := []byte{family, unix.NFNETLINK_V0, 0, 0}
	binary.BigEndian.PutUint16(header[2:], resource)
	m.AddRawData(header)
	return m
}

func newTable() *nl.NetlinkRequest {
	m := message(unix.NFNL_SUBSYS_NFTABLES<<8|unix.NFT_MSG_NEWTABLE, unix.NLM_F_CREATE, unix.AF_INET, 0)
	m.AddRawData(attribute(unix.NFTA_TABLE_NAME, nl.ZeroTerminated(probeTable)))
	return m
}

func newChain() *nl.NetlinkRequest {
	m := message(unix.NFNL_SUBSYS_NFTABLES<<8|unix.NFT_MSG_NEWCHAIN, unix.NLM_F_CREATE|unix.NLM_F_ACK, unix.AF_INET, 0)
	hook := append(
		attribute(unix.NFTA_HOOK_HOOKNUM, bigEndian(unix.NF_INET_POST_ROUTING)),
		attribute(unix.NFTA_HOOK_PRIORITY, bigEndian(natSource))...)
	m.AddRawData(attribute(unix.NFTA_CHAIN_TABLE, nl.ZeroTerminated(probeTable)))
	m.AddRawData(attribute(unix.NFTA_CHAIN_NAME, nl.ZeroTerminated("nat")))
	m.AddRawData(attribute(unix.NFTA_CHAIN_HOOK|unix.NLA_F_NESTED, hook))
	m.AddRawData(attribute(unix.NFTA_CHAIN_TYPE, nl.ZeroTerminated("nat")))
	return m
}

func attribute(kind int, data []byte) []byte { return nl.NewRtAttr(kind, data).Serialize() }

func bigEndian(value uint32) []byte { return binary.BigEndian.AppendUint32(nil, value) }

// acknowledged reads answers until an error or the acknowledgement, which is the
// error number zero.
func acknowledged(socket int) error {
	buffer := make([]byte, 8192)
	for {
		n, _, err := unix.Recvfrom(socket, buffer, 0)
		if err != nil {
			return fmt.Errorf("read nfnetlink's answer: %w", err)
		}
		for rest := buffer[:n]; len(rest) >= unix.NLMSG_HDRLEN+4; {
			length := int(binary.NativeEndian.Uint32(rest))
			if kind := binary.NativeEndian.Uint16(rest[4:]); kind == unix.NLMSG_ERROR {
				return errorNumber(rest[unix.NLMSG_HDRLEN:])
			}
			if length < unix.NLMSG_HDRLEN {
				break
			}
			rest = rest[min(len(rest), (length+3)&^3):]
		}
	}
}

func errorNumber(payload []byte) error {
	number := int32(binary.NativeEndian.Uint32(payload))
	if number == 0 {
		return nil
	}
	return fmt.Errorf("add table and chain: %w", unix.Errno(-number))
}
