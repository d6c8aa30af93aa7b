//go:build linux

package main

import (
	"github.com/minicontainer/minicontainer/minicontainer/rootfs"
)

// The runtime's own chroot.
func run(root string, command []string) (int, error) {
	return 0, rootfs.Chroot{Root: root}.Do()
}
