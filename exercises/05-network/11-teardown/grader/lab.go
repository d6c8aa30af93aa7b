//go:build linux

package grader

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"github.com/google/nftables/userdata"
	"golang.org/x/sys/unix"

	"github.com/minicontainer/minicontainer/exercises/05-network/ladder"
	"github.com/minicontainer/minicontainer/exercises/fakehost/wire"
	"github.com/minicontainer/minicontainer/exercises/grade"
)

// lab is a host with four containers of a runtime that is there no more. A process is still in the network of each.
type lab struct {
	*ladder.Scene
	dir    string // of the records
	subnet netip.Prefix
	at     map[string]*container
	theirs map[string]string
}

type container struct {
	ladder.Container
	veth, netns string
	port        uint16 // of the host, which leads to it
	server      *wire.Server
}

func newLab(s *ladder.Scene) *lab {
	l := &lab{Scene: s, dir: s.Dir("run"), subnet: s.Subnet(), at: map[string]*container{}}
	ladder.Want(s.Rules(s.Host, ladder.Others))
	l.theirs = s.Ruleset(s.Host)
	s.Forward(true)
	// One name is the beginning of another.
	for i, id := range []string{"web", "web-2", "db", "old"} {
		l.at[id] = l.container(id, i)
	}
	if f := l.others("web", "web-2", "db", "old"); f.Status != "" {
		panic("the scene is not as it should be: " + f.Observed) // of the bench: no verdict
	}
	return l
}

// container makes one as the runtime has, with a published port.
func (l *lab) container(id string, i int) *container {
	c := &container{Container: l.Container(), veth: fmt.Sprintf("veth%d", i), netns: l.dir + "/" + id + ".netns", port: l.Port()}
	address := ladder.At(l.subnet, byte(102+i))
	l.PlugIn(c.Container, "br0", ladder.At(l.subnet, 101), address, c.veth)
	ladder.Want(c.Default(ladder.At(l.subnet, 101).Addr()))
	l.Write(c.netns, "", 0o644)
	grade.Prepared(l.Run(grade.Own("mount", "--bind", "/proc/"+c.Pid+"/ns/net", c.netns)...))
	c.server = l.Listen(c.Net, netip.AddrPortFrom(address.Addr(), 80))
	ladder.Want(l.Rules(l.Host, lead(id, c.port, address.Addr())))
	l.Write(l.dir+"/"+id+".json", fmt.Sprintf(`{"Bridge": "br0", "Veth": %q, "Netns": %q, "Table": "containers"}`, c.veth, c.netns)+"\n", 0o644)
	return c
}

// lead is: tcp dport PORT fib daddr type local dnat to ADDRESS:80 comment ID.
func lead(id string, port uint16, to netip.Addr) func(*nftables.Conn) {
	return func(c *nftables.Conn) {
		t := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "containers"})
		chain := c.AddChain(&nftables.Chain{Table: t, Name: "coming", Type: nftables.ChainTypeNAT, Hooknum: nftables.ChainHookPrerouting, Priority: nftables.ChainPriorityNATDest})
		c.AddRule(&nftables.Rule{Table: t, Chain: chain, UserData: userdata.AppendString(nil, userdata.TypeComment, id), Exprs: []expr.Any{
			&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
			&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{unix.IPPROTO_TCP}},
			&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
			&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: binary.BigEndian.AppendUint16(nil, port)},
			&expr.Immediate{Register: 1, Data: to.AsSlice()},
			&expr.Immediate{Register: 2, Data: binary.BigEndian.AppendUint16(nil, 80)},
			&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1, RegProtoMin: 2},
		}})
	}
}

// commented counts the rules of a container.
func (l *lab) commented(id string) (n int) {
	if _, there := l.Ruleset(l.Host)["containers"]; !there {
		return 0
	}
	ladder.Want(l.Host.Do(func() error {
		c, err := nftables.New()
		if err != nil {
			return err
		}
		table := &nftables.Table{Family: nftables.TableFamilyIPv4, Name: "containers"}
		rules, err := c.GetRules(table, &nftables.Chain{Table: table, Name: "coming"})
		for _, r := range rules {
			if comment, _ := userdata.GetString(r.UserData, userdata.TypeComment); comment == id {
				n++
			}
		}
		return err
	}))
	return n
}

// mounted tells whether anything is mounted on a file of the host.
func (l *lab) mounted(file string) bool {
	for _, m := range l.Bench.Host.First().Mounts() {
		if m.Point == file {
			return true
		}
	}
	return false
}
