//go:build linux

package main

import (
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"syscall"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

const proxyName = "port proxy"

// The program once more: it stays, listens at the host's own addresses, and hands what it hears on.
func init() {
	if os.Args[0] != proxyName {
		return
	}
	ready := os.NewFile(3, "ready")
	if os.Args[1] == "tcp" {
		l, err := net.Listen("tcp4", ":"+os.Args[2])
		if err != nil {
			panic(err)
		}
		ready.Close()
		for {
			c, err := l.Accept()
			if err != nil {
				panic(err)
			}
			go relay(c)
		}
	}
	in, err := net.ListenPacket("udp4", ":"+os.Args[2])
	if err != nil {
		panic(err)
	}
	ready.Close()
	buf := make([]byte, 1<<16)
	for {
		n, from, err := in.ReadFrom(buf)
		if err != nil {
			continue
		}
		out, err := net.Dial("udp4", os.Args[3])
		if err != nil {
			continue
		}
		out.Write(buf[:n]) //nolint:errcheck // as UDP is
		go func() {
			answer := make([]byte, 1<<16)
			if n, err := out.Read(answer); err == nil {
				in.WriteTo(answer[:n], from) //nolint:errcheck // as UDP is
			}
			out.Close()
		}()
	}
}

func relay(c net.Conn) {
	defer c.Close()
	to, err := net.Dial("tcp4", os.Args[3])
	if err != nil {
		return
	}
	defer to.Close()
	go io.Copy(to, c) //nolint:errcheck // the other side tells
	io.Copy(c, to)    //nolint:errcheck // as above
}

// Who comes from outside is led by a rule, who is on the host by a program.
func publish(proto string, port uint16, to netip.AddrPort) error {
	c, err := nftables.New()
	if err != nil {
		return err
	}
	table := c.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "published"})
	chain := c.AddChain(&nftables.Chain{Table: table, Name: "coming", Type: nftables.ChainTypeNAT, Hooknum: nftables.ChainHookPrerouting, Priority: nftables.ChainPriorityNATDest})
	number := map[string]byte{"tcp": unix.IPPROTO_TCP, "udp": unix.IPPROTO_UDP}[proto]
	c.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: []expr.Any{
		&expr.Fib{Register: 1, FlagDADDR: true, ResultADDRTYPE: true},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: binary.NativeEndian.AppendUint32(nil, unix.RTN_LOCAL)},
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: []byte{number}},
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
		&expr.Cmp{Register: 1, Op: expr.CmpOpEq, Data: binary.BigEndian.AppendUint16(nil, port)},
		&expr.Immediate{Register: 1, Data: to.Addr().AsSlice()},
		&expr.Immediate{Register: 2, Data: binary.BigEndian.AppendUint16(nil, to.Port())},
		&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1, RegProtoMin: 2},
	}})
	if err := c.Flush(); err != nil {
		return err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	proxy := exec.Command("/proc/self/exe")
	proxy.Args = []string{proxyName, proto, os.Args[2], to.String()}
	proxy.ExtraFiles = []*os.File{w}
	proxy.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := proxy.Start(); err != nil {
		return err
	}
	w.Close()
	io.Copy(io.Discard, r) //nolint:errcheck // its end says that the proxy listens
	return nil
}
