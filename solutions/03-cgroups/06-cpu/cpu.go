//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// limitProcessors limits the processor time of a control group of that version, whether anybody else wants it or
// not: all processes of the group together get thousandths of a processor, 500 being one half of one, and 2000 two.
func limitProcessors(version int, group string, thousandths int64) error {
	// So many microseconds in each period of so many. A processor has 100 ms in 100 ms, two have 200. Who has used
	// the quota up stands still until the next period: a short one makes the pauses short, and many.
	const period = 100_000
	quota := thousandths * period / 1000
	if version == 2 {
		return setText(filepath.Join(group, "cpu.max"), fmt.Sprint(quota, " ", period))
	}
	return errors.Join(
		setText(filepath.Join(group, "cpu.cfs_period_us"), fmt.Sprint(period)),
		setText(filepath.Join(group, "cpu.cfs_quota_us"), fmt.Sprint(quota)))
}

// setText writes to a file that is there.
func setText(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
