//go:build linux

package main

import "errors"

// mountOverlay mounts an overlay on the directory merged: the layers, one over the other, the base
// first, as a manifest lists them. What is written goes to dir/upper. dir is an empty
// directory; whatever else the overlay needs is in it, too, under any name. Layers are only read.
//
// Opaque directories in the layers have the mark user.overlay.opaque. A layer's path may have
// colons in it, as in sha256:5f70….
func mountOverlay(layers []string, dir, merged string) error {
	// TODO: make the directories, put the options together, mount.
	return errors.New("mountOverlay is not written yet")
}
