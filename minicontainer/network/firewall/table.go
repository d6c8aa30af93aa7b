package firewall

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/google/nftables"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/minicontainer/plan"
)

// Table is our table, of the family inet (both IPv4 and IPv6). Two of different names do not disturb each other.
//
// Its methods work in the network namespace of the calling thread. Who changes the table holds a lock against others who do.
type Table struct{ Name string }

// Network is what the rules have to know of a network.
type Network struct {
	Bridge   string         // the interface on the host
	Subnets  []netip.Prefix // one of IPv4, perhaps one of IPv6
	Internal bool           // without a way out or in
}

// Port is a published port: connections to the host's address and port go on to a container's.
//
// The zero Host is every address of the host's, 0.0.0.0 every one of IPv4, and :: every one of IPv6. Of To, clients of IPv4
// reach the addresses of IPv4, and clients of IPv6 those of IPv6: the kernel does not translate between the two. If there are several,
// each new connection goes to the next.
//
// [::1] is not among the addresses: the kernel routes nothing from or to it (RFC 4291 2.5.3) and, unlike for 127.0.0.0/8, has no switch
// for that. Docker has a program that copies bytes there (docker-proxy); a client that asks for localhost tries 127.0.0.1 next.
type Port struct {
	Proto    string // tcp, udp or sctp
	Host     netip.Addr
	HostPort uint16
	To       []netip.AddrPort
}

// State is what is in the kernel.
type State struct {
	Exists   bool      // the table
	Whole    bool      // with every set, chain and rule as they should be
	Networks []Network // by bridge
	Ports    []Port    // by port, protocol and address
}

// Ensure is the step that makes the table, and repairs it. The step is done with one transaction, and without any if the table is
// whole; what is in sets that are there stays.
func (t Table) Ensure() *EnsureTable { return &EnsureTable{Table: t} }

// AddNetwork enters a network. The bridge need not exist yet.
func (t Table) AddNetwork(n Network) plan.Step { return addNetwork{t, n} }

// RemoveNetwork takes it out. One that is not in is fine.
func (t Table) RemoveNetwork(n Network) plan.Step { return removeNetwork{t, n} }

// Publish has the port lead to p.To, and to nothing else. While it changes from several targets to others, no new connection fails
// (change.go). With an empty p.To it does what Unpublish does.
func (t Table) Publish(p Port) plan.Step { return publish{t, p, nil} }

// Unpublish has the port lead nowhere, wherever it leads now; one that leads nowhere already is fine. Only the step's Line needs p.To.
func (t Table) Unpublish(p Port) plan.Step {
	was := p.To
	p.To = nil
	return publish{t, p, was}
}

// Forget ends what the kernel remembers of earlier datagrams to a port of UDP or SCTP: see flows.go. It belongs after Publish and
// Unpublish.
func (t Table) Forget(p Port) plan.Step { return forget{p} }

// Remove takes the whole table away.
func (t Table) Remove() plan.Step { return removeTable{t} }

type removeTable struct{ Table }

func (s removeTable) Name() string { return "remove table " + s.Table.Name }

func (s removeTable) Line() string {
	return fmt.Sprintf("nft add table inet %s '; delete table inet %[1]s'", s.Table.Name)
}

// Do adds the table before it removes it: in one transaction that cannot fail, whether it is there or not.
func (s removeTable) Do() error {
	return s.transact(s.Name(), func(c *nftables.Conn) error {
		c.AddTable(s.table())
		c.DelTable(s.table())
		return nil
	})
}

func (t Table) table() *nftables.Table {
	return &nftables.Table{Name: t.Name, Family: nftables.TableFamilyINet}
}

// transact carries out what fill asks for, all of it or nothing.
func (t Table) transact(name string, fill func(*nftables.Conn) error) error {
	c, err := nftables.New()
	if err == nil {
		err = fill(c)
	}
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Exists tells whether the table is there, whatever is in it.
func (t Table) Exists() (bool, error) {
	c, err := nftables.New()
	if err != nil {
		return false, fmt.Errorf("look for table %s: %w", t.Name, err)
	}
	return t.exists(c)
}

// exists asks the kernel for the table by name.
func (t Table) exists(c *nftables.Conn) (bool, error) {
	_, err := c.ListTableOfFamily(t.Name, nftables.TableFamilyINet)
	if errors.Is(err, unix.ENOENT) {
		return false, nil
	}
	return err == nil, err
}
