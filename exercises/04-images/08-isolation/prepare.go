//go:build linux

package main

import "errors"

// prepare gives a container its root directory, dir/root: the layers of its image, the base first, as one, and
// writable. It is called once for each container, also for several of one image at a time; dir is
// the container's own directory, and empty. Containers do not see what others write, the layers stay as
// they are, and no container takes up the space of the image once more.
func prepare(layers []string, dir string) error {
	// TODO: what do the containers share, and what does each have for itself?
	return errors.New("prepare is not written yet")
}
