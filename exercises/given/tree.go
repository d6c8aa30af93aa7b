//go:build linux

package given

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Tree finds out where control groups with the controller ("memory", "cpu", "pids", …) can be made: the version of
// the hierarchy that has it, 1 or 2, and a directory. A directory made in it is a group.
//
//	version 1: the group that this process is in, of the tree of the controller
//	version 2: the nearest group to the top that hands the controller down
//
// The error tells what this process may not do. Source: cgroups(7), proc_pid_mountinfo(5).
func Tree(controller string) (version int, dir string, err error) {
	mountinfo, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return 0, "", err
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0, "", err
	}
	reason := "is in no tree that is mounted"
	for _, line := range strings.Split(string(mountinfo), "\n") {
		before, after, _ := strings.Cut(line, " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if len(fields) < 5 || len(kind) < 3 {
			continue
		}
		top, point := fields[3], fields[4]
		switch controllers := strings.Split(kind[2], ","); {
		case kind[0] == "cgroup" && slices.Contains(controllers, controller):
			return inTree(1, []string{groupIn(string(own), controller, top, point)}, controller)
		case kind[0] == "cgroup2" && has(filepath.Join(point, "cgroup.controllers"), controller):
			return inTree(2, upwards(groupIn(string(own), "", top, point), point), controller)
		case kind[0] == "cgroup2":
			reason = "is not among the controllers of " + point
		}
	}
	return 0, "", fmt.Errorf("find a tree of control groups: %s %s", controller, reason)
}

// groupIn is the directory of this process's group: its line is ID:CONTROLLERS:PATH, with no controllers for version 2.
func groupIn(own, controller, top, point string) string {
	for _, line := range strings.Split(own, "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) == 3 && slices.Contains(strings.Split(fields[1], ","), controller) {
			if below, err := filepath.Rel(top, fields[2]); err == nil && !strings.HasPrefix(below, "..") {
				return filepath.Join(point, below)
			}
		}
	}
	return point
}

// upwards are the directories from the top down to dir.
func upwards(dir, top string) []string {
	dirs := []string{top}
	for ; len(dir) > len(top); dir = filepath.Dir(dir) {
		dirs = slices.Insert(dirs, 1, dir)
	}
	return dirs
}

// inTree takes the first directory that will do.
func inTree(version int, dirs []string, controller string) (int, string, error) {
	var err error
	for _, dir := range dirs {
		const write = 2
		switch {
		case syscall.Access(dir, write) != nil || syscall.Access(filepath.Join(dir, "cgroup.procs"), write) != nil:
			err = fmt.Errorf("make control groups in %s: %w", dir, os.ErrPermission)
		case version == 2 && !has(filepath.Join(dir, "cgroup.subtree_control"), controller):
			err = fmt.Errorf("make control groups in %s: it does not hand %s down", dir, controller)
		default:
			return version, dir, nil
		}
	}
	return version, "", err
}

// has tells whether a word is in a file of words.
func has(file, word string) bool {
	text, err := os.ReadFile(file)
	return err == nil && slices.Contains(strings.Fields(string(text)), word)
}
