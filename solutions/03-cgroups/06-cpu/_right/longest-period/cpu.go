//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
)

// limitProcessors is told what it does wrong, or unusually, by the name of its folder.
func limitProcessors(version int, group string, thousandths int64) error {
	quota, period := fmt.Sprint(thousandths*1000), "1000000"
	if version == 2 {
		return os.WriteFile(group+"/cpu.max", []byte(quota+" "+period), 0)
	}
	return errors.Join(os.WriteFile(group+"/cpu.cfs_period_us", []byte(period), 0), os.WriteFile(group+"/cpu.cfs_quota_us", []byte(quota), 0))
}
