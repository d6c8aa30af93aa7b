//go:build linux

// The files of the scene: one for each network, with numbers of its own.

package grader

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"

	"github.com/minicontainer/minicontainer/exercises/grade"
)

const (
	linkDown     grade.Cause = "link-down"
	unplugged    grade.Cause = "unplugged"
	mask         grade.Cause = "mask"
	noRoute      grade.Cause = "no-route"
	notForwarded grade.Cause = "not-forwarded"
	dropped      grade.Cause = "dropped"
	noNAT        grade.Cause = "no-nat"

	// noDNS is a word that is never right: everybody asks for a number.
	noDNS grade.Cause = "no-dns"
)

// causes are those that a network of the scene can have, from the container outwards.
var causes = []grade.Cause{linkDown, unplugged, mask, noRoute, notForwarded, dropped, noNAT}

// makeScene writes a file about one network of each kind into dir.
func makeScene(dir string) error {
	names, err := diagnosis.Draw()
	if err != nil {
		return err
	}
	for c, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(story(name, c)), 0o644); err != nil {
			return fmt.Errorf("make scene: %w", err)
		}
	}
	return nil
}

// story is what was seen of a network. The numbers come from the name, so that all of a scene agree.
func story(name string, c grade.Cause) string {
	sum := sha256.Sum256([]byte("numbers of " + name))
	r := rand.New(rand.NewSource(int64(binary.LittleEndian.Uint64(sum[:8]))))
	n := numbers{cause: c, net: fmt.Sprintf("10.%d.%d.", 60+r.Intn(190), r.Intn(250)), own: 2 + r.Intn(200), far: fmt.Sprintf("203.0.113.%d", 10+r.Intn(200))}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nIts user says:    %s\n", name, n.complaint())
	fmt.Fprintf(&b, "\n==== in the container\n%s", n.container())
	fmt.Fprintf(&b, "\n==== on the host\n%s", n.host())
	fmt.Fprintf(&b, "\n==== at %s, while the container sends it three pings\n%s", n.far, n.outside())
	return b.String()
}

type numbers struct {
	cause grade.Cause
	net   string // the first three numbers of the addresses
	own   int    // the last one of the container's
	far   string
}

// complaint is one that fits more than one cause.
func (n numbers) complaint() string {
	if n.cause == noRoute || n.cause == mask || n.cause == linkDown {
		return fmt.Sprintf("`ping %s`: Network is unreachable.", n.far)
	}
	return fmt.Sprintf("`ping %s` prints nothing more, for ever.", n.far)
}

func (n numbers) container() string {
	flags, state, bits := "BROADCAST,MULTICAST,UP,LOWER_UP", "UP", 24
	routes := fmt.Sprintf("default via %s1 dev eth0\n%[1]s0/24 dev eth0 proto kernel scope link src %[1]s%d\n", n.net, n.own)
	gateway := "1 packets transmitted, 1 received, 0% packet loss"
	switch n.cause {
	case linkDown:
		flags, state, routes, gateway = "BROADCAST,MULTICAST", "DOWN", "", "ping: connect: Network is unreachable"
	case mask:
		bits, routes, gateway = 32, "", "ping: connect: Network is unreachable"
	case noRoute:
		_, routes, _ = strings.Cut(routes, "\n")
	case unplugged:
		gateway = "1 packets transmitted, 0 received, 100% packet loss"
	}
	return fmt.Sprintf("$ ip addr show eth0\n2: eth0@if7: <%s> mtu 1500 qdisc noqueue state %s\n    inet %s%d/%d scope global eth0\n", flags, state, n.net, n.own, bits) +
		"$ ip route\n" + routes + fmt.Sprintf("$ ping -c 1 %s1\n%s\n$ cat /etc/resolv.conf\nnameserver %s\n", n.net, gateway, n.far)
}

func (n numbers) host() string {
	master, forward, policy := "master br0 ", 1, "accept"
	nat := fmt.Sprintf("table ip nat {\n  chain leaving {\n    type nat hook postrouting priority srcnat; policy accept;\n    ip saddr %s0/24 oifname != \"br0\" masquerade\n  }\n}\n", n.net)
	// A bridge has a carrier if a cable in it has.
	light, dark := "<BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue %sstate UP", "<NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue %sstate DOWN"
	br, veth := light, light
	switch n.cause {
	case linkDown:
		br, veth = dark, dark
	case unplugged:
		master, br = "", dark
	case notForwarded:
		forward = 0
	case dropped:
		policy = "drop"
	case noNAT:
		nat = ""
	}
	return "$ ip addr\n2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP\n    inet 203.0.113.2/24 scope global eth0\n" +
		fmt.Sprintf("5: br0: "+br+"\n    inet %s1/24 scope global br0\n", "", n.net) +
		fmt.Sprintf("7: veth0@if2: "+veth+"\n", master) +
		fmt.Sprintf("$ sysctl net.ipv4.ip_forward\nnet.ipv4.ip_forward = %d\n$ nft list ruleset\n"+
			"table ip filter {\n  chain FORWARD {\n    type filter hook forward priority filter; policy %s;\n  }\n}\n%s", forward, policy, nat)
}

// outside is what arrives there.
func (n numbers) outside() string {
	if n.cause != noNAT {
		return "$ tcpdump -ni eth0 icmp\n0 packets captured\n"
	}
	var lines strings.Builder
	for i := range 3 {
		fmt.Fprintf(&lines, "IP %s%d > %s: ICMP echo request, seq %d\nIP %s > %s%d: ICMP echo reply, seq %d\n", n.net, n.own, n.far, i+1, n.far, n.net, n.own, i+1)
	}
	return "$ tcpdump -ni eth0 icmp\n" + lines.String() + "6 packets captured\n"
}
