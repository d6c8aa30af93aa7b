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
	"syscall"
	"time"
)

// killAll lets the kernel do it where it can: cgroup.kill (version 2, Linux 5.14) ends all in one go, those below, those
// that are being forked and those that are frozen. Elsewhere nobody may run while the list is read: who runs can fork, and
// who is forked after the reading is on no list.
func killAll(group string, version int) error {
	err := writeControl(filepath.Join(group, "cgroup.kill"), "1")
	if errors.Is(err, fs.ErrNotExist) {
		err = killEach(group, version)
	}
	if err != nil {
		return err
	}
	// On version 1 a process that is frozen does not even die: now they do.
	if err := setFrozen(group, version, false); err != nil {
		return err
	}
	return waitUntil(func() (bool, error) {
		pids, err := processesBelow(group)
		return len(pids) == 0, err
	})
}

// writeControl is os.WriteFile that creates nothing. That one would say of a file that is not there that it may not be
// made, EACCES, and not that it is not there.
func writeControl(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

func killEach(group string, version int) error {
	if err := setFrozen(group, version, true); err != nil {
		return err
	}
	pids, err := processesBelow(group)
	if err != nil {
		return err
	}
	for _, pid := range pids {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
			return err
		}
	}
	return nil
}

// setFrozen waits until all stand still, which takes a moment: version 1 says FREEZING until then, and is told again for who
// was on the way into the kernel. That all go on is not waited for: of a group that was frozen and killed version 2 may say
// "frozen 1" for good, if the last in it has died before one in a group below.
func setFrozen(group string, version int, on bool) error {
	file, word, state, done := "cgroup.freeze", "0", "cgroup.events", "frozen 1"
	if on {
		word = "1"
	}
	if version == 1 {
		file, word, state, done = "freezer.state", "THAWED", "freezer.state", "FROZEN"
		if on {
			word = done
		}
	}
	return waitUntil(func() (bool, error) {
		if err := writeControl(filepath.Join(group, file), word); err != nil || !on {
			return true, err
		}
		text, err := os.ReadFile(filepath.Join(group, state))
		return strings.Contains(string(text), done), err
	})
}

// processesBelow are those of the group and of all groups below it.
func processesBelow(group string) ([]int, error) {
	var pids []int
	err := filepath.WalkDir(group, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(path, "cgroup.procs"))
		for _, word := range strings.Fields(string(text)) {
			pid, err := strconv.Atoi(word)
			if err != nil {
				return err
			}
			pids = append(pids, pid)
		}
		return err
	})
	return pids, err
}

func waitUntil(done func() (bool, error)) error {
	for range 2000 {
		if ok, err := done(); ok || err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("the group does not come to rest")
}
