//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	quota := thousandths * 1000 // of a second
	if version == 2 {
		return set(group, "cpu.max", fmt.Sprint(quota))
	}
	return set(group, "cpu.cfs_quota_us", fmt.Sprint(quota))
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
