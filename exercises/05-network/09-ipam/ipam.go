//go:build linux

package main

import (
	"errors"
	"net/netip"
)

// lease gives an address of the subnet to an owner, a container's id, and remembers it in the directory dir, which is
// empty at first. Whoever has an address gets the same one again. Never handed out are the subnet's first address, its last one, and
// the second, which is the gateway's. If there is none left that is an error.
//
// Many processes call at once, and each may be killed at any moment.
func lease(dir string, subnet netip.Prefix, owner string) (netip.Addr, error) {
	// TODO: who else is at it? What is taken? Remember what is given.
	return netip.Addr{}, errors.New("lease is not written yet")
}

// release takes the owner's address back; from now on somebody else may get it. An owner without one is no error.
func release(dir string, subnet netip.Prefix, owner string) error {
	// TODO
	return errors.New("release is not written yet")
}
