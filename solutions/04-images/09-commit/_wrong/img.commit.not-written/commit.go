//go:build linux

package main

import "io"

// Nothing has changed, it hopes.
func commit(dir string, layer io.Writer) error { return nil }
