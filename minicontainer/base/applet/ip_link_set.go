package applet

import (
	"fmt"
	"net"
	"strconv"

	"github.com/vishvananda/netlink"
)

func (ip *ipCall) link() error {
	verb, err := ip.verb("show", "set", "add", "delete")
	if err != nil {
		return err
	}
	switch verb {
	case "set":
		return ip.setLink()
	case "add":
		return ip.addLink()
	case "delete":
		return ip.deleteLink()
	}
	return ip.showLinks()
}

// deviceWord reads "NAME" or "dev NAME".
func (ip *ipCall) deviceWord() (netlink.Link, error) {
	name := ip.next()
	if name == "dev" {
		name = ip.next()
	}
	if name == "" {
		return nil, usagef("no device given")
	}
	return linkByName(name)
}

func (ip *ipCall) deleteLink() error {
	link, err := ip.deviceWord()
	if err != nil {
		return err
	}
	if err := netlink.LinkDel(link); err != nil {
		return fmt.Errorf("delete %s: %w", link.Attrs().Name, err)
	}
	return nil
}

func (ip *ipCall) setLink() error {
	link, err := ip.deviceWord()
	if err != nil {
		return err
	}
	if len(ip.words) == 0 {
		return usagef("nothing to set given")
	}
	for len(ip.words) > 0 {
		key := ip.next()
		if err := ip.setOne(link, key); err != nil {
			if _, isUsage := asError[usageError](err); isUsage {
				return err
			}
			return fmt.Errorf("set %s %s: %w", link.Attrs().Name, key, err)
		}
	}
	return nil
}

func (ip *ipCall) setOne(link netlink.Link, key string) error {
	switch key {
	case "up":
		return netlink.LinkSetUp(link)
	case "down":
		return netlink.LinkSetDown(link)
	case "nomaster":
		return netlink.LinkSetNoMaster(link)
	}
	value, err := ip.argument(key)
	if err != nil {
		return err
	}
	switch key {
	case "name":
		return netlink.LinkSetName(link, value)
	case "netns":
		return moveLink(link, value)
	case "master":
		master, err := linkByName(value)
		if err != nil {
			return err
		}
		return netlink.LinkSetMaster(link, master)
	case "address":
		address, err := net.ParseMAC(value)
		if err != nil {
			return err
		}
		return netlink.LinkSetHardwareAddr(link, address)
	case "mtu":
		mtu, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("parse number %q: invalid number", value)
		}
		return netlink.LinkSetMTU(link, mtu)
	}
	return usagef("unknown word %s", key)
}

func moveLink(link netlink.Link, where string) error {
	namespace, err := namespaceFile(where)
	if err != nil {
		return err
	}
	defer namespace.Close()
	return netlink.LinkSetNsFd(link, int(namespace.Fd()))
}

// addLink reads "[name] NAME type veth peer name NAME [netns N]", "... type
// bridge" and "... type dummy".
func (ip *ipCall) addLink() error {
	attrs := netlink.NewLinkAttrs()
	kind, peer, peerNamespace := "", "", ""
	for len(ip.words) > 0 {
		switch word := ip.next(); word {
		case "name", "dev":
			attrs.Name = ip.next()
		case "type":
			kind = ip.next()
		case "address":
			address, err := net.ParseMAC(ip.next())
			if err != nil {
				return err
			}
			attrs.HardwareAddr = address
		case "mtu":
			mtu, err := parseCount(ip.next())
			if err != nil {
				return err
			}
			attrs.MTU = mtu
		case "peer":
			peer, peerNamespace = ip.peer()
		default:
			attrs.Name = word
		}
	}
	if attrs.Name == "" {
		return usagef("no name given")
	}
	return createLink(attrs, kind, peer, peerNamespace)
}

// peer reads "[name] NAME [netns N]".
func (ip *ipCall) peer() (name, namespace string) {
	name = ip.next()
	if name == "name" {
		name = ip.next()
	}
	if len(ip.words) > 1 && ip.words[0] == "netns" {
		ip.next()
		namespace = ip.next()
	}
	return name, namespace
}

func createLink(attrs netlink.LinkAttrs, kind, peer, peerNamespace string) error {
	var link netlink.Link
	switch kind {
	case "veth":
		veth := &netlink.Veth{LinkAttrs: attrs, PeerName: peer, PeerTxQLen: -1} // -1: the kernel's default
		if peerNamespace != "" {
			namespace, err := namespaceFile(peerNamespace)
			if err != nil {
				return err
			}
			defer namespace.Close()
			veth.PeerNamespace = netlink.NsFd(namespace.Fd())
		}
		if peer == "" {
			return usagef("type veth needs peer name NAME")
		}
		link = veth
	case "bridge":
		link = &netlink.Bridge{LinkAttrs: attrs}
	case "dummy":
		link = &netlink.Dummy{LinkAttrs: attrs}
	default:
		return usagef("type %q is not one of veth, bridge, dummy", kind)
	}
	if err := netlink.LinkAdd(link); err != nil {
		return fmt.Errorf("add %s: %w", attrs.Name, err)
	}
	return nil
}
