//go:build linux

package main

// A plan, and nobody who carries it out.
func mountOverlay(layers []string, dir, merged string) error {
	return nil
}
