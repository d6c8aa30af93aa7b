//go:build linux

package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// prepare gives a container its root directory, dir/root: the layers of its image, the base first, as one, and
// writable. It is called once for each container, also for several of one image at a time; dir is
// the container's own directory, and empty. Containers do not see what others write, the layers stay as
// they are, and no container takes up the space of the image once more.
func prepare(layers []string, dir string) error {
	// Each container has an upper directory and a work directory for itself. To share a work
	// directory is forbidden, and the kernel only warns.
	for _, name := range []string{"/work/upper", "/work/work", dir + "/root"} {
		if err := os.MkdirAll(name, 0o755); err != nil {
			return fmt.Errorf("make container's directories: %w", err)
		}
	}
	// The layers are shared: lower directories are never written, however many overlays have them.
	lower := ""
	for _, layer := range layers {
		lower = layer + ":" + lower // the top first
	}
	options := fmt.Sprintf("userxattr,lowerdir=%s,upperdir=%s/upper,workdir=%[2]s/work", strings.TrimSuffix(lower, ":"), "/work")
	if err := unix.Mount("overlay", dir+"/root", "overlay", 0, options); err != nil {
		return fmt.Errorf("mount root with %s: %w", options, err)
	}
	return nil
}
