//go:build linux

package main

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// One overlay for the image, shown in each container.
func prepare(layers []string, dir string) error {
	one := layers[0] + ".merged"
	if err := os.Mkdir(one, 0o755); err == nil {
		lower := layers[1] + ":" + strings.Join(layers[:1], ":")
		for _, d := range []string{".upper", ".work"} {
			if err := os.Mkdir(layers[0]+d, 0o755); err != nil {
				return err
			}
		}
		options := "userxattr,lowerdir=" + lower + ",upperdir=" + layers[0] + ".upper,workdir=" + layers[0] + ".work"
		if err := unix.Mount("overlay", one, "overlay", 0, options); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir+"/root", 0o755); err != nil {
		return err
	}
	return unix.Mount(one, dir+"/root", "", unix.MS_BIND, "")
}
