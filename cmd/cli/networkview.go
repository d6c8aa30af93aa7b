//go:build linux

// A network, as inspect shows it.

package cli

import (
	"net/netip"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
)

// networkView is a network as inspect shows it, with Docker's names.
type networkView struct {
	Name       string
	ID         string `json:"Id"`
	Created    string
	Scope      string
	Driver     string
	EnableIPv6 bool
	IPAM       struct {
		Driver string
		Config []ipamView
	}
	Internal   bool
	Attachable bool
	Ingress    bool
	Containers map[string]placeView
	Options    map[string]string
	Labels     map[string]string
}

type ipamView struct{ Subnet, Gateway string }

type placeView struct{ Name, MacAddress, IPv4Address, IPv6Address string }

func newNetworkView(e *engine.Engine, name string) (networkView, error) {
	n, err := findNetwork(e.Networks(), name)
	if err != nil {
		return networkView{}, err
	}
	v := networkView{
		Name: n.Name, ID: n.ID, Created: moment(n.Created), Scope: "local", Driver: driverOf(n.Name), EnableIPv6: n.V6(), Internal: n.Internal,
		Containers: map[string]placeView{}, Options: map[string]string{}, Labels: n.Labels,
	}
	v.IPAM.Driver, v.IPAM.Config = "default", []ipamView{}
	if !n.Subnet.IsValid() {
		return v, nil // nobody has made it
	}
	v.Options["com.docker.network.bridge.name"] = n.Bridge
	v.IPAM.Config = []ipamView{{n.Subnet.String(), n.Gateway.String()}}
	if n.V6() {
		v.IPAM.Config = append(v.IPAM.Config, ipamView{n.Subnet6.String(), n.Gateway6().String()})
	}
	places, err := e.Networks().Endpoints(n)
	for _, at := range places {
		v.Containers[at.Container] = newPlaceView(n, at)
	}
	return v, err
}

func newPlaceView(n network.Network, at network.Endpoint) placeView {
	view := placeView{Name: at.Name, MacAddress: at.MAC}
	if at.Address.IsValid() {
		view.IPv4Address = netip.PrefixFrom(at.Address, n.Subnet.Bits()).String()
	}
	if at.Address6.IsValid() {
		view.IPv6Address = netip.PrefixFrom(at.Address6, n.Subnet6.Bits()).String()
	}
	return view
}
