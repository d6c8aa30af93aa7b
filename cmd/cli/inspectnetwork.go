//go:build linux

package cli

import (
	"fmt"
	"strconv"

	"github.com/minicontainer/minicontainer/minicontainer/engine"
	"github.com/minicontainer/minicontainer/minicontainer/network"
	"github.com/minicontainer/minicontainer/minicontainer/record"
)

// networkSettings are a container's networks in Docker's words.
type networkSettings struct {
	IPAddress, Gateway, MacAddress string // of the default network, as Docker has it
	Ports                          map[string][]portBinding
	Networks                       map[string]networkPlace
}

type portBinding struct {
	HostIP   string `json:"HostIp"`
	HostPort string
}

type networkPlace struct {
	NetworkID                     string
	IPAddress, Gateway            string
	IPPrefixLen                   int
	MacAddress, GlobalIPv6Address string
	Aliases                       []string
}

func networkMode(r record.Record) string {
	switch n := r.Network; {
	case n == nil:
		return ""
	case n.Mode == network.Joined:
		return "container:" + n.Container
	case len(n.Attachments) > 0:
		return n.Attachments[0].Network
	default:
		return string(n.Mode)
	}
}

func newNetworkSettings(e *engine.Engine, r record.Record) networkSettings {
	s := networkSettings{Ports: map[string][]portBinding{}, Networks: map[string]networkPlace{}}
	places, _ := e.Networks().Of(r.ID) //nolint:errcheck // what cannot be read is not shown
	for name, at := range places {
		n, err := e.Networks().Get(name)
		if err != nil || !at.Address.IsValid() {
			continue
		}
		place := networkPlace{
			NetworkID: n.ID, IPAddress: at.Address.String(), Gateway: n.Gateway.String(), IPPrefixLen: n.Subnet.Bits(),
			MacAddress: at.MAC, Aliases: at.Aliases,
		}
		if at.Address6.IsValid() {
			place.GlobalIPv6Address = at.Address6.String()
		}
		s.Networks[name] = place
		if name == network.Default {
			s.IPAddress, s.Gateway, s.MacAddress = place.IPAddress, place.Gateway, place.MacAddress
		}
		for _, b := range at.Ports {
			key := fmt.Sprintf("%d/%s", b.Port, b.Proto)
			binding := portBinding{HostPort: strconv.Itoa(int(b.HostPort)), HostIP: "0.0.0.0"}
			if b.Host.IsValid() {
				binding.HostIP = b.Host.String()
			}
			s.Ports[key] = append(s.Ports[key], binding)
		}
	}
	return s
}
