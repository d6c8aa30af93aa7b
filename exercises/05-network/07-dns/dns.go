//go:build linux

package main

import "errors"

// resolvConf writes etc/resolv.conf in root, a container's root directory: the host's, but with name servers that a
// container with a network of its own can reach. Of /etc/resolv.conf all lines are kept but those of name servers at a loopback
// address, 127.0.0.0/8 or ::1. If none is left the name servers are those of /run/systemd/resolve/resolv.conf, where
// systemd-resolved says whom it asks itself; if there is none there either, it is an error.
//
// What the image has at etc/resolv.conf is replaced, also if it is a symbolic link. Nothing outside root is written.
func resolvConf(root string) error {
	// TODO: read, choose, write.
	return errors.New("resolvConf is not written yet")
}
