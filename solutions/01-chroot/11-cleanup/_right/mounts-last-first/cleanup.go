//go:build linux

package main

import (
	"fmt"
	"golang.org/x/sys/unix"
	"os"
	"strings"
)

func cleanUp(root string) error {
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	un := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		p := un.Replace(strings.Fields(lines[i])[4])
		if p == root || strings.HasPrefix(p, root+"/") {
			if err := unix.Unmount(p, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW); err != nil {
				return fmt.Errorf("unmount %s: %w", p, err)
			}
		}
	}
	return os.RemoveAll(root)
}
