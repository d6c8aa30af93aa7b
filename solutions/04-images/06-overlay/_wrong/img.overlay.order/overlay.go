//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// mountOverlay mounts an overlay on the directory merged: the layers, one over the other, the base
// first, as a manifest lists them. What is written goes to dir/upper. dir is an empty
// directory; whatever else the overlay needs is in it, too, under any name. Layers are only read.
//
// Opaque directories in the layers have the mark user.overlay.opaque. A layer's path may have
// colons in it, as in sha256:5f70….
func mountOverlay(layers []string, dir, merged string) error {
	upper, work := filepath.Join(dir, "upper"), filepath.Join(dir, "work")
	for _, d := range []string{upper, work} {
		if err := os.Mkdir(d, 0o755); err != nil {
			return fmt.Errorf("make overlay: %w", err)
		}
	}
	var lower []string
	for _, layer := range layers {
		lower = append(lower, strings.ReplaceAll(layer, ":", `\:`))
	}
	options := fmt.Sprintf("userxattr,lowerdir=%s,upperdir=%s,workdir=%s", strings.Join(lower, ":"), upper, work)
	if err := unix.Mount("overlay", merged, "overlay", 0, options); err != nil {
		return fmt.Errorf("mount overlay with %s: %w", options, err)
	}
	return nil
}
