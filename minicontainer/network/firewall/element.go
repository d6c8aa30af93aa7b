// One element of a map, asked for by its key. The library can only list all of them, which takes the longer the more ports are
// published.

package firewall

import (
	"encoding/binary"
	"errors"
	"strings"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

// asker is a socket for questions to nf_tables.
type asker struct {
	conn  *netlink.Conn
	table string
}

func (t Table) ask() (asker, error) {
	conn, err := netlink.Dial(unix.NETLINK_NETFILTER, nil)
	return asker{conn, t.Name}, err
}

func (a asker) close() { a.conn.Close() } //nolint:errcheck // nothing was written to it

// element is the data of a key in a map, nil if that is a verdict. there is false if it has no such key.
func (a asker) element(set string, key []byte) (data []byte, there bool, err error) {
	one := attributes(netlink.Attribute{Type: unix.NFTA_SET_ELEM_KEY | unix.NLA_F_NESTED, Data: attributes(
		netlink.Attribute{Type: unix.NFTA_DATA_VALUE, Data: key})})
	reply, there, err := a.get(unix.NFT_MSG_GETSETELEM,
		text(unix.NFTA_SET_ELEM_LIST_TABLE, a.table),
		text(unix.NFTA_SET_ELEM_LIST_SET, set),
		netlink.Attribute{Type: unix.NFTA_SET_ELEM_LIST_ELEMENTS | unix.NLA_F_NESTED, Data: attributes(
			netlink.Attribute{Type: unix.NFTA_LIST_ELEM | unix.NLA_F_NESTED, Data: one})},
	)
	if err != nil || !there {
		return nil, there, err
	}
	found := within(reply, unix.NFTA_SET_ELEM_LIST_ELEMENTS, unix.NFTA_LIST_ELEM, unix.NFTA_SET_ELEM_DATA)
	return within(found, unix.NFTA_DATA_VALUE), true, nil
}

// chainOf is the chain that a verdict goes to.
func chainOf(verdict []byte) string {
	return strings.TrimRight(string(within(verdict, unix.NFTA_VERDICT_CHAIN)), "\x00")
}

// chain tells whether one is there.
func (a asker) chain(name string) (bool, error) {
	_, there, err := a.get(unix.NFT_MSG_GETCHAIN, text(unix.NFTA_CHAIN_TABLE, a.table), text(unix.NFTA_CHAIN_NAME, name))
	return there, err
}

// get asks for one object. The reply is its attributes.
func (a asker) get(what netlink.HeaderType, of ...netlink.Attribute) (reply []byte, there bool, err error) {
	// A message begins with family, version and a number that is not used here: struct nfgenmsg.
	header := []byte{unix.NFPROTO_INET, unix.NFNETLINK_V0, 0, 0}
	list, err := a.conn.Execute(netlink.Message{
		Header: netlink.Header{Type: unix.NFNL_SUBSYS_NFTABLES<<8 | what, Flags: netlink.Request},
		Data:   append(header, attributes(of...)...),
	})
	if errors.Is(err, unix.ENOENT) {
		return nil, false, nil
	}
	if err != nil || len(list) == 0 || len(list[0].Data) < len(header) {
		return nil, false, err
	}
	return list[0].Data[len(header):], true, nil
}

func text(kind uint16, s string) netlink.Attribute {
	return netlink.Attribute{Type: kind, Data: append([]byte(s), 0)}
}

// attributes lays them out one after the other.
func attributes(list ...netlink.Attribute) []byte {
	b, err := netlink.MarshalAttributes(list)
	if err != nil {
		panic(err) // one is longer than 64 KiB, and nothing here is
	}
	return b
}

// within goes down the tree of attributes: to the first of the first kind, within it to the first of the next. Nil if there is none.
func within(b []byte, path ...uint16) []byte {
	for _, kind := range path {
		d, err := netlink.NewAttributeDecoder(b)
		if err != nil {
			return nil
		}
		d.ByteOrder = binary.BigEndian
		b = nil
		for d.Next() {
			if d.Type() == kind {
				b = d.Bytes()
				break
			}
		}
	}
	return b
}
