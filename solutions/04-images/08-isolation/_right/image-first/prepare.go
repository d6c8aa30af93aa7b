//go:build linux

package main

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// The image is an overlay of its own, made once and without an upper directory; it is the one lower directory of each container.
func prepare(layers []string, dir string) error {
	image := layers[0] + ".image"
	if err := os.Mkdir(image, 0o755); err == nil {
		top := make([]string, len(layers))
		for i, layer := range layers {
			top[len(layers)-1-i] = layer
		}
		if err := unix.Mount("image", image, "overlay", 0, "lowerdir="+strings.Join(top, ":")); err != nil {
			return err
		}
	}
	for _, name := range []string{"/u", "/w", "/root"} {
		if err := os.Mkdir(dir+name, 0o755); err != nil {
			return err
		}
	}
	return unix.Mount("container", dir+"/root", "overlay", 0, "lowerdir="+image+",upperdir="+dir+"/u,workdir="+dir+"/w,userxattr")
}
