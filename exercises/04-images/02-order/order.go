//go:build linux

package main

import "errors"

// lowerdir returns what the option of that name of an overlay mount is to be for an image. manifest is the image manifest, as JSON.
// Its layers are unpacked already, each in a directory of its own in dir, which is called like the digits of the layer's digest.
func lowerdir(manifest []byte, dir string) (string, error) {
	// TODO: find the layers in the manifest, and put their directories in overlay's order.
	return "", errors.New("lowerdir is not written yet")
}
