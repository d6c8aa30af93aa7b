//go:build linux

package main

import "errors"

// unpackLayers makes the files of an image in the directory root, which is there and empty. layers are tar files, not compressed,
// in the order in which a manifest lists them: the first one is the base, and each one changes what those before it have made. An
// entry dir/.wh.NAME of a layer says that dir/NAME of the layers before is deleted; it makes no file itself.
func unpackLayers(layers []string, root string) error {
	// TODO: for each layer, take away what it deletes, and put in what it has.
	return errors.New("unpackLayers is not written yet")
}
