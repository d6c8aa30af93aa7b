//go:build linux

package main

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

func cleanUp(root string) error {
	for tries := 0; tries < 100; tries++ {
		f, err := os.Open("/proc/self/mounts")
		if err != nil {
			return err
		}
		var last string
		s := bufio.NewScanner(f)
		for s.Scan() {
			p, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.Fields(s.Text())[1], `"`, `\"`) + `"`)
			if err != nil {
				p = strings.Fields(s.Text())[1]
			}
			rel, err := filepath.Rel(root, p)
			if err == nil && rel != ".." && !strings.HasPrefix(rel, "../") {
				last = p
			}
		}
		f.Close()
		if last == "" {
			return os.RemoveAll(root)
		}
		if err := syscall.Unmount(last, 0); err != nil {
			return &os.PathError{Op: "unmount", Path: last, Err: err}
		}
	}
	return errors.New("too many mounts")
}
