//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// lowerdir returns what the option of that name of an overlay mount is to be for an image. manifest is the image manifest, as JSON.
// Its layers are unpacked already, each in a directory of its own in dir, which is called like the digits of the layer's digest.
func lowerdir(manifest []byte, dir string) (string, error) {
	var image struct {
		Layers []struct{ Digest string }
	}
	if err := json.Unmarshal(manifest, &image); err != nil {
		return "", fmt.Errorf("read manifest: %w", err)
	}
	var dirs []string
	// A manifest begins with the base, because one is built from there; overlay begins with the top, because files are
	// looked for from there.
	for i := len(image.Layers) - 1; i >= 0; i-- {
		_, digits, found := strings.Cut(image.Layers[i].Digest, ":")
		if !found {
			return "", fmt.Errorf("strange digest %q", image.Layers[i].Digest)
		}
		dirs = append(dirs, filepath.Join(dir, digits))
	}
	return "lowerdir=" + strings.Join(dirs, ":"), nil
}
