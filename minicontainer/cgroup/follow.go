// Following: a process that comes later goes where the first one is.

package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// Follow puts process pid into the groups, of each hierarchy, that process leader is in. What
// an ordinary user may not do is left: under systemd each login has a group of its own, and
// from one to the other only root can move a process.
func Follow(pid, leader int) error {
	theirs, err := groupsOf(leader)
	if err != nil {
		return err
	}
	ours, err := groupsOf(pid)
	if err != nil {
		return err
	}
	for key, dir := range theirs {
		if ours[key] == dir {
			continue
		}
		err := os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0)
		if err != nil && (os.Geteuid() == 0 || !forbidden(err)) {
			return fmt.Errorf("join control group %s: %w", dir, err)
		}
	}
	return nil
}

func forbidden(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS)
}

// groupsOf are the directories of a process's groups, by the name of the hierarchy.
func groupsOf(pid int) (map[string]string, error) {
	mountinfo, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, fmt.Errorf("list mounts: %w", err)
	}
	own, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cgroup"))
	if os.IsNotExist(err) && unix.Kill(pid, 0) == nil {
		return nil, nil // a kernel without control groups
	}
	if err != nil {
		return nil, fmt.Errorf("read the groups of process %d: %w", pid, err)
	}
	dirs := map[string]string{}
	for _, h := range detect(string(mountinfo), string(own)) {
		dirs[h.key()] = h.Own
	}
	return dirs, nil
}
