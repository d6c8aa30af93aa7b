//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	if version == 1 {
		return set(group, "cpu.max", fmt.Sprint(thousandths*100, " 100000"))
	}
	return set(group, "cpu.cfs_quota_us", fmt.Sprint(thousandths*100))
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
