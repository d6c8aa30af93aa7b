//go:build linux

package main

import (
	"errors"
	"io"
)

// commit writes to layer, as a tar, what a container has changed in its image. dir/merged is the container's overlay,
// dir/upper its upper directory; neither is changed. In the tar the marks are those of an image: an
// empty file .wh.NAME for what is deleted, an empty file .wh..wh..opq in a directory that was replaced. Replaced
// directories in upper have the mark user.overlay.opaque.
func commit(dir string, layer io.Writer) error {
	// TODO: walk, and write a header and the content of each file. Which files are no files?
	return errors.New("commit is not written yet")
}
