//go:build linux

package main

import (
	"golang.org/x/sys/unix"
	"os"
	"strings"
)

func makeDevices(root string) error {
	dev := root + "/dev"
	if err := unix.Mount("tmpfs", dev, "tmpfs", unix.MS_NOSUID, "mode=755"); err != nil {
		return err
	}
	for _, n := range strings.Fields("null zero full random urandom tty") {
		if err := os.WriteFile(dev+"/"+n, nil, 0o666); err != nil {
			return err
		}
		if err := unix.Mount("/dev/"+n, dev+"/"+n, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return err
		}
	}
	os.Symlink("/proc/self/fd", dev+"/fd")
	return unix.Mount("", dev, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY|unix.MS_NOSUID, "")
}
