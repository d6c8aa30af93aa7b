//go:build linux

package main

import "errors"

// unpack makes the files of a layer, a tar that is not compressed, in the directory root, which is there and empty. Whatever the
// names in the archive are, and whatever its earlier entries have made: outside of root nothing is made, changed or linked to. An
// entry on the way to which there is a symlink goes where a process would find it whose root directory root is.
func unpack(layer, root string) error {
	// TODO: make each entry, without leaving root.
	return errors.New("unpack is not written yet")
}
