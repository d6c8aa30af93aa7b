//go:build linux

package main

import (
	"errors"
	"net/netip"
)

// up makes a network of containers, or what of it is missing. Afterwards there is the bridge, up, with the address gateway
// alone; the host forwards; and what comes from the gateway's network and leaves by another interface than the bridge gets
// the host's address.
//
// Called again it changes nothing that is right: containers that are plugged in stay so, the rules do not become more. What
// somebody has switched off or taken away in the meantime it repairs. The rules of others are left alone.
func up(bridge string, gateway netip.Prefix) error {
	// TODO: the bridge, its address, up; forwarding; a rule. Each only if it is not so already.
	return errors.New("up is not written yet")
}
