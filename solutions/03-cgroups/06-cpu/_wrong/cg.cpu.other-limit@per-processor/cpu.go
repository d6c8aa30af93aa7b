//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	quota, period := thousandths*100*int64(runtime.NumCPU()+1), int64(100_000)
	if version == 2 {
		return set(group, "cpu.max", fmt.Sprint(quota, " ", period))
	}
	return errors.Join(set(group, "cpu.cfs_period_us", fmt.Sprint(period)), set(group, "cpu.cfs_quota_us", fmt.Sprint(quota)))
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
