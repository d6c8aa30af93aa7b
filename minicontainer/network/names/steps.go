//go:build linux

package names

import (
	"errors"
	"fmt"
	"os"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Table is the name of our table of nftables in the container's namespace. It goes with the namespace.
const Table = "minicontainer-names"

// Steps make the server's sockets in the network namespace ns, which is that of process pid, and lead port 53 to them. ns must stay
// open until they are done. lo need not be up yet; somebody else has to bring it up before a program asks.
func (s *Server) Steps(ns *os.File, pid int) []plan.Step {
	return []plan.Step{openSockets{s, ns}, lead{s, ns, pid}}
}

// openSockets makes the sockets, at ports that nobody will want.
type openSockets struct {
	server *Server
	ns     *os.File
}

func (openSockets) Name() string { return "listen at " + Address.String() + " in the container" }

func (openSockets) Line() string {
	return plan.NotTypable("a name server of this process listens at " + Address.String() + ", on sockets made in the container's network namespace")
}

// Do makes them, unless they are there.
func (o openSockets) Do() error {
	if o.server.udp != nil {
		return nil
	}
	made, err := listen(o.ns, 0)
	if err == nil {
		o.server.settle(made, o.ns)
	}
	return err
}

// lead has the kernel change the port of what goes to port 53 of Address, when it leaves a program; and back in the
// answers, as connection tracking does by itself.
type lead struct {
	server *Server
	ns     *os.File
	pid    int
}

func (lead) Name() string { return "lead " + Address.String() + " port 53 to the name server" }

// Line is known in full once the sockets are there.
func (l lead) Line() string {
	udp, tcp := l.server.ports()
	return fmt.Sprintf(`nsenter --target %d --net nft -f - <<END
table ip %[2]s
delete table ip %[2]s
table ip %[2]s {
	chain output {
		type nat hook output priority -100; policy accept;
		ip daddr %[3]v udp dport 53 dnat to %[3]v:%[4]d
		ip daddr %[3]v tcp dport 53 dnat to %[3]v:%[5]d
	}
}
END`, l.pid, Table, Address, udp, tcp)
}

// Do makes the table anew. Where nobody may, or the kernel has no such thing, the sockets move to port 53 itself: then the
// container cannot have that for its own, but has names.
func (l lead) Do() error {
	err := within(l.ns, l.write)
	if err == nil {
		return nil
	}
	direct, listenErr := listen(l.ns, port)
	if listenErr != nil {
		return fmt.Errorf("%s: %w", l.Name(), errors.Join(err, listenErr))
	}
	l.server.close() //nolint:errcheck // nothing was written to them
	l.server.settle(direct, l.ns)
	return nil
}

// write makes the table in the namespace that the thread is in. There hardly ever is one already; and who deletes one waits, when
// the connection is closed, until no packet can be in the middle of its rules, for longer than the rest of a start takes.
func (l lead) write() error {
	err := l.writeBy((*nftables.Conn).CreateTable)
	if errors.Is(err, unix.EEXIST) {
		err = l.writeBy(func(conn *nftables.Conn, table *nftables.Table) *nftables.Table {
			conn.DelTable(table)
			return conn.AddTable(table)
		})
	}
	return err
}

// writeBy makes the table by one way, or nothing.
func (l lead) writeBy(begin func(*nftables.Conn, *nftables.Table) *nftables.Table) error {
	conn, err := nftables.New()
	if err != nil {
		return err
	}
	table := begin(conn, &nftables.Table{Family: nftables.TableFamilyIPv4, Name: Table})
	accept := nftables.ChainPolicyAccept
	chain := conn.AddChain(&nftables.Chain{
		Table: table, Name: "output", Type: nftables.ChainTypeNAT, Policy: &accept,
		Hooknum: nftables.ChainHookOutput, Priority: nftables.ChainPriorityNATDest,
	})
	udp, tcp := l.server.ports()
	conn.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: rule(unix.IPPROTO_UDP, udp)})
	conn.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: rule(unix.IPPROTO_TCP, tcp)})
	return conn.Flush()
}

// rule is one line of the table as the kernel's small machine has it: load a field into register 1, compare it, go on.
func rule(protocol byte, to uint16) []expr.Any {
	const destinationAddress, destinationPort = 16, 2 // where they are in the headers of IP, and of UDP and TCP alike
	address := Address.AsSlice()
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: destinationAddress, Len: 4},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: address},
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{protocol}},
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: destinationPort, Len: 2},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: binaryutil.BigEndian.PutUint16(port)},
		&expr.Immediate{Register: 1, Data: address},
		&expr.Immediate{Register: 2, Data: binaryutil.BigEndian.PutUint16(to)},
		&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1, RegProtoMin: 2},
	}
}
