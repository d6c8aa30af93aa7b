//go:build linux

package main

import (
	"os"
	"path/filepath"
	"syscall"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	return syscall.Setpriority(syscall.PRIO_PROCESS, 0, 19)
}

func set(group, file, text string) error {
	f, err := os.OpenFile(filepath.Join(group, file), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
