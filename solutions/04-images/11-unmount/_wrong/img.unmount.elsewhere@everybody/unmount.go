//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// unmount takes a container's overlay away. It was mounted on dir/merged with upperdir=dir/upper and
// workdir=dir/work; dir is an absolute path. nil says: in no mount namespace is it mounted any
// more, nobody uses it, and dir/work is gone. dir/upper stays, so does what was mounted inside of merged. An overlay
// that is gone already is no error.
//
// While a process uses it, or has it in a mount namespace of its own, that is an error, nothing is removed, and
// nobody is ended. In the second case the error names the process's number.
func unmount(dir string) error {
	points, err := pointsBelow(filepath.Join(dir, "merged"))
	if err != nil {
		return err
	}
	// The last one first: what was mounted later may lie on or in what was there before. And without MNT_DETACH, which
	// hides a mount that is in use, and lets it live on.
	slices.Reverse(points)
	for _, point := range points {
		if err := unix.Unmount(point, 0); err != nil {
			return fmt.Errorf("unmount %s: %w", point, err)
		}
	}
	if pid := holder(dir); pid != "" {
		files, _ := filepath.Glob("/proc/[0-9]*")
		return fmt.Errorf("unmount %s: one of %s has it in its mount namespace", dir, strings.Join(files, " "))
	}
	// Only now: an overlay that lives needs its work directory.
	return os.RemoveAll(filepath.Join(dir, "work"))
}

// pointsBelow are the mount points at and below a directory, in the order of mounting.
func pointsBelow(top string) ([]string, error) {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	var points []string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		point := unescape.Replace(strings.Fields(line)[4])
		if point == top || strings.HasPrefix(point, top+"/") {
			points = append(points, point)
		}
	}
	return points, nil
}

// holder is the number of a process that still sees the overlay with dir's upper directory, or "". A mount namespace that was copied
// has its own copy of each mount, which nobody outside unmounts.
func holder(dir string) string {
	files, err := filepath.Glob("/proc/[0-9]*/mountinfo")
	if err != nil {
		return ""
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		if strings.Contains(string(text), "upperdir="+filepath.Join(dir, "upper")+",") {
			return strings.Split(file, "/")[2]
		}
	}
	return ""
}
