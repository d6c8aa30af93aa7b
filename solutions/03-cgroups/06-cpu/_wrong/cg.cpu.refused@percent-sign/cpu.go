//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	file := map[int]string{1: "cpu.cfs_quota_us", 2: "cpu.max"}[version]
	return set(group, file, fmt.Sprint(thousandths/10, "%"))
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
