//go:build linux

package main

import "errors"

// diskUse tells how many bytes regular files take together: those that the paths are, and all that are anywhere below those of the
// paths that are directories. apparent is what the files say that they are long, actual is what the disk has given out for them.
//
// A file counts once, however many names it has and however often a path is listed. Symbolic links are not followed. What directories and
// links take themselves is left out. A path that is not there is an error.
func diskUse(paths []string) (apparent, actual int64, err error) {
	// TODO: look at every file below the paths.
	return 0, 0, errors.New("diskUse is not written yet")
}
