//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Short names instead of long ones with colons in them, as Docker does: the options of a mount must fit into a page.
func mountOverlay(layers []string, dir, merged string) error {
	target, err := os.Open(merged)
	if err != nil {
		return err
	}
	defer target.Close()
	if err := os.Chdir(dir); err != nil {
		return err
	}
	for _, d := range []string{"upper", "w", "l"} {
		if err := os.Mkdir(d, 0o700); err != nil {
			return err
		}
	}
	lower := ""
	for i, layer := range layers {
		absolute, err := filepath.Abs(layer)
		if err != nil {
			return err
		}
		if err := os.Symlink(absolute, fmt.Sprint("l/", i)); err != nil {
			return err
		}
		lower = fmt.Sprint("l/", i, ":") + lower
	}
	return unix.Mount("none", fmt.Sprintf("/proc/self/fd/%d", target.Fd()), "overlay", 0,
		"lowerdir="+lower[:len(lower)-1]+",upperdir=upper,workdir=w,userxattr,index=off")
}
