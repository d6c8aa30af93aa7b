//go:build linux

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// cleanUp removes the container's root directory root, an absolute path without
// symlinks, with everything in it: first what is mounted at or below it, then its files. What was mounted
// there (a volume of the user's, say) keeps its files, and mounts elsewhere stay as they
// are. A root that is gone already is no error.
func cleanUp(root string) error {
	points, err := mountsBelow(root)
	if err != nil {
		return err
	}
	// The last mount first: it may lie on another one, or below it.
	for _, point := range slices.Backward(points) {
		if err := unix.Unmount(point, unix.UMOUNT_NOFOLLOW); err != nil {
			return fmt.Errorf("unmount %s: %w", point, err)
		}
	}
	// Only now is everything below root the container's own. RemoveAll removes a symlink,
	// not what it points to.
	return os.RemoveAll(root)
}

// mountsBelow lists the mount points at and below dir in the order in which they were mounted.
func mountsBelow(dir string) ([]string, error) {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	var points []string
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 5 {
			continue
		}
		point := unescapeMount(fields[4])
		// With the slash: /work/R-2 is not below /work/R.
		if point == dir || strings.HasPrefix(point, dir+"/") {
			points = append(points, point)
		}
	}
	return points, nil
}

// unescapeMount undoes what the kernel does to characters that would break the line.
func unescapeMount(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}
