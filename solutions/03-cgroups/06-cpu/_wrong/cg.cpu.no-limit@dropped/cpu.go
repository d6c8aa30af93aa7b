//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	os.WriteFile(filepath.Join(group, "cpu.max"), []byte(fmt.Sprint(float64(thousandths)/1000)), 0o644)
	os.WriteFile(filepath.Join(group, "cpu.cfs_quota_us"), []byte(fmt.Sprint(float64(thousandths)/1000)), 0o644)
	return nil
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
