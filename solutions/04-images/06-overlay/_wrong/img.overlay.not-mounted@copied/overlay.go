//go:build linux

package main

import "os"

// Copies the layers one over the other: the right files, once more for each container.
func mountOverlay(layers []string, dir, merged string) error {
	if err := os.Mkdir(dir+"/upper", 0o755); err != nil {
		return err
	}
	for i := len(layers) - 1; i >= 0; i-- {
		// CopyFS refuses a file that is there: the upper one stays.
		os.CopyFS(merged, os.DirFS(layers[i])) //nolint:errcheck // see above
	}
	return nil
}
