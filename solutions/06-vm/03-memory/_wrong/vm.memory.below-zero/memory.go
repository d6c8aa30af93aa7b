//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// ofProcesses tells how many bytes of memory some processes take together: each page that exists once, however many of them
// share it; a page that they share with others in proportion. What a process was promised and has not touched does not exist. A
// process that has ended, waited for or not, takes nothing, and is no error.
func ofProcesses(pids []int) (uint64, error) {
	var total uint64
	for _, pid := range pids {
		// PSS divides each page by the number of those who have it: so it can be added up. RSS cannot.
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ESRCH) {
			continue // it has ended
		}
		if err != nil {
			return 0, err
		}
		kB, err := field(string(text), "Pss:")
		if err != nil {
			return 0, fmt.Errorf("pid %d: %w", pid, err)
		}
		total += kB * 1024
	}
	return total, nil
}

// ofGroup tells how many bytes a control group uses and cannot simply give back: what the kernel counts for it, less the page
// cache that it would take first (inactive files). dir is a group's directory in the tree of the memory controller, of version
// 1 or 2; groups below are counted, too. Never less than 0. A directory without the files is an error.
func ofGroup(dir string) (uint64, error) {
	usage, inactive := "memory.current", "inactive_file"
	if _, err := os.Stat(filepath.Join(dir, usage)); errors.Is(err, fs.ErrNotExist) {
		// Version 1. Without total_ it would be this group alone, and the usage is of those below as well.
		usage, inactive = "memory.usage_in_bytes", "total_inactive_file"
	}
	text, err := os.ReadFile(filepath.Join(dir, usage))
	if err != nil {
		return 0, err
	}
	used, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return 0, err
	}
	stat, err := os.ReadFile(filepath.Join(dir, "memory.stat"))
	if err != nil {
		return 0, err
	}
	cache, err := field(string(stat), inactive)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", dir, err)
	}
	return used - cache, nil
}

// field is the number after a name at the beginning of a line.
func field(text, name string) (uint64, error) {
	for _, line := range strings.Split(text, "\n") {
		if words := strings.Fields(line); len(words) > 1 && words[0] == name {
			return strconv.ParseUint(words[1], 10, 64)
		}
	}
	return 0, errors.New("no line " + name)
}
