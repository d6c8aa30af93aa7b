//go:build linux

package main

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// The calls of Linux 5.2: a file system is configured through a descriptor, made, and then attached.
func mountOverlay(layers []string, dir, merged string) error {
	for _, name := range []string{"/upper", "/work"} {
		if err := os.MkdirAll(dir+name, 0o755); err != nil {
			return err
		}
	}
	var top []string
	for i := range layers {
		top = append(top, strings.ReplaceAll(layers[len(layers)-1-i], ":", "\\:"))
	}
	fs, err := unix.Fsopen("overlay", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return err
	}
	for key, value := range map[string]string{"lowerdir": strings.Join(top, ":"), "upperdir": dir + "/upper", "workdir": dir + "/work"} {
		if err := unix.FsconfigSetString(fs, key, value); err != nil {
			return err
		}
	}
	if err := unix.FsconfigSetFlag(fs, "userxattr"); err != nil {
		return err
	}
	if err := unix.FsconfigCreate(fs); err != nil {
		return err
	}
	mount, err := unix.Fsmount(fs, unix.FSMOUNT_CLOEXEC, 0)
	if err != nil {
		return err
	}
	return unix.MoveMount(mount, "", unix.AT_FDCWD, merged, unix.MOVE_MOUNT_F_EMPTY_PATH)
}
