//go:build linux

package main

import (
	"hash/fnv"
	"io"
	"net/netip"
)

// The address comes from the owner's name.
func lease(dir string, subnet netip.Prefix, owner string) (netip.Addr, error) {
	sum := fnv.New32a()
	io.WriteString(sum, owner) //nolint:errcheck // it takes everything
	address := subnet.Masked().Addr().Next().Next()
	for range sum.Sum32() % (1<<(32-subnet.Bits()) - 3) {
		address = address.Next()
	}
	var err error
	return address, err
}

// release takes the owner's address back; from now on somebody else may get it. An owner without one is no error.
func release(dir string, subnet netip.Prefix, owner string) error {
	return nil
}
